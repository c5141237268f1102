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

  it('is offered for the languages that have one, where the client can be told so', async () => {
    const dynamic = { dynamicRegistration: true };
    const server = await opened(text, { textDocument: { foldingRange: dynamic, selectionRange: dynamic } });
    const { capabilities } = server.initialized as InitializeResult;
    expect(capabilities.foldingRangeProvider).toBeUndefined();
    const folding = server.registered.find(({ method }) => method === 'textDocument/foldingRange');
    expect(folding?.registerOptions).toMatchObject({
      documentSelector: [{ language: 'dockerfile' }, { language: 'yaml' }, { language: 'helm' }],
    });
    expect(server.registered.map(({ method }) => method)).toContain('textDocument/selectionRange');
  });
});

describe('the names in a Dockerfile', () => {
  const names = 'ARG V=24\nFROM node:$V AS build\nARG V\nRUN echo $V\nFROM nginx:1.29\nCOPY --from=build /a /b\n';
  const at = (line: number, character: number) => ({ textDocument, position: { line, character } });

  it('lead to their definitions', async () => {
    const server = await opened(names, { textDocument: { definition: { linkSupport: true } } });
    expect(await server.request('textDocument/definition', at(5, 13))).toEqual([
      {
        originSelectionRange: { start: { line: 5, character: 12 }, end: { line: 5, character: 17 } },
        targetUri: uri,
        targetRange: { start: { line: 1, character: 0 }, end: { line: 3, character: 11 } },
        targetSelectionRange: { start: { line: 1, character: 16 }, end: { line: 1, character: 21 } },
      },
    ]);
    const context = { includeDeclaration: false };
    const found = await server.request('textDocument/references', { ...at(0, 4), context });
    expect(found.map(({ range }: { range: { start: { line: number } } }) => range.start.line)).toEqual([1, 3]);
    expect(await server.request('textDocument/documentHighlight', at(0, 4))).toHaveLength(4);
  });

  it('can be changed, and say why not', async () => {
    const server = await opened(names, { textDocument: { rename: { prepareSupport: true } } });
    expect(await server.request('textDocument/prepareRename', at(3, 10))).toMatchObject({ placeholder: 'V' });
    const { changes } = await server.request('textDocument/rename', { ...at(3, 10), newName: 'VERSION' });
    expect(changes[uri]).toHaveLength(4);
    await expect(server.request('textDocument/rename', { ...at(3, 10), newName: 'PATH' })).rejects.toThrow(/PATH/);
  });
});

describe('the colours of a Dockerfile', () => {
  it('are told as a whole, in part, and as what has changed', async () => {
    const server = await opened('FROM node:24\nRUN npm ci\n');
    const { capabilities } = server.initialized as InitializeResult;
    const types: readonly string[] = capabilities.semanticTokensProvider?.legend.tokenTypes ?? [];
    const all = await server.request('textDocument/semanticTokens/full', { textDocument });
    const keyword = types.indexOf('keyword');
    expect(all.data.slice(0, 10)).toEqual([0, 0, 4, keyword, 0, 0, 5, 4, types.indexOf('type'), 0]);
    const range = { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } };
    const part = await server.request('textDocument/semanticTokens/range', { textDocument, range });
    expect(part.data).toEqual([1, 0, 3, keyword, 0, 0, 4, 3, types.indexOf('function'), 0]);

    await server.change(uri, 'FROM node:24\nRUN npm ci\nUSER node\n');
    const previous = { textDocument, previousResultId: all.resultId };
    const { edits, resultId } = await server.request('textDocument/semanticTokens/full/delta', previous);
    expect(resultId).not.toBe(all.resultId);
    expect(edits).toEqual([
      { start: 30, deleteCount: 0, data: [1, 0, 4, keyword, 0, 0, 5, 4, types.indexOf('string'), 0] },
    ]);
    const unknown = await server.request('textDocument/semanticTokens/full/delta', previous);
    expect(unknown.data).toHaveLength(40);
  });
});
