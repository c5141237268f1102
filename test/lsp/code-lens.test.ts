import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeLens } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

const uri = 'file:///workspace/all.yaml';

let client: LspClient;

beforeEach(async () => {
  client = await LspClient.start({ folders: ['file:///workspace'] });
});

afterEach(() => client.stop());

/** What stands above the lines of a file, as `line: title`. */
async function lenses(text: string): Promise<readonly string[]> {
  await client.open(uri, 'yaml', text);
  const found: readonly CodeLens[] = await client.request('textDocument/codeLens', { textDocument: { uri } });
  return found.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
}

const workload = (kind: string, spec: string, resources: string) =>
  `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: web}\nspec:\n  ${spec}\n  selector: {}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources: ${resources}\n`;

describe('what stands above workloads', () => {
  it('is their class and what they request together', async () => {
    const text = workload('Deployment', 'replicas: 3', '{requests: {cpu: 200m, memory: 100Mi}}');
    expect(await lenses(text)).toContain('0: Burstable · requests 200m CPU, 100Mi × 3 = 600m CPU, 300Mi');
  });

  it('is the total of a file with several', async () => {
    const web = workload('Deployment', 'replicas: 2', '{limits: {cpu: 1, memory: 1Gi}}');
    const agent = workload('DaemonSet', 'minReadySeconds: 1', '{requests: {cpu: 50m}}');
    const text = `# all\n${web}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n${agent}`;
    expect(await lenses(text)).toEqual(
      expect.arrayContaining([
        '1: 2 workloads request 2 CPU, 2Gi, and 50m CPU per node',
        '1: Guaranteed · requests 1 CPU, 1Gi × 2 = 2 CPU, 2Gi',
        '19: Burstable · requests 50m CPU per node',
      ]),
    );
  });

  it('is silent about requests that are not known, and in Dockerfiles', async () => {
    expect(await lenses(workload('Deployment', 'replicas: 3', '"{{ .resources }}"'))).not.toContainEqual(
      expect.stringContaining('requests'),
    );
    const dockerfile = 'file:///workspace/Dockerfile';
    await client.open(dockerfile, 'dockerfile', 'FROM alpine:3.23\n');
    const found = await client.request('textDocument/codeLens', { textDocument: { uri: dockerfile } });
    expect(found).toEqual([]);
  });
});

describe('what stands above COPY', () => {
  it('is how many files it brings and how large they are, and the largest in a hover, until they change', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-copies-'));
    const own = await LspClient.start({ folders: [pathToFileURL(folder).toString()] });
    try {
      await mkdir(path.join(folder, 'src/deep'), { recursive: true });
      await writeFile(path.join(folder, 'src/a.c'), 'a'.repeat(1_250));
      await writeFile(path.join(folder, 'src/deep/b.c'), 'b'.repeat(2_000_000));
      await writeFile(path.join(folder, 'src/deep/b.o'), 'b'.repeat(100));
      await writeFile(path.join(folder, '.dockerignore'), '**/*.o\n');
      const at = pathToFileURL(path.join(folder, 'Dockerfile')).toString();
      const text =
        'FROM alpine:3.23\nCOPY src /src\nCOPY src/a.c /a.c\nCOPY --from=a /x /y\nRUN chown -R app /src /a.c\n';
      await own.open(at, 'dockerfile', text);
      const titles = async () => {
        const found: readonly CodeLens[] = await own.request('textDocument/codeLens', { textDocument: { uri: at } });
        return found.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
      };
      expect(await titles()).toEqual([
        '1: 2 files, 2 MB',
        '4: Writes 2 MB again that line 2 copied: --chown and --chmod do it there',
        '0: 4 MB of the build context, 2 MB of them in vain; the base image, the RUN step and one COPY are not counted',
      ]);
      const position = { line: 1, character: 2 };
      const { contents } = await own.request('textDocument/hover', { textDocument: { uri: at }, position });
      expect(contents.value).toContain('**Brings 2 files, 2 MB**');
      expect(contents.value).toContain('| 2 MB | `src/deep/b.c` |\n| 1.25 kB | `src/a.c` |');
      await rm(path.join(folder, 'src/deep'), { recursive: true });
      const gone = pathToFileURL(path.join(folder, 'src/deep')).toString();
      own.notify('workspace/didChangeWatchedFiles', { changes: [{ uri: gone, type: 3 }] });
      expect(await titles()).toEqual(['1: 1 file, 1.25 kB']);
    } finally {
      await own.stop();
      await rm(folder, { recursive: true });
    }
  });
});
