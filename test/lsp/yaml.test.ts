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
  it('a kind of several API versions is suggested with each, the newest first', async () => {
    const items = (await suggested('kind: ¦\n')).filter(({ label }) => label === 'HorizontalPodAutoscaler');
    expect(items.map(({ additionalTextEdits: edits }) => edits?.[0]?.newText)).toEqual([
      'apiVersion: autoscaling/v2\n',
      'apiVersion: autoscaling/v1\n',
    ]);
  });

  it('what people write where anything may stand is suggested', async () => {
    const items = await suggested(`${deployment}spec:\n  template:\n    spec:\n      nodeSelector:\n        ¦\n`);
    expect(items[0]).toMatchObject({ label: 'kubernetes.io/os', textEdit: { newText: 'kubernetes.io/os: ' } });
  });

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

describe('a YAML file', () => {
  const text = `# one\n# two\napiVersion: v1\nkind: Service\nmetadata:\n    name:   web\n    namespace: shop\n`;

  it('is folded, outlined and selected', async () => {
    const uri = uriOf('a.yaml');
    await client.open(uri, 'yaml', text);
    const textDocument = { uri };
    expect(await client.request('textDocument/foldingRange', { textDocument })).toEqual([
      { startLine: 4, endLine: 6 },
      { startLine: 0, endLine: 1, kind: 'comment' },
    ]);
    const symbols = await client.request('textDocument/documentSymbol', { textDocument });
    expect(symbols[0]).toMatchObject({ name: 'Service/web', kind: 5 });
    const positions = [{ line: 5, character: 14 }];
    const [selection] = await client.request('textDocument/selectionRange', { textDocument, positions });
    expect(selection.range).toEqual({ start: { line: 5, character: 12 }, end: { line: 5, character: 15 } });
  });

  it('is formatted unless the settings say otherwise', async () => {
    const options = { tabSize: 2, insertSpaces: true };
    const edits = (one: LspClient) =>
      one.request('textDocument/formatting', { textDocument: { uri: uriOf('a.yaml') }, options });
    await client.open(uriOf('a.yaml'), 'yaml', text);
    expect(await edits(client)).toEqual([
      {
        range: { start: { line: 5, character: 2 }, end: { line: 6, character: 2 } },
        newText: 'name: web\n',
      },
    ]);
    const other = await LspClient.start({
      capabilities: { workspace: { configuration: true } },
      settings: { yaml: { format: { enable: false } } },
    });
    await other.open(uriOf('a.yaml'), 'yaml', text);
    expect(await edits(other)).toEqual([]);
    await other.stop();
  });

  it('is left to another formatter and to another extension where there is one', async () => {
    const registered = async (initializationOptions: object) => {
      const able = { dynamicRegistration: true };
      const one = await LspClient.start({
        capabilities: { textDocument: { formatting: able, foldingRange: able } },
        initializationOptions,
      });
      const told: string[] = [];
      one.connection.onRequest('client/registerCapability', ({ registrations }) => {
        for (const { method, registerOptions } of registrations)
          for (const { language } of registerOptions?.documentSelector ?? []) told.push(`${method} ${language}`);
        return null;
      });
      await one.open(uriOf('a.yaml'), 'yaml', text);
      await one.request('textDocument/foldingRange', { textDocument: { uri: uriOf('a.yaml') } });
      await one.stop();
      return told.filter((method) => method.endsWith(' yaml')).sort();
    };
    expect(await registered({})).toEqual(['textDocument/foldingRange yaml', 'textDocument/formatting yaml']);
    expect(await registered({ hasYamlFormatter: true })).toEqual(['textDocument/foldingRange yaml']);
    expect(await registered({ hasYamlSupport: true, hasYamlFormatter: true })).toEqual([]);
  });
});

it('says what can be written in a long document before it is judged', async () => {
  const container = (index: number) =>
    `        - name: number-${index}\n          image: example.com/${index}:1.0\n          resources:\n            limits: {memory: 1Gi}\n`;
  const containers = Array.from({ length: 1500 }, (_, index) => container(index)).join('');
  const text = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: long\nspec:\n  selector:\n    matchLabels: {app: long}\n  template:\n    metadata:\n      labels: {app: long}\n    spec:\n      containers:\n${containers}`;
  const uri = uriOf('long.yaml');
  await client.open(uri, 'yaml', text);
  const line = text.split('\n').findIndex((one) => one.endsWith('resources:')) + 1;
  const start = { line, character: 0 };
  // What loads the schemas is no part of it.
  await client.request('textDocument/completion', { textDocument: { uri }, position: { line, character: 14 } });
  const order: string[] = [];
  const told = client.next(uri, 2).then(() => order.push('findings'));
  client.notify('textDocument/didChange', {
    textDocument: { uri, version: 2 },
    contentChanges: [{ range: { start, end: start }, text: '            re\n' }],
  });
  const { items } = await client.request('textDocument/completion', {
    textDocument: { uri },
    position: { line, character: 14 },
  });
  order.push('suggestions');
  await told;
  expect(items.map(({ label }: { label: string }) => label)).toContain('requests');
  expect(order).toEqual(['suggestions', 'findings']);
});
