import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, freshFolder, open, write } from './support.ts';

describe('a Helm chart', () => {
  afterEach(closeAll);

  it('completes its values in templates and leads to where they are set', async () => {
    const folder = freshFolder();
    const values = vscode.Uri.joinPath(folder, 'values.yaml');
    await write(vscode.Uri.joinPath(folder, 'Chart.yaml'), 'apiVersion: v2\nname: web\nversion: 1.0.0\n');
    await write(values, 'image:\n  repository: nginx\n  tag: "1.30"\n');
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  tag: {{ .Values.image.tag }}\n';
    const { document } = await open('config.yaml', text, vscode.Uri.joinPath(folder, 'templates'));
    const behindDot = new vscode.Position(5, '  tag: {{ .Values.image.'.length);
    await eventually('the values of the image', async () => {
      const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        behindDot,
      );
      return items.some(({ label }) => label === 'repository');
    });
    const [found] = await vscode.commands.executeCommand<vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      behindDot,
    );
    equal([found?.targetUri.toString(), found?.targetSelectionRange?.start.line], [values.toString(), 2]);
  });
});
