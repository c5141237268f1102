import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, TextEdit } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

let folder: string;
let client: LspClient;

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'seaworthy-stages-')));
  client = await LspClient.start({ folders: [pathToFileURL(folder).toString()] });
});

afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

const uri = () => pathToFileURL(path.join(folder, 'Dockerfile')).toString();

/** What a refactoring at the first place of a text makes of a Dockerfile, by its title; its reason where it is refused. */
async function refactored(text: string, needle: string, files: Readonly<Record<string, string>> = {}) {
  for (const [name, content] of Object.entries({ ...files, Dockerfile: text })) {
    writeFileSync(path.join(folder, name), content);
  }
  await client.open(uri(), 'dockerfile', text);
  const at = { line: text.slice(0, text.indexOf(needle)).split('\n').length - 1, character: 0 };
  const actions: readonly CodeAction[] = await client.request('textDocument/codeAction', {
    textDocument: { uri: uri() },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ['refactor.rewrite'] },
  });
  return Object.fromEntries(
    actions.map(({ title, edit, disabled }) => [
      title,
      disabled?.reason ?? applied(text, Object.values(edit?.changes ?? {}).flat()),
    ]),
  );
}

function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offsetOf = ({ line, character }: TextEdit['range']['start']) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, character);
  return edits
    .toSorted((one, other) => offsetOf(other.range.start) - offsetOf(one.range.start))
    .reduce(
      (all, { range, newText }) => all.slice(0, offsetOf(range.start)) + newText + all.slice(offsetOf(range.end)),
      text,
    );
}

const files = {
  'package.json': '{"scripts":{"dev":"vite","test":"vitest run"}}',
  'package-lock.json': '{}',
  'a.test.js': '',
};
const node = (more: string) =>
  `FROM node:24 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci\n${more}\nFROM nginx:1.30\nCOPY --from=build /app/dist /usr/share/nginx/html\n`;

describe('the stages of a Dockerfile over the protocol', () => {
  it('get a target for tests and one for development, whose commands stand in the project', async () => {
    const found = await refactored(node(''), 'FROM node', files);
    expect(found['Add the target "test" that runs npm test']).toBe(node('\nFROM build AS test\nRUN npm test\n'));
    expect(found['Add a target for development']).toBe(
      node('\nFROM build AS development\nCMD ["npm", "run", "dev"]\n'),
    );
  });

  it('are merged where two are the same, unless something builds one by its name', async () => {
    const same = 'RUN make\nCMD ["a"]\n';
    const text = `FROM alpine:3.24 AS one\n${same}FROM alpine:3.24 AS two\n${same}FROM alpine:3.24\nCOPY --from=one /x /x\nCOPY --from=two /y /y\n`;
    const title = 'Merge with stage "one", which is the same';
    expect((await refactored(text, 'FROM alpine:3.24 AS two'))[title]).toBe(
      `FROM alpine:3.24 AS one\n${same}FROM alpine:3.24\nCOPY --from=one /x /x\nCOPY --from=one /y /y\n`,
    );
    const compose = 'services:\n  a:\n    image: a\n    build:\n      context: .\n      target: two\n';
    await client.stop();
    client = await LspClient.start({ folders: [pathToFileURL(folder).toString()] });
    const refused = await refactored(text, 'FROM alpine:3.24 AS two', { 'compose.yaml': compose });
    expect(refused[title]).toBe('Something in the workspace builds stage "two" by its name.');
  });
});
