import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LspClient } from '../support/lsp-client.ts';

const folder = 'file:///workspace';
const deployment = `${folder}/web.yaml`;
const service = `${folder}/service.yaml`;
const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: web:1.0
`;
const ofWeb = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n';

let client: LspClient;

beforeEach(async () => {
  client = await LspClient.start({
    folders: [folder],
    capabilities: {
      textDocument: { definition: { linkSupport: true }, rename: { prepareSupport: true } },
      workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} } },
    },
  });
});

afterEach(() => client.stop());

const at = (uri: string, line: number, character: number) => ({
  textDocument: { uri },
  position: { line, character },
});

// Of a workspace that is on no disk the server knows what is open, if the client answers for the rest.
describe('names over the protocol', () => {
  it('lead to where they are defined, within the file', async () => {
    await client.open(deployment, 'yaml', web);
    const links = await client.request('textDocument/definition', at(deployment, 5, 33));
    expect(links).toEqual([
      {
        originSelectionRange: { start: { line: 5, character: 32 }, end: { line: 5, character: 35 } },
        targetUri: deployment,
        targetRange: { start: { line: 8, character: 20 }, end: { line: 8, character: 23 } },
        targetSelectionRange: { start: { line: 8, character: 20 }, end: { line: 8, character: 23 } },
      },
    ]);
  });

  it('are highlighted and listed', async () => {
    await client.open(deployment, 'yaml', web);
    const highlights = await client.request('textDocument/documentHighlight', at(deployment, 8, 21));
    expect(highlights).toEqual([
      { range: { start: { line: 8, character: 20 }, end: { line: 8, character: 23 } }, kind: 3 },
      { range: { start: { line: 5, character: 32 }, end: { line: 5, character: 35 } }, kind: 2 },
    ]);
    const places = await client.request('textDocument/references', {
      ...at(deployment, 8, 21),
      context: { includeDeclaration: false },
    });
    expect(places).toEqual([
      { uri: deployment, range: { start: { line: 5, character: 32 }, end: { line: 5, character: 35 } } },
    ]);
  });

  it('are renamed in one edit of the document as it stands', async () => {
    await client.open(deployment, 'yaml', web);
    await client.change(deployment, `# new\n${web}`);
    const name = await client.request('textDocument/prepareRename', at(deployment, 9, 21));
    expect(name).toEqual({
      range: { start: { line: 9, character: 20 }, end: { line: 9, character: 23 } },
      placeholder: 'web',
    });
    const edit = await client.request('textDocument/rename', { ...at(deployment, 9, 21), newName: 'shop' });
    expect(edit).toEqual({
      documentChanges: [
        {
          textDocument: { uri: deployment, version: 2 },
          edits: [
            { range: { start: { line: 6, character: 32 }, end: { line: 6, character: 35 } }, newText: 'shop' },
            { range: { start: { line: 9, character: 20 }, end: { line: 9, character: 23 } }, newText: 'shop' },
          ],
        },
      ],
    });
  });

  it('are refused with the reason', async () => {
    await client.open(service, 'yaml', ofWeb);
    await expect(client.request('textDocument/rename', { ...at(service, 3, 9), newName: 'a b' })).rejects.toThrow(
      '"a b" cannot be the name of a Service: it may hold only small letters, digits and hyphens.',
    );
  });
});

describe('names in several files', () => {
  let disk: string;
  let onDisk: LspClient;

  const uriOf = (name: string) => pathToFileURL(path.join(disk, name)).toString();

  beforeEach(async () => {
    disk = mkdtempSync(path.join(tmpdir(), 'names-'));
    mkdirSync(path.join(disk, 'k8s'));
    writeFileSync(path.join(disk, 'k8s/web.yaml'), web);
    writeFileSync(path.join(disk, 'k8s/service.yaml'), ofWeb);
    onDisk = await LspClient.start({ folders: [pathToFileURL(disk).toString()] });
  });

  afterEach(async () => {
    await onDisk.stop();
    rmSync(disk, { recursive: true });
  });

  it('lead from one to the other, and are renamed in both', async () => {
    const uri = uriOf('k8s/service.yaml');
    await onDisk.open(uri, 'yaml', ofWeb);
    const places = await onDisk.request('textDocument/definition', at(uri, 6, 10));
    expect(places).toMatchObject([{ uri: uriOf('k8s/web.yaml'), range: { start: { line: 8, character: 20 } } }]);
    const edit = await onDisk.request('textDocument/rename', { ...at(uri, 6, 10), newName: 'shop' });
    expect(Object.keys(edit.changes)).toEqual([uri, uriOf('k8s/web.yaml')]);
  });

  it('count as they stand in a document that was not saved', async () => {
    const uri = uriOf('k8s/service.yaml');
    await onDisk.open(uriOf('k8s/web.yaml'), 'yaml', web);
    await onDisk.open(uri, 'yaml', ofWeb);
    await onDisk.change(uriOf('k8s/web.yaml'), `# new\n${web}`);
    const edit = await onDisk.request('textDocument/rename', { ...at(uri, 6, 10), newName: 'shop' });
    const lines = edit.changes[uriOf('k8s/web.yaml')].map(
      ({ range }: { range: { start: { line: number } } }) => range.start.line,
    );
    expect(lines).toEqual([6, 9]);
  });

  it('are suggested', async () => {
    const uri = uriOf('k8s/new.yaml');
    const text = 'apiVersion: v1\nkind: Service\nmetadata: {name: new}\nspec:\n  selector:\n    app: \n';
    await onDisk.open(uri, 'yaml', text);
    const { items } = await onDisk.request('textDocument/completion', at(uri, 5, 9));
    expect(items[0]).toMatchObject({
      label: 'web',
      detail: 'Deployment/web · k8s/web.yaml',
      textEdit: { range: { start: { line: 5, character: 9 }, end: { line: 5, character: 9 } }, newText: 'web' },
    });
  });

  it('are found from anywhere', async () => {
    const found = async (query: string) =>
      (await onDisk.request('workspace/symbol', { query })).map(
        ({ name, containerName }: { name: string; containerName: string }) => `${name} ${containerName}`,
      );
    expect(await found('')).toEqual(['Service/web k8s/service.yaml', 'Deployment/web k8s/web.yaml']);
    expect(await found('depweb')).toEqual(['Deployment/web k8s/web.yaml']);
    expect(await found('web')).toHaveLength(2);
    expect(await found('bew')).toEqual([]);
  });
});
