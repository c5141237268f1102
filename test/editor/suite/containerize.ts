import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { actionsAt, closeAll, equal, eventually, freshFolder, open, write } from './support.ts';

async function textAt(folder: vscode.Uri, name: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, name)));
  } catch {
    return undefined;
  }
}

/** Waits until the files are shown that would be made, confirms all of them, and gives the text of one back. */
async function confirmed(folder: vscode.Uri, name: string): Promise<string> {
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
  await eventually('the preview', () => tabs().some((label) => label.startsWith('New files for')));
  equal(await textAt(folder, name), undefined);
  const text = await eventually(`the text of ${name}`, async () => {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return textAt(folder, name);
  });
  await eventually('the preview to close', () => !tabs().some((label) => label.startsWith('New files for')));
  return text;
}

const package_ =
  '{ "name": "shop", "main": "server.js", "engines": { "node": "26" }, "dependencies": { "express": "5" } }';

describe('containerizing', () => {
  afterEach(closeAll);

  it('writes what makes an image of a folder, once it is confirmed', async () => {
    const folder = freshFolder();
    await write(vscode.Uri.joinPath(folder, 'package.json'), package_);
    await write(vscode.Uri.joinPath(folder, 'package-lock.json'), '{}');
    await write(vscode.Uri.joinPath(folder, 'server.js'), 'app.listen(4000);\n');
    void vscode.commands.executeCommand('seaworthy.containerizeFolder', folder);
    // The question what is written.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const dockerfile = await confirmed(folder, 'Dockerfile');
    equal(
      [dockerfile.includes('FROM node:26-'), dockerfile.includes('EXPOSE 4000\n'), dockerfile.includes('"server.js"')],
      [true, true, true],
    );
    equal((await textAt(folder, '.dockerignore'))?.includes('node_modules\n'), true);
    equal(await textAt(folder, 'k8s/deployment.yaml'), undefined);
    const shown = await eventually('the Dockerfile to be shown', () => vscode.window.activeTextEditor);
    equal(shown.document.uri.toString(), vscode.Uri.joinPath(folder, 'Dockerfile').toString());
  });

  it('deploys the image of a Dockerfile', async () => {
    const folder = freshFolder();
    const text = 'FROM debian:13\nUSER 65532\nEXPOSE 9000\nCMD ["/server"]\n';
    const { document } = await open('Dockerfile', text, folder);
    const action = await eventually('the offer', async () => {
      const actions = await actionsAt(document, new vscode.Range(0, 0, 0, 0), vscode.CodeActionKind.RefactorRewrite);
      return actions.find(({ title }) => title === 'Create a Deployment for this image');
    });
    const { command = '', arguments: given = [] } = action.command ?? {};
    void vscode.commands.executeCommand(command, ...given);
    const deployment = await confirmed(folder, 'k8s/deployment.yaml');
    equal(deployment.includes('containerPort: 9000\n'), true);
    equal((await textAt(folder, 'k8s/kustomization.yaml'))?.includes('- service.yaml'), true);
    equal(await textAt(folder, 'Dockerfile'), text);
  });
});
