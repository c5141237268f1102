import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

let folder: string;
let client: LspClient;

const uriOf = (file: string): string => pathToFileURL(path.join(folder, file)).toString();

const script = (line: string) => `#!/bin/sh\n${line}exec server\n`;
const dockerfile = (more = '') => `FROM debian:13\nCOPY start.sh /\n${more}ENTRYPOINT ["/start.sh"]\n`;
const manifest = (more = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n${more}`;
const token = '      env:\n        - name: API_TOKEN\n          value: a\n';

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'seaworthy-pairs-')));
  const files = {
    'skaffold.yaml':
      'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n',
    'start.sh': script(': "${DB_HOST:?}"\n'),
    Dockerfile: dockerfile(),
    'k8s/web.yaml': manifest(),
  };
  await mkdir(path.join(folder, 'k8s'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  client = await LspClient.start({
    folders: [uriOf('')],
    capabilities: { textDocument: { publishDiagnostics: { relatedInformation: true } } },
  });
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true });
});

/** Waits until something is, or is no longer, said of a document. */
async function until(
  uri: string,
  first: Diagnostic[],
  code: string,
  isThere: boolean,
): Promise<Diagnostic | undefined> {
  for (let told = first; ; told = await client.next(uri)) {
    const found = told.find((one) => one.code === code);
    if ((found !== undefined) === isThere) return found;
  }
}

describe('what an image and a manifest say together', () => {
  it('is told in the manifest, leads to the script, and goes when the Dockerfile says otherwise', async () => {
    const [k8s, docker] = [uriOf('k8s/web.yaml'), uriOf('Dockerfile')];
    const code = 'required-variables-set';
    const found = await until(k8s, await client.open(k8s, 'yaml', manifest()), code, true);
    expect(found?.relatedInformation?.[0]?.location).toMatchObject({
      uri: uriOf('start.sh'),
      range: { start: { line: 1, character: 5 } },
    });
    await client.open(docker, 'dockerfile', dockerfile());
    const [gone] = await Promise.all([client.next(k8s), client.change(docker, dockerfile('ENV DB_HOST=db\n'))]);
    expect(await until(k8s, gone, code, false)).toBeUndefined();
    const [back] = await Promise.all([client.next(k8s), client.change(docker, dockerfile())]);
    expect(await until(k8s, back, code, true)).toBeDefined();
  });

  it('is told in the Dockerfile, leads to the manifest, and goes when the manifest says otherwise', async () => {
    const [k8s, docker] = [uriOf('k8s/web.yaml'), uriOf('Dockerfile')];
    const code = 'secret-only-in-manifest';
    await client.open(k8s, 'yaml', manifest(token));
    const opened = await client.open(docker, 'dockerfile', dockerfile('ENV API_TOKEN=b\n'));
    const found = await until(docker, opened, code, true);
    expect(found?.relatedInformation?.[0]?.location).toMatchObject({
      uri: k8s,
      range: { start: { line: 9, character: 16 } },
    });
    const [gone] = await Promise.all([client.next(docker), client.change(k8s, manifest())]);
    expect(await until(docker, gone, code, false)).toBeUndefined();
    const [back] = await Promise.all([client.next(docker), client.change(k8s, manifest(token))]);
    expect(await until(docker, back, code, true)).toBeDefined();
  });
});
