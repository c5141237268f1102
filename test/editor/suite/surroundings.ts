import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, found, freshFolder, gone, offered, open, write } from './support.ts';

describe('the files beside a Dockerfile', () => {
  afterEach(closeAll);

  it('have their say, and what they say now', async () => {
    const folder = freshFolder();
    const ignoreFile = vscode.Uri.joinPath(folder, '.dockerignore');
    await write(vscode.Uri.joinPath(folder, 'app.conf'), 'port = 80\n');
    await write(ignoreFile, '*.conf\n');
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nCOPY app.conf /etc/app.conf\n', folder);
    await found(document, 'copy-ignored-file');
    await write(ignoreFile, '*.log\n');
    await gone(document, 'copy-ignored-file');
  });

  it('are counted above a COPY, as they are now', async () => {
    const folder = freshFolder();
    await write(vscode.Uri.joinPath(folder, 'app/a.conf'), 'port = 80\n');
    await write(vscode.Uri.joinPath(folder, 'app/b.conf'), 'x'.repeat(5_000));
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nCOPY app /etc/app\n', folder);
    const shown = async (title: string) => (await titlesAt(document, 1)).includes(title);
    await eventually('what the COPY brings', () => shown('2 files, 5.01 kB'));
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(folder, 'app/b.conf'));
    await eventually('what it brings now', () => shown('1 file, 10 B'));
    const settings = vscode.workspace.getConfiguration('seaworthy', document.uri);
    await settings.update('codeLens.copies', false, vscode.ConfigurationTarget.Workspace);
    await eventually('nothing', async () => (await titlesAt(document, 1)).length === 0);
    await settings.update('codeLens.copies', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('are made by a fix that leaves out what is not needed', async () => {
    const folder = freshFolder();
    await write(vscode.Uri.joinPath(folder, 'node_modules/a/index.js'), '');
    const { document } = await open('Dockerfile', 'FROM scratch\nCOPY . /\n', folder);
    const finding = await found(document, 'dockerignore-file');
    const actions = await offered(document, finding);
    const action = actions.find(({ title }) => title === 'Leave it out with .dockerignore');
    if (!action?.edit) throw new Error(`it is not among ${actions.map(({ title }) => title).join(', ')}`);
    await vscode.workspace.applyEdit(action.edit);
    const made = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder, '.dockerignore'));
    equal(made.getText(), 'node_modules\n');
    await made.save();
    await gone(document, 'dockerignore-file');
  });
});

/** What stands above a line. */
async function titlesAt({ uri }: vscode.TextDocument, line: number): Promise<readonly unknown[]> {
  const all = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
  return all.filter(({ range }) => range.start.line === line).map(({ command }) => command?.title);
}
