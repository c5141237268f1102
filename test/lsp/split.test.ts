import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, TextDocumentEdit } from 'vscode-languageserver-protocol';
import { readFixture } from '../support/fixture.ts';
import { LspClient } from '../support/lsp-client.ts';

const fixture = readFixture(readFileSync('test/splits/script-with-skaffold.txt', 'utf8'));
const annotating = { workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } } };

let folder: string;
let client: LspClient;

beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'seaworthy-split-')));
  for (const { path: name, text } of fixture.files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
});

afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).toString();

async function start(capabilities = {}): Promise<void> {
  client = await LspClient.start({ folders: [pathToFileURL(folder).toString()], capabilities });
}

/** The refactorings at the first place of a text in a file of the folder, as it is or as somebody has changed it. */
async function offered(name: string, needle: string, changed?: string): Promise<readonly CodeAction[]> {
  const text = changed ?? readFileSync(path.join(folder, name), 'utf8');
  await client.open(uriOf(name), name.endsWith('Dockerfile') ? 'dockerfile' : 'yaml', text);
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  const at = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const actions: readonly CodeAction[] = await client.request('textDocument/codeAction', {
    textDocument: { uri: uriOf(name) },
    range: { start: at, end: at },
    context: { diagnostics: [], only: ['refactor.rewrite'] },
  });
  return actions.filter(({ title }) => title.startsWith('Split'));
}

describe('splitting a container over the protocol', () => {
  it('changes all its files, each edit with what is to be confirmed', async () => {
    await start(annotating);
    const [action, ...others] = await offered('Dockerfile', 'CMD');
    expect(others).toEqual([]);
    expect(action).toMatchObject({
      title: 'Split "worker" into its own container of the pod',
      kind: 'refactor.rewrite',
    });
    const changes = (action?.edit?.documentChanges ?? []) as readonly TextDocumentEdit[];
    expect(changes.map(({ textDocument }) => textDocument)).toEqual([
      { uri: uriOf('Dockerfile'), version: 1 },
      { uri: uriOf('skaffold.yaml'), version: null },
      { uri: uriOf('k8s/web.yaml'), version: null },
    ]);
    const annotations = action?.edit?.changeAnnotations ?? {};
    expect(Object.values(annotations).map(({ needsConfirmation }) => needsConfirmation)).toEqual([true, true, true]);
    expect(Object.keys(annotations)).toContain('The image starts server alone, start.sh is no longer used');
    for (const { edits } of changes) for (const edit of edits) expect(edit).toHaveProperty('annotationId');
  });

  it('is offered at the container as well, and to clients that show nothing before', async () => {
    await start();
    const [action] = await offered('k8s/web.yaml', 'image: web');
    expect(Object.keys(action?.edit?.changes ?? {})).toEqual(
      ['Dockerfile', 'skaffold.yaml', 'k8s/web.yaml'].map(uriOf),
    );
  });

  it('says why where it is not done', async () => {
    await start(annotating);
    writeFileSync(path.join(folder, 'start.sh'), '#!/bin/sh\nnode worker.js &\nsleep 5\nexec node server.js\n');
    const [action] = await offered('Dockerfile', 'CMD');
    expect(action?.disabled?.reason).toBe(
      'The order in which start.sh starts its processes matters: "sleep 5" stands between them.',
    );
    expect(action?.edit).toBeUndefined();
  });

  it('is made in the text as it is typed', async () => {
    await start(annotating);
    const typed = `# Somebody types.\n${fixture.files.find(({ path: name }) => name === 'Dockerfile')?.text}`;
    const [action] = await offered('Dockerfile', 'CMD', typed);
    const [change] = (action?.edit?.documentChanges ?? []) as readonly TextDocumentEdit[];
    expect(change?.edits[0]?.range.start.line).toBe(6);
  });
});
