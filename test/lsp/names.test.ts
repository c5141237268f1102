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
