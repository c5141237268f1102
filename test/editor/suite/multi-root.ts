import * as vscode from 'vscode';
import { after, afterEach, before, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, findings, found, open, ruleOf, workspaceFolder, write } from './support.ts';

const text = 'FROM alpine:3.24\nMAINTAINER me\nCOPPY a b\n';

describe('a workspace of several folders', () => {
  const configs = () => [0, 1].map((index) => vscode.Uri.joinPath(workspaceFolder(index), '.seaworthy.yaml'));

  before(async function () {
    if ((vscode.workspace.workspaceFolders?.length ?? 0) < 2) this.skip();
    const [one, two] = configs();
    // VS Code keeps texts for a while after their files are gone: what they say must be of no matter to other tests.
    if (one) await write(one, 'overrides: [{ files: app/**, rules: { maintainer-is-a-label: off } }]\n');
    if (two) await write(two, 'overrides: [{ files: app/**, rules: { unknown-instruction: hint } }]\n');
    // Past the editor: the server learns of it when it is restarted.
    await vscode.commands.executeCommand('seaworthy.restart');
  });
  after(async () => {
    for (const uri of configs()) await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
    await vscode.commands.executeCommand('seaworthy.restart');
  });
  afterEach(closeAll);

  it('keeps the configuration of each to itself', async () => {
    const one = await open('Dockerfile', text, vscode.Uri.joinPath(workspaceFolder(0), 'app'));
    const two = await open('Dockerfile', text, vscode.Uri.joinPath(workspaceFolder(1), 'app'));
    equal((await found(one.document, 'unknown-instruction')).severity, vscode.DiagnosticSeverity.Error);
    equal((await found(two.document, 'unknown-instruction')).severity, vscode.DiagnosticSeverity.Hint);
    await found(two.document, 'maintainer-is-a-label');
    equal(
      findings(one.document).some((finding) => ruleOf(finding) === 'maintainer-is-a-label'),
      false,
    );
  });

  it('keeps the settings of each to itself', async () => {
    const two = await open('Dockerfile', text, vscode.Uri.joinPath(workspaceFolder(1), 'app'));
    await found(two.document, 'maintainer-is-a-label');
    const settings = vscode.workspace.getConfiguration('seaworthy', workspaceFolder(1));
    await settings.update('enable', false, vscode.ConfigurationTarget.WorkspaceFolder);
    await eventually('silence', () => findings(two.document).length === 0);
    const one = await open('Dockerfile', text, vscode.Uri.joinPath(workspaceFolder(0), 'app'));
    await found(one.document, 'unknown-instruction');
    await settings.update('enable', undefined, vscode.ConfigurationTarget.WorkspaceFolder);
    await found(two.document, 'maintainer-is-a-label');
  });
});
