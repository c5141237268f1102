import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { actionsAt, closeAll, equal, eventually, freshFolder, open } from './support.ts';

const dockerfile = (image: string) =>
  `FROM node:24\nWORKDIR /app\nCOPY . .\nLABEL title="${image}"\nCMD ["sh", "-c", "node worker.js & exec node server.js"]\n`;
const skaffold = (image: string) =>
  `apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: ${image}\n      context: .\n`;
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${image}\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`;

const title = 'Split "worker" into its own container of the pod';

async function files(image: string) {
  const folder = freshFolder();
  const manifest = vscode.Uri.joinPath(folder, 'pod.yaml');
  const build = vscode.Uri.joinPath(folder, 'skaffold.yaml');
  await open('pod.yaml', pod(image), folder);
  await open('skaffold.yaml', skaffold(image), folder);
  const editor = await open('Dockerfile', dockerfile(image), folder);
  const { document } = editor;
  const at = document.positionAt(document.getText().indexOf('CMD') + 1);
  editor.selection = new vscode.Selection(at, at);
  const action = await eventually('the refactoring', async () => {
    const actions = await actionsAt(document, new vscode.Range(at, at), vscode.CodeActionKind.RefactorRewrite);
    return actions.find((one) => one.title === title && one.edit !== undefined);
  });
  return { document, manifest, build, action };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function textOf(uri: vscode.Uri): string | undefined {
  return vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString())?.getText();
}

describe('splitting a container', () => {
  afterEach(closeAll);

  it('changes the Dockerfile, the build and the manifest at once, and one undo brings all of them back', async () => {
    const { document, manifest, build, action } = await files('split-applied');
    equal(action.edit?.size, 3);
    const edit = action.edit ?? new vscode.WorkspaceEdit();
    // What has to be confirmed is confirmed: edits are made without what is said about them.
    const confirmed = new vscode.WorkspaceEdit();
    for (const [uri, edits] of edit.entries()) confirmed.set(uri, edits);
    equal(await vscode.workspace.applyEdit(confirmed, { isRefactoring: true }), true);
    equal(document.getText().includes('FROM common AS worker\nCMD ["node", "worker.js"]\n'), true);
    equal(textOf(manifest), `${pod('split-applied')}    - name: worker\n      image: split-applied-worker\n`);
    equal(
      textOf(build),
      `${skaffold('split-applied')}    - image: split-applied-worker\n      context: "."\n      docker:\n        target: worker\n`,
    );
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await eventually('all files to be as before', () => textOf(manifest) === pod('split-applied'));
    equal(document.getText(), dockerfile('split-applied'));
    equal(textOf(build), skaffold('split-applied'));
  });

  it('is shown before, and only what is confirmed is changed', async () => {
    const { document, manifest } = await files('split-previewed');
    await eventually('the preview, in which the Dockerfile comes first', async () => {
      // Nobody tells when the preview is shown. Applied too early, with nothing confirmed, it is gone, and begun again.
      await vscode.commands.executeCommand('refactorPreview.discard');
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('editor.action.codeAction', { kind: 'refactor.rewrite', apply: 'first' });
      for (const command of ['refactorPreview.focus', 'list.focusFirst', 'refactorPreview.toggleCheckedState']) {
        await pause(500);
        await vscode.commands.executeCommand(command);
      }
      await vscode.commands.executeCommand('refactorPreview.apply');
      await pause(1000);
      return document.getText() !== dockerfile('split-previewed');
    });
    equal(document.getText().includes('FROM common AS worker\n'), true);
    equal(textOf(manifest), pod('split-previewed'));
  });
});
