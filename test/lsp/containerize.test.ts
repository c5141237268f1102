import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import type { ContainerizeResult } from '../../server/src/lsp/protocol.ts';
import { LspClient } from '../support/lsp-client.ts';

let folder: string;
let client: LspClient | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'seaworthy-containerize-'));
});

afterEach(async () => {
  await client?.stop();
  client = undefined;
  await rm(folder, { recursive: true, force: true });
});

const uriOf = (name = '') => pathToFileURL(path.join(folder, name)).toString();

async function start(
  workspaceEdit: object,
  files: Readonly<Record<string, string>>,
  initializationOptions: object = {},
): Promise<LspClient> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const capabilities = { workspace: { applyEdit: true, workspaceEdit } };
  client = await LspClient.start({ folders: [uriOf()], capabilities, initializationOptions });
  return client;
}

const able = {
  documentChanges: true,
  resourceOperations: ['create'],
  changeAnnotationSupport: { groupsOnLabel: true },
};
const shop = { 'api/go.mod': 'module example.com/shop\ngo 1.26\n', 'api/main.go': 'package main\nr.Run(":9000")\n' };
const dockerfile = 'FROM debian:13 AS build\nFROM debian:13\nUSER 65532\nEXPOSE 9000\nCMD ["/server"]\n';

/** The files that an edit makes: what they are called from the folder, and what is written into them. */
function madeBy(edit: WorkspaceEdit | null | undefined): Record<string, string> {
  const changes = (edit?.documentChanges ?? []) as (CreateFile | TextDocumentEdit)[];
  const made = changes.flatMap((change) => ('kind' in change ? [change.uri] : []));
  const written = changes.flatMap((change) => ('kind' in change ? [] : [change]));
  expect(written.map(({ textDocument }) => textDocument.uri)).toEqual(made);
  return Object.fromEntries(
    written.map(({ textDocument, edits }) => {
      const [first] = edits;
      return [textDocument.uri.slice(uriOf().length + 1), first && 'newText' in first ? first.newText : ''];
    }),
  );
}

describe('containerizing in an editor', () => {
  it('gives an edit that makes files, each of which is to be confirmed, and none that is there', async () => {
    const server = await start(able, { ...shop, 'api/.dockerignore': '' });
    const result: ContainerizeResult = await server.request('seaworthy/containerize', {
      uri: uriOf('api'),
      kubernetes: true,
    });
    const files = madeBy(result.edit);
    expect(Object.keys(files)).toEqual([
      'api/Dockerfile',
      'api/k8s/deployment.yaml',
      'api/k8s/service.yaml',
      'api/k8s/kustomization.yaml',
    ]);
    expect(files['api/Dockerfile']).toContain('EXPOSE 9000\n');
    expect(files['api/k8s/deployment.yaml']).toContain('containerPort: 9000\n');
    const [create] = (result.edit?.documentChanges ?? []) as CreateFile[];
    expect(create?.options).toEqual({ overwrite: false, ignoreIfExists: false });
    const annotation = result.edit?.changeAnnotations?.[create?.annotationId ?? ''];
    expect(annotation).toEqual({ label: 'New files for the image of api', needsConfirmation: true });
    expect(result.title).toBe('New files for the image of api');
    expect(result.message).toMatch(/^Go: Dockerfile, k8s\/deployment\.yaml, .*, k8s\/kustomization\.yaml\./);
    expect(result.details).toContain('main.go: .Run(":9000"');
    expect(result.details).toContain('.dockerignore is there already and left as it is.');
    expect(result.projects).toEqual([{ language: 'go', title: 'Go' }]);
  });

  it('says why there is nothing to make', async () => {
    const server = await start(able, { 'README.md': '', 'k8s/Dockerfile': dockerfile });
    const nothing: ContainerizeResult = await server.request('seaworthy/containerize', { uri: uriOf() });
    expect(nothing).toMatchObject({ edit: null, projects: [] });
    expect(nothing.message).toMatch(/^Nothing in the folder says how a program is built/);
  });

  it('makes no edit for an editor that makes no files', async () => {
    const server = await start({ documentChanges: true }, shop);
    const result: ContainerizeResult = await server.request('seaworthy/containerize', { uri: uriOf('api') });
    expect([result.edit, result.message]).toEqual([
      null,
      'This editor cannot make files: use `seaworthy init` on the command line.',
    ]);
  });

  it('offers a Deployment where an image begins, and makes it of the Dockerfile as it is typed', async () => {
    const server = await start(able, {});
    const edits: WorkspaceEdit[] = [];
    const messages: string[] = [];
    server.connection.onRequest('workspace/applyEdit', ({ edit }) => {
      edits.push(edit);
      return { applied: true };
    });
    server.connection.onNotification('window/showMessage', ({ message }) => void messages.push(message));
    const uri = uriOf('Dockerfile');
    await server.open(uri, 'dockerfile', dockerfile);
    const offered = async (line: number) => {
      const position = { line, character: 2 };
      const range = { start: position, end: position };
      const params = { textDocument: { uri }, range, context: { diagnostics: [], only: ['refactor'] } };
      const actions: CodeAction[] = await server.request('textDocument/codeAction', params);
      return actions.find(({ title }) => title === 'Create a Deployment for this image');
    };
    expect(await offered(0)).toBeUndefined();
    const { command, arguments: given } = (await offered(1))?.command ?? {};
    await server.request('workspace/executeCommand', { command, arguments: given });
    expect(Object.keys(madeBy(edits[0]))).toEqual([
      'k8s/deployment.yaml',
      'k8s/service.yaml',
      'k8s/kustomization.yaml',
    ]);
    expect(messages[0]).toMatch(/k8s\/deployment\.yaml, .* left to you\.$/);
  });

  it('leaves the command to a client that brings one', async () => {
    const server = await start(able, {}, { deployImageCommand: 'client.deploy' });
    const { capabilities } = server.initialized as {
      capabilities: { executeCommandProvider?: { commands: string[] } };
    };
    expect(capabilities.executeCommandProvider?.commands ?? []).not.toContain('seaworthy.containerize');
    const uri = uriOf('Dockerfile');
    await server.open(uri, 'dockerfile', dockerfile);
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const params = { textDocument: { uri }, range, context: { diagnostics: [], only: ['refactor'] } };
    const actions: CodeAction[] = await server.request('textDocument/codeAction', params);
    expect(actions.map(({ command }) => command?.command)).toContain('client.deploy');
  });
});
