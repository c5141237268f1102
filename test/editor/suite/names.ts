import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, freshFolder, open, write } from './support.ts';

const workload = (app: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector: {matchLabels: {app: ${app}}}
  template:
    metadata: {labels: {app: ${app}}}
    spec:
      containers:
        - name: web
          image: ghcr.io/example/web:1.4.2
          env:
            - name: MODE
              valueFrom:
                configMapKeyRef: {name: modes, key: mode.default}
`;
const service = (app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: ${app}\n  ports:\n    - port: 80\n`;
const configMap = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: modes\ndata:\n  mode.other: slow\n  mode.default: fast\n`;

/** The place just within a text. */
function within(document: vscode.TextDocument, text: string): vscode.Position {
  return document.positionAt(document.getText().indexOf(text) + text.length - 1);
}

describe('names in manifests', () => {
  afterEach(closeAll);

  it('lead to the key of a ConfigMap in another file', async () => {
    const folder = freshFolder();
    const other = vscode.Uri.joinPath(folder, 'modes.yaml');
    await write(other, configMap);
    const { document } = await open('web.yaml', workload('navigated'), folder);
    const [link] = await eventually('a definition', async () => {
      const links = await vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        within(document, 'mode.default'),
      );
      return links.length > 0 && links;
    });
    equal(link?.targetUri.toString(), other.toString());
    const led = await vscode.workspace.openTextDocument(other);
    equal(led.getText(link?.targetSelectionRange), 'mode.default');
    equal(led.getText(link?.targetRange), 'mode.default: fast');
  });

  it('are changed in all files at once, and changed back by one undo', async () => {
    const folder = freshFolder();
    await open('web.yaml', workload('renamed'), folder);
    const { document } = await open('service.yaml', service('renamed'), folder);
    const edit = await eventually('a rename', async () =>
      vscode.commands.executeCommand<vscode.WorkspaceEdit>(
        'vscode.executeDocumentRenameProvider',
        document.uri,
        within(document, 'app: renamed'),
        'orders',
      ),
    );
    equal(edit.size, 2);
    equal(await vscode.workspace.applyEdit(edit, { isRefactoring: true }), true);
    const web = vscode.workspace.textDocuments.find(
      ({ uri }) => uri.toString() === vscode.Uri.joinPath(folder, 'web.yaml').toString(),
    );
    equal(document.getText(), service('orders'));
    equal(web?.getText(), workload('orders'));
    await vscode.commands.executeCommand('undo');
    await eventually('both files to be as before', () => web?.getText() === workload('renamed'));
    equal(document.getText(), service('renamed'));
  });
});
