import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { dist } from '../support/built.ts';
import { LspClient } from '../support/lsp-client.ts';
import { answerManifest, digestOfManifest, type LoopbackServer, serve } from '../support/registry-server.ts';

const other = `sha256:${'b'.repeat(64)}`;
let folder: string;
let answer: RequestListener;
let registry: LoopbackServer;
let client: LspClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-pins-'));
  answer = answerManifest;
  registry = await serve((request, response) => answer(request, response));
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  await registry.close();
  await rm(folder, { recursive: true, force: true });
});

/** A client that applies edits and shows messages and progress, as it was asked for them. */
class Editor {
  readonly server: LspClient;
  readonly edits: WorkspaceEdit[] = [];
  readonly messages: string[] = [];
  readonly progress: string[] = [];

  constructor(server: LspClient) {
    this.server = server;
    const { connection } = server;
    connection.onRequest('workspace/applyEdit', ({ edit }) => {
      this.edits.push(edit);
      return { applied: true };
    });
    connection.onNotification('window/showMessage', ({ message }) => void this.messages.push(this.told(message)));
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onNotification('$/progress', ({ token, value }) => {
      this.progress.push(this.told(`${value.kind} ${value.message ?? value.title ?? ''}`.trim()));
      if (value.kind === 'begin') this.begun(token);
    });
  }

  begun: (token: string) => void = () => {};

