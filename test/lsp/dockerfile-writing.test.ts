import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionItem, InlayHint } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

const uri = 'file:///workspace/Dockerfile';
const settings = { workspace: { configuration: true } };

let client: LspClient;

async function start(options: Parameters<typeof LspClient.start>[0] = {}): Promise<void> {
  client = await LspClient.start({ folders: ['file:///workspace'], ...options });
}

beforeEach(() => start());
afterEach(() => client.stop());

async function hints(text: string): Promise<readonly string[]> {
  await client.open(uri, 'dockerfile', text);
  const range = { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } };
  const found: readonly InlayHint[] = await client.request('textDocument/inlayHint', { textDocument: { uri }, range });
  return found.map(({ position, label }) => `${position.line}:${position.character} ${label}`);
}

describe('inlay hints', () => {
  const text = 'ARG TAG=3.24\nARG X\nFROM alpine:$TAG\nWORKDIR /srv\nWORKDIR app\nCOPY --from=0 a b\n';

  it('stand behind what they are about', async () => {
    expect(await hints(text)).toEqual(['2:16 = alpine:3.24', '4:11 = /srv/app']);
  });

  it('can be switched off, one sort or all', async () => {
    await client.stop();
    await start({ capabilities: settings, settings: { inlayHints: { variables: false } } });
    expect(await hints(text)).toEqual(['4:11 = /srv/app']);
    await client.stop();
    await start({ capabilities: settings, settings: { inlayHints: { enable: false } } });
    expect(await hints(text)).toEqual([]);
  });
});

describe('completion', () => {
  it('knows the stages, and replaces what is typed', async () => {
    const text = 'FROM golang:1.27 AS build\nFROM alpine:3.24\nCOPY --from=b /a /a\n';
    await client.open(uri, 'dockerfile', text);
    const position = { line: 2, character: 13 };
    const { items } = await client.request('textDocument/completion', { textDocument: { uri }, position });
    const [first] = [...(items as CompletionItem[])].sort((one, other) =>
      (one.sortText ?? '') < (other.sortText ?? '') ? -1 : 1,
    );
    expect(first).toMatchObject({
      label: 'build',
      detail: 'stage, from golang:1.27',
      textEdit: { newText: 'build', range: { start: { line: 2, character: 12 }, end: { line: 2, character: 13 } } },
    });
  });

  it('asks clients that can to go on behind a flag', async () => {
    const items = async () => {
      await client.open(uri, 'dockerfile', 'FROM alpine:3.24\nCOPY --f\n');
      const position = { line: 1, character: 8 };
      const found = await client.request('textDocument/completion', { textDocument: { uri }, position });
      return (found.items as CompletionItem[]).map(({ label, command }) => `${label} ${command?.command}`);
    };
    expect(await items()).toContain('--from= undefined');
    await client.stop();
    await start({ initializationOptions: { suggestCommand: 'suggest' } });
    expect(await items()).toContain('--from= suggest');
  });

  it('offers templates as snippets, and as plain text to clients that take none', async () => {
    const textOf = async () => {
      await client.open(uri, 'dockerfile', '');
      const position = { line: 0, character: 0 };
      const { items } = await client.request('textDocument/completion', { textDocument: { uri }, position });
      return (items as CompletionItem[]).find(({ label }) => label === 'multi-stage-go')?.textEdit?.newText;
    };
    expect(await textOf()).toContain('go build -trimpath -ldflags="-s -w" -o /out/app ./cmd/app\n');
    await client.stop();
    await start({ capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } } });
    expect(await textOf()).toContain('-o /out/${2:app} ./${3:cmd/${2}}\n');
  });
});

describe('hovering', () => {
  const text = 'ARG TAG=3.24\nFROM alpine:$TAG\nSTOPSIGNAL SIGTERM\n';
  const hoverAt = (line: number, character: number) =>
    client.request('textDocument/hover', { textDocument: { uri }, position: { line, character } });

  it('explains variables and images', async () => {
    await client.open(uri, 'dockerfile', text);
    const variable = await hoverAt(1, 14);
    expect(variable.contents.value).toContain('**`TAG`** = `3.24`');
    expect(variable.range).toEqual({ start: { line: 1, character: 13 }, end: { line: 1, character: 16 } });
    expect((await hoverAt(1, 7)).contents.value).toContain('Alpine 3.24: packages with `apk`');
  });

  it('explains what the container runs', async () => {
    const script = 'FROM debian:13\nCOPY <<\'EOF\' /start.sh\n#!/bin/sh\nworker &\nexec "$@"\nEOF\n';
    await client.open(uri, 'dockerfile', `${script}ENTRYPOINT ["/start.sh"]\nCMD ["app"]\n`);
    expect((await hoverAt(6, 16)).contents.value).toContain(
      '- PID 1: `/start.sh app`\n  - `worker`, in the background\n  - `app`, takes the place of the shell',
    );
    expect((await hoverAt(7, 8)).contents.value).toContain('PID 1: `/start.sh app`');
  });

  it('can be switched off', async () => {
    await client.stop();
    await start({ capabilities: settings, settings: { hover: { enable: false } } });
    await client.open(uri, 'dockerfile', text);
    expect(await hoverAt(2, 3)).toBe(null);
  });
});
