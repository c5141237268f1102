import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, findings, found, freshFolder, gone, open, type } from './support.ts';

const text = 'FROM alpine:3.24\nMAINTAINER me\n';
const rule = 'maintainer-is-a-label';

describe('the configuration file', () => {
  afterEach(closeAll);

  it('holds for the files below it, from the moment it is saved', async () => {
    const folder = freshFolder();
    const { document } = await open('Dockerfile', text, folder);
    await found(document, rule);
    const config = await open('.seaworthy.yaml', '', folder);
    await type(config, new vscode.Position(0, 0), `rules: { ${rule}: error }\n`);
    equal((await found(document, rule)).severity, vscode.DiagnosticSeverity.Warning);
    await config.document.save();
    await eventually('the severity', () =>
      findings(document).some(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    await config.edit((edit) => edit.replace(new vscode.Range(0, 0, 1, 0), `rules: { ${rule}: off }\n`));
    await config.document.save();
    await gone(document, rule);
  });

  it('is looked at itself', async () => {
    const { document } = await open('.seaworthy.yaml', 'rules:\n  no-such-rule: error\n');
    const [problem] = await eventually('the problem', () => findings(document).length === 1 && findings(document));
    equal(problem?.message, 'There is no rule "no-such-rule"');
  });

  it('is opened, or begun where there is none, by a command', async () => {
    const { document } = await open('Dockerfile', text);
    await vscode.commands.executeCommand('seaworthy.openConfig');
    const config = await eventually('the file', () => {
      const active = vscode.window.activeTextEditor?.document;
      return active !== document && active;
    });
    const folder = vscode.workspace.getWorkspaceFolder(document.uri);
    equal(vscode.workspace.asRelativePath(config.uri, false), '.seaworthy.yaml');
    equal(vscode.workspace.getWorkspaceFolder(config.uri)?.name, folder?.name);
    equal(config.getText().includes('extends: recommended'), true);
    await vscode.workspace.fs.delete(config.uri);
  });
});

describe('the settings', () => {
  afterEach(async () => {
    await set('enable', undefined);
    await set('run', undefined);
    await closeAll();
  });

  it('seaworthy.enable silences everything', async () => {
    const { document } = await open('Dockerfile', text);
    await found(document, rule);
    await set('enable', false);
    await gone(document, rule);
    await set('enable', undefined);
    await found(document, rule);
  });

  it('seaworthy.run can wait until the file is saved', async () => {
    const editor = await open('Dockerfile', text);
    await found(editor.document, rule);
    await set('run', 'onSave');
    await editor.edit((edit) => edit.delete(new vscode.Range(1, 0, 2, 0)));
    // There is no sign of something that does not happen: another document's findings show that time went by.
    const other = await open('Dockerfile', text);
    await found(other.document, rule);
    await found(editor.document, rule);
    await editor.document.save();
    await gone(editor.document, rule);
  });
});

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('seaworthy').update(name, value, vscode.ConfigurationTarget.Workspace);
}