  async actions(name: string, line: number, character = 10): Promise<CodeAction[]> {
    const position = { line, character };
    const all: CodeAction[] = await this.server.request('textDocument/codeAction', {
      textDocument: { uri: uriOf(name) },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    return all.filter(({ command, title }) => command?.command === 'seaworthy.pinImages' || /digest/i.test(title));
  }

  run(action: Pick<CodeAction, 'command'> | undefined): Promise<unknown> {
    const { command, arguments: given } = action?.command ?? {};
    return this.server.request('workspace/executeCommand', { command, arguments: given });
  }

  /** What an edit does: the file, the line and what is written there. */
  lines(edit: WorkspaceEdit | undefined): string[] {
    const documents = (edit?.documentChanges ?? []) as TextDocumentEdit[];
    return documents.flatMap(({ textDocument, edits }) =>
      edits.map((one) =>
        this.told(
          `${path.basename(textDocument.uri)}:${'range' in one && one.range.start.line}: ${'newText' in one && one.newText}`,
        ),
      ),
    );
  }

  told(text: string): string {
    return text.replaceAll(registry.host, 'HOST').replaceAll(digestOfManifest, 'DIGEST');
  }
}

const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).toString();

async function start(isTrusted = true, settings?: unknown): Promise<Editor> {
  client = await LspClient.start({
    folders: [pathToFileURL(folder).toString()],
    capabilities: {
      window: { workDoneProgress: true },
      workspace: { configuration: true, applyEdit: true, workspaceEdit: { documentChanges: true } },
    },
    settings,
    initializationOptions: { isTrusted },
  });
  return new Editor(client);
}

async function write(name: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
}

describe('pinning in an editor', () => {
  it('is offered at an image, asks when the offer is taken, and is one edit', async () => {
    const editor = await start();
    const text = `FROM ${registry.host}/node:24 AS build\nFROM ${registry.host}/alpine@${other}\nCOPY --from=build /a /a\n`;
    await editor.server.open(uriOf('Dockerfile'), 'dockerfile', text);
    const [action, ...more] = await editor.actions('Dockerfile', 0);
    expect(more).toEqual([]);
    expect(editor.told(action?.title ?? '')).toBe('Pin HOST/node:24 to its digest: asks HOST');
    // What has a digest and no tag is nothing to ask about, and a stage is no image.
    expect(await editor.actions('Dockerfile', 1)).toEqual([]);
    expect(await editor.actions('Dockerfile', 2, 15)).toEqual([]);
    expect(registry.requests).toEqual([]);
    await editor.run(action);
    expect(editor.edits).toHaveLength(1);
    expect(editor.lines(editor.edits[0])).toEqual(['Dockerfile:0: @DIGEST']);
    expect(editor.messages).toEqual(['1 image pinned.']);
    expect(editor.progress).toEqual(['begin Asking registries for digests', 'report 1 of 1: HOST/node:24', 'end']);
  });

  it('takes in all images of a file, or brings their digests up to date', async () => {
    const editor = await start();
    const text = `FROM ${registry.host}/a:1@${other}\nFROM ${registry.host}/b:1\nFROM ${registry.host}/c:1\n`;
    await editor.server.open(uriOf('Dockerfile'), 'dockerfile', text);
    const all = (await editor.actions('Dockerfile', 1)).find(({ title }) => title.startsWith('Pin all 2 images'));
    await editor.run(all);
    expect(editor.lines(editor.edits[0])).toEqual(['Dockerfile:1: @DIGEST', 'Dockerfile:2: @DIGEST']);
    const refreshing = await editor.actions('Dockerfile', 0);
    expect(refreshing.map(({ title }) => editor.told(title))).toEqual([
      'Refresh the digest of HOST/a:1: asks HOST',
      'Refresh all digests of this file: asks their registries',
    ]);
    await editor.run(refreshing[0]);
    expect(editor.lines(editor.edits[1])).toEqual(['Dockerfile:0: @DIGEST']);
    await editor.run(refreshing[1]);
    expect(editor.lines(editor.edits[2])).toHaveLength(3);
  });

  it('takes in the whole workspace, open or not, in one edit', async () => {
    await write('app/Dockerfile', `FROM ${registry.host}/a:1\n`);
    await write('old/Dockerfile', `FROM ${registry.host}/old:1\n`);
    await write('.seaworthy.yaml', 'ignore: [old/]\n');
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n';
    await write('pod.yaml', pod);
    const editor = await start();
    await editor.server.open(uriOf('pod.yaml'), 'yaml', `${pod}      image: ${registry.host}/web:2\n`);
    await editor.run({ command: { title: '', command: 'seaworthy.pinImages', arguments: [{ refresh: false }] } });
    expect(editor.edits).toHaveLength(1);
    expect(editor.lines(editor.edits[0])).toEqual([
      'Dockerfile:0: @DIGEST',
      expect.stringMatching(/^pod\.yaml:7: .*DIGEST$/),
    ]);
    expect(editor.messages).toEqual(['2 images pinned.']);
  });

  it('is a quick fix of the finding where the rule speaks', async () => {
    await write('.seaworthy.yaml', 'extends: strict\n');
    const editor = await start();
    await editor.server.open(uriOf('Dockerfile'), 'dockerfile', `FROM ${registry.host}/a:1\n`);
    const [action] = (await editor.actions('Dockerfile', 0)).filter(({ title }) => title.startsWith('Pin '));
    expect(action).toMatchObject({ kind: 'quickfix', diagnostics: [{ code: 'pin-digest' }] });
  });

  it('says why it cannot be done', async () => {
    const editor = await start();
    await editor.server.open(
      uriOf('Dockerfile'),
      'dockerfile',
      `ARG V=1\nFROM ${registry.host}/a:\${V}-slim\nFROM ${registry.host}/gone:1\n`,
    );
    const [refused] = await editor.actions('Dockerfile', 1);
    expect(refused?.disabled?.reason).toContain('whatever V is');
    answer = (_, response) => void response.writeHead(404).end();
    await editor.run((await editor.actions('Dockerfile', 2))[0]);
    expect(editor.edits).toEqual([]);
    expect(editor.messages).toEqual(['No image was pinned. Not pinned: HOST/gone:1: HOST has no gone:1.']);
  });

  it('writes into the text as it is when the answer comes', async () => {
    const editor = await start();
    const text = `FROM ${registry.host}/a:1\n`;
    await editor.server.open(uriOf('Dockerfile'), 'dockerfile', text);
    const [action] = await editor.actions('Dockerfile', 0);
    answer = async (request, response) => {
      await editor.server.change(uriOf('Dockerfile'), `# typed meanwhile\n${text}`);
      answerManifest(request, response);
    };
    await editor.run(action);
    expect(editor.lines(editor.edits[0])).toEqual(['Dockerfile:1: @DIGEST']);
    expect(editor.edits[0]?.documentChanges).toMatchObject([{ textDocument: { version: expect.any(Number) } }]);
  });

  it('can be cancelled while registries are asked, and then changes nothing', async () => {
    const editor = await start();
    await editor.server.open(
      uriOf('Dockerfile'),
      'dockerfile',
      `FROM ${registry.host}/a:1\nFROM ${registry.host}/slow:1\n`,
    );
    const all = (await editor.actions('Dockerfile', 0)).find(({ title }) => title.startsWith('Pin all'));
    const token = new Promise<string>((resolve) => {
      editor.begun = resolve;
    });
    answer = async (request, response) => {
      if (!request.url?.includes('/slow/')) answerManifest(request, response);
      else editor.server.notify('window/workDoneProgress/cancel', { token: await token });
    };
    await editor.run(all);
    expect(editor.edits).toEqual([]);
    expect(editor.messages).toEqual([]);
    expect(editor.progress.at(-1)).toBe('end');
  });
});

describe('pinning', () => {
  it('is not there where the workspace is not trusted', async () => {
    const editor = await start(false);
    await editor.server.open(uriOf('Dockerfile'), 'dockerfile', `FROM ${registry.host}/a:1\n`);
    expect(await editor.actions('Dockerfile', 0)).toEqual([]);
    expect(JSON.stringify(editor.server.initialized)).not.toMatch(/pinImages|pinsImages/);
    await expect(editor.server.request('seaworthy/pin', { refresh: false })).rejects.toThrow();
    await editor.run({ command: { title: '', command: 'seaworthy.pinImages', arguments: [{ refresh: false }] } });
    expect(registry.requests).toEqual([]);
  });

  it('is no part of the server for browsers', () => {
    const marks = ['docker-content-digest', 'seaworthy.pinImages', 'docker-credential-'];
    const held = (file: string) => marks.filter((mark) => readFileSync(path.join(dist, file), 'utf8').includes(mark));
    expect(held('language-server.js')).toEqual(marks);
    expect(held('browser/server.js')).toEqual([]);
  });
});
