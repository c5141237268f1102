import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

let folder: string;
let client: LspClient;
const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).toString();

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Shop, plural: shops}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {size: {type: integer, description: How many.}}}
`;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'seaworthy-yaml-')));
  await writeFile(path.join(folder, 'crd.yaml'), definition);
  client = await LspClient.start({
    folders: [uriOf('')],
    capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
  });
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true });
});

/** Opens a document and asks at the place that `¦` marks. */
async function ask(method: string, marked: string) {
  const before = marked.slice(0, marked.indexOf('¦'));
  const uri = uriOf('a.yaml');
  await client.open(uri, 'yaml', marked.replace('¦', ''));
  const position = { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  return client.request(method, { textDocument: { uri }, position });
}

async function suggested(marked: string): Promise<readonly CompletionItem[]> {
  const { items } = (await ask('textDocument/completion', marked)) as { items: CompletionItem[] };
  return items.toSorted((one, other) => ((one.sortText ?? '') < (other.sortText ?? '') ? -1 : 1));
}

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';

describe('in a manifest', () => {
  it('fields are suggested by the kind of each document', async () => {
    const items = await suggested(
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: a\n---\n${deployment}spec:\n  rep¦\n`,
    );
    expect(items.slice(0, 3).map(({ label }) => label)).toEqual(['selector', 'template', 'replicas']);
    expect(items.find(({ label }) => label === 'replicas')).toMatchObject({
      detail: 'integer',
      textEdit: {
        range: { start: { line: 10, character: 2 }, end: { line: 10, character: 5 } },
        newText: 'replicas: ${2:1}',
      },
    });
    expect(items.some(({ label }) => label === 'status')).toBe(false);
  });

  it('a whole object is suggested where there is none', async () => {
    const items = await suggested('Deploy¦');
    const whole = items.find(({ label }) => label === 'Deployment');
    expect(whole?.textEdit?.newText).toContain('containers:\n        - name: ${1:name}\n          image: $2');
  });

  it('fields of custom resources are explained as the workspace defines them', async () => {
    const hover = await ask(
      'textDocument/hover',
      'apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\nspec:\n  si¦ze: 1\n',
    );
    expect(hover.contents.value).toBe('**Shop.spec.size** (integer)\n\nHow many.');
    expect(hover.range).toEqual({ start: { line: 4, character: 2 }, end: { line: 4, character: 6 } });
  });

  it('a definition counts as it stands in the editor', async () => {
    await client.open(uriOf('crd.yaml'), 'yaml', definition.replace('size:', 'width:'));
    const shop = 'apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: a}\nspec:\n  ¦\n';
    expect((await suggested(shop)).map(({ label }) => label)).toEqual(['width']);
  });
});
