import { afterEach, describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

const uri = 'file:///workspace/Dockerfile';
const text = 'ARG TAG=3.24\nFROM alpine:$TAG AS build\nRUN true\nFROM build\nEXPOSE 80\n\n';

let client: LspClient;

async function start(initializationOptions: object): Promise<void> {
  const able = { dynamicRegistration: true };
  client = await LspClient.start({
    folders: ['file:///workspace'],
    initializationOptions,
    capabilities: {
      textDocument: {
        foldingRange: able,
        formatting: able,
        semanticTokens: { ...able, requests: {}, tokenTypes: [], tokenModifiers: [], formats: [] },
        selectionRange: able,
        documentLink: able,
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
    },
  });
  await client.open(uri, 'dockerfile', text);
}

afterEach(() => client.stop());

function ask(method: string, line: number, character: number, more: object = {}) {
  return client.request(`textDocument/${method}`, {
    textDocument: { uri },
    position: { line, character },
    ...more,
  });
}

async function labels(line: number, character: number): Promise<readonly string[]> {
  const { items }: { items: readonly CompletionItem[] } = await ask('completion', line, character);
  return items.map(({ label }) => label);
}

/** The features that are registered for Dockerfiles. */
function registered(): readonly string[] {
  return client.registered
    .filter(({ registerOptions }) =>
      registerOptions?.documentSelector?.some(({ language }: { language: string }) => language === 'dockerfile'),
    )
    .map(({ method }) => method.replace('textDocument/', ''))
    .sort();
}

describe('where no other extension knows Dockerfiles', () => {
  it('everything is offered, each thing once', async () => {
    await start({});
    expect(registered()).toEqual([
      ...['documentLink', 'foldingRange', 'formatting', 'rangeFormatting', 'selectionRange', 'semanticTokens'],
    ]);
    expect(await labels(5, 0)).toContain('COPY');
    expect((await ask('hover', 2, 1)).contents.value.match(/Dockerfile reference/g)).toHaveLength(1);
    expect(await ask('documentSymbol', 0, 0)).not.toEqual([]);
    expect(await ask('definition', 3, 7)).toHaveLength(1);
    expect(await ask('documentHighlight', 3, 7)).toHaveLength(2);
  });
});

describe('beside an extension that knows Dockerfiles', () => {
  it('what it does is neither registered nor answered', async () => {
    await start({ hasDockerfileSupport: true });
    expect(registered()).toEqual(['documentLink', 'selectionRange']);
    // Templates are ours alone.
    expect(await labels(5, 0)).toEqual(['entrypoint']);
    expect(await ask('hover', 2, 1)).toBeNull();
    expect(await ask('hover', 1, 14)).toBeNull();
    expect(await ask('documentSymbol', 0, 0)).toEqual([]);
    expect(await ask('definition', 3, 7)).toEqual([]);
    expect(await ask('documentHighlight', 3, 7)).toEqual([]);
    expect(await ask('formatting', 0, 0, { options: { tabSize: 2, insertSpaces: true } })).toEqual([]);
  });

  it('what only we know is there', async () => {
    await start({ hasDockerfileSupport: true });
    expect(await labels(3, 5)).toContain('scratch');
    expect(await labels(4, 7)).not.toContain('COPY');
    expect((await ask('hover', 1, 7)).contents.value).toContain('official image');
    expect(await ask('references', 3, 7, { context: { includeDeclaration: true } })).toHaveLength(2);
  });
});
