import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, CodeLens } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

let folder: string;
let client: LspClient | undefined;
const dockerfile =
  'FROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\nRUN npm run build\nCMD ["node", "."]\n';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-lsp-'));
  git('init', '-q');
  commit({ LICENSE: '1\n' });
  commit({ Dockerfile: dockerfile, 'package.json': '{}\n', 'src/a.js': '1\n' });
  commit({ 'src/a.js': '2\n' });
  commit({ 'src/a.js': '3\n' });
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function git(...words: readonly string[]): void {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgSign=false'];
  const { status, stderr } = spawnSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

function commit(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  git('add', '-A');
  git('commit', '-q', '-m', 'change');
}

const uri = () => pathToFileURL(path.join(folder, 'Dockerfile')).toString();

async function start(isTrusted: boolean, settings?: unknown): Promise<LspClient> {
  client = await LspClient.start({
    folders: [pathToFileURL(folder).toString()],
    capabilities: { workspace: { configuration: true, codeLens: { refreshSupport: true } } },
    settings,
    initializationOptions: { isTrusted, showBuildCacheCommand: 'show' },
  });
  await client.open(uri(), 'dockerfile', dockerfile);
  return client;
}

async function lenses(): Promise<readonly string[]> {
  const found: readonly CodeLens[] = await client?.request('textDocument/codeLens', { textDocument: { uri: uri() } });
  return found
    .filter(({ command }) => command?.command === 'show')
    .map(({ range, command }) => `${range.start.line}: ${command?.title}`);
}

describe('the build cache', () => {
  it('is told above the instructions from which on more is built again, and when they are pointed at', async () => {
    const { request } = await start(true).then((one) => ({ request: one.request.bind(one) }));
    expect(await lenses()).toEqual([
      '2: Rebuilt in 1 of the last 3 commits, because of package.json',
      '4: Rebuilt in 3 of the last 3 commits, because of src/',
    ]);
    const position = { line: 5, character: 1 };
    const { contents } = await request('textDocument/hover', { textDocument: { uri: uri() }, position });
    expect(contents.value).toContain('**Build cache**: rebuilt in 3 of the last 3 commits, because of src/');
    expect(contents.value).toContain('- `package.json`: 1');
  });

  it('offers to save builds, with how many, at the instructions that it is about', async () => {
    const text = 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN apt-get update && apt-get install -y curl\n';
    const server = await start(true);
    await server.change(uri(), text);
    const actionsAt = async (line: number): Promise<readonly CodeAction[]> => {
      const range = { start: { line, character: 0 }, end: { line, character: 0 } };
      const context = { diagnostics: [], only: ['refactor'] };
      const given = await server.request('textDocument/codeAction', { textDocument: { uri: uri() }, range, context });
      return given.filter(({ title }: CodeAction) => title.includes('builds down to'));
    };
    const [move] = await actionsAt(3);
    expect(move?.title).toBe('Install system packages before files are copied (3 of 3 builds down to 0)');
    expect(await actionsAt(0)).toEqual([]);
  });

  it('is drawn', async () => {
    const server = await start(true);
    expect(await server.request('seaworthy/buildCache', { uri: uri() })).toContain('<code>RUN npm run build</code>');
    expect(await server.request('seaworthy/buildCache', { uri: `${uri()}.other` })).toBeNull();
  });

  it('follows new commits, and the instructions as they are typed', async () => {
    const server = await start(true);
    expect(await lenses()).toHaveLength(2);
    let refreshed = 0;
    server.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshed++;
      return null;
    });
    commit({ 'package.json': '{ "a": 1 }\n' });
    server.notify('workspace/didChangeWatchedFiles', {
      changes: [{ uri: pathToFileURL(path.join(folder, '.git/logs/HEAD')).toString(), type: 2 }],
    });
    expect(await lenses()).toContain('2: Rebuilt in 2 of the last 4 commits, because of package.json');
    expect(refreshed).toBe(1);
    await server.change(uri(), dockerfile.replace('COPY package.json ./\nRUN npm install\n', ''));
    expect(await lenses()).toEqual([
      '2: Rebuilt in 4 of the last 4 commits, because of src/, package.json and Dockerfile',
    ]);
  });

  it('runs no git where the workspace is not trusted, nor where nobody wants the lens', async () => {
    await start(false);
    expect(await lenses()).toEqual([]);
    await client?.stop();
    await start(true, { codeLens: { cache: false } });
    expect(await lenses()).toEqual([]);
  });
});
