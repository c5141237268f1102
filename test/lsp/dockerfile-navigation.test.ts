import { afterEach, describe, expect, it } from 'vitest';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

const folder = 'file:///workspace';
const uri = `${folder}/Dockerfile`;
const textDocument = { uri };

let client: LspClient | undefined;

afterEach(() => client?.stop());

async function opened(text: string, capabilities: InitializeParams['capabilities'] = {}): Promise<LspClient> {
  client = await LspClient.start({ folders: [folder], capabilities });
  await client.open(uri, 'dockerfile', text);
  return client;
}

const text = '# syntax=docker/dockerfile:1\nFROM node:24 AS build\nRUN npm ci \\\n  && npm test\nFROM build\n';

describe('the structure of a Dockerfile', () => {
  it('is told as a tree, or as a list to clients that know no trees', async () => {
    const tree = await opened(text, { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } });
    expect(await tree.request('textDocument/documentSymbol', { textDocument })).toMatchObject([
      { name: 'build', detail: 'node:24', children: [{ name: 'RUN', detail: 'npm ci && npm test' }] },
      { name: 'build', children: [] },
    ]);
    await tree.stop();
    const list = await opened(text);
    expect(await list.request('textDocument/documentSymbol', { textDocument })).toMatchObject([
      { name: 'build', location: { uri } },
      { name: 'RUN', containerName: 'build' },
      { name: 'build' },
    ]);
  });

  it('can be folded and selected', async () => {
    const server = await opened(text);
    expect(await server.request('textDocument/foldingRange', { textDocument })).toEqual([
      { startLine: 1, endLine: 3 },
      { startLine: 2, endLine: 3 },
    ]);
    const positions = [{ line: 3, character: 6 }];
    const [chain] = await server.request('textDocument/selectionRange', { textDocument, positions });
    expect(chain.range).toEqual({ start: { line: 3, character: 5 }, end: { line: 3, character: 8 } });
    expect(chain.parent.range).toEqual({ start: { line: 3, character: 5 }, end: { line: 3, character: 13 } });
  });

  it('is offered for Dockerfiles alone where the client can be told so', async () => {
    const dynamic = { dynamicRegistration: true };
    const server = await opened(text, { textDocument: { foldingRange: dynamic, selectionRange: dynamic } });
    const { capabilities } = server.initialized as InitializeResult;
    expect(capabilities.foldingRangeProvider).toBeUndefined();
    const folding = server.registered.find(({ method }) => method === 'textDocument/foldingRange');
    expect(folding?.registerOptions).toMatchObject({ documentSelector: [{ language: 'dockerfile' }] });
    expect(server.registered.map(({ method }) => method)).toContain('textDocument/selectionRange');
  });
});
