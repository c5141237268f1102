import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, found, gone, offered, open, type } from './support.ts';

const maintained = 'FROM alpine:3.24\n# who to ask\nMAINTAINER me\n';
const labelled = 'FROM alpine:3.24\n# who to ask\nLABEL org.opencontainers.image.authors="me"\n';
const rule = 'maintainer-is-a-label';

describe('the light bulb', () => {
  afterEach(closeAll);

  it('offers the fix first, then to disable the rule, then its documentation', async () => {
    const { document } = await open('Dockerfile', maintained);
    const actions = await offered(document, await found(document, rule));
    equal(
      actions.map(({ title, isPreferred = false }) => [title, isPreferred]),
      [
        ['Replace with LABEL', true],
        [`Disable ${rule} for this line`, false],
        [`Disable ${rule} for this file`, false],
        [`Show documentation for ${rule}`, false],
      ],
    );
  });

  it('fixes what is chosen in its menu', async () => {
    const editor = await open('Dockerfile', maintained);
    const { range } = await found(editor.document, rule);
    editor.selection = new vscode.Selection(range.start, range.start);
    await vscode.commands.executeCommand('editor.action.quickFix');
    await eventually('the menu to take the choice', async () => {
      await vscode.commands.executeCommand('acceptSelectedCodeAction');
      return editor.document.getText() !== maintained;
    });
    equal(editor.document.getText(), labelled);
    await gone(editor.document, rule);
    await vscode.commands.executeCommand('undo');
    equal(editor.document.getText(), maintained);
  });

  it('applies a safe fix with the key for automatic fixes', async () => {
    const editor = await open('Dockerfile', maintained);
    const { range } = await found(editor.document, rule);
    editor.selection = new vscode.Selection(range.start, range.start);
    const isFixed = () => editor.document.getText() === labelled;
    // The editor drops a request that is under way when it is asked again, so each gets its time.
    for (let tries = 0; tries < 5 && !isFixed(); tries++) {
      await vscode.commands.executeCommand('editor.action.autoFix');
      for (let waited = 0; waited < 40 && !isFixed(); waited++) await new Promise((resolve) => setTimeout(resolve, 50));
    }
    equal(editor.document.getText(), labelled);
  });

  it('offers a suggested fix, but not as the preferred one', async () => {
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nCOPPY app /app\n');
    const [fix] = await offered(document, await found(document, 'unknown-instruction'));
    equal([fix?.title, fix?.isPreferred ?? false], ['Replace with COPY', false]);
    if (fix?.edit) await vscode.workspace.applyEdit(fix.edit);
    equal(document.getText(), 'FROM alpine:3.24\nCOPY app /app\n');
    await gone(document, 'unknown-instruction');
  });

  it('disables a rule for a line, above the comments of an instruction or not at all', async () => {
    const { document } = await open('Dockerfile', maintained);
    await choose(document, `Disable ${rule} for this line`);
    const comment = `# seaworthy-ignore-next-line ${rule}`;
    equal(document.getText(), `FROM alpine:3.24\n# who to ask\n${comment}\nMAINTAINER me\n`);
    await gone(document, rule);
  });

  it('disables a rule for a file', async () => {
    const { document } = await open('Dockerfile', `# syntax=docker/dockerfile:1\n${maintained}`);
    await choose(document, `Disable ${rule} for this file`);
    equal(document.getText(), `# syntax=docker/dockerfile:1\n# seaworthy-ignore-file ${rule}\n${maintained}`);
    await gone(document, rule);
  });

  it('offers no more than the settings allow', async () => {
    const { document } = await open('Dockerfile', maintained);
    const finding = await found(document, rule);
    const settings = vscode.workspace.getConfiguration('seaworthy', document.uri);
    await settings.update('codeAction.disableRuleComment.enable', false, vscode.ConfigurationTarget.Workspace);
    await settings.update('codeAction.showDocumentation.enable', false, vscode.ConfigurationTarget.Workspace);
    await eventually('the fix alone', async () => (await offered(document, finding)).length === 1);
    await settings.update('codeAction.disableRuleComment.enable', undefined, vscode.ConfigurationTarget.Workspace);
    await settings.update('codeAction.showDocumentation.enable', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually('everything', async () => (await offered(document, finding)).length === 4);
  });
});

describe('fixing everything that is safe', () => {
  afterEach(closeAll);
  const before = 'FROM alpine:3.24 as base\nMAINTAINER me\nCOPPY app /app\n';
  const after = 'FROM alpine:3.24 AS base\nLABEL org.opencontainers.image.authors="me"\nCOPPY app /app\n';

  it('happens on saving when that is configured', async () => {
    const editor = await open('Dockerfile', before);
    await found(editor.document, rule);
    const settings = vscode.workspace.getConfiguration('editor', editor.document.uri);
    const onSave = { 'source.fixAll.seaworthy': 'explicit' };
    await settings.update('codeActionsOnSave', onSave, vscode.ConfigurationTarget.Workspace);
    await type(editor, new vscode.Position(0, 0), '# now\n');
    await editor.document.save();
    equal(editor.document.getText(), `# now\n${after}`);
    equal(editor.document.isDirty, false);
    await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('happens with the command', async () => {
    const editor = await open('Dockerfile', before);
    await found(editor.document, rule);
    await vscode.commands.executeCommand('seaworthy.fixAll');
    await eventually('the fixes', () => editor.document.getText() === after);
  });

  it('does not happen on saving otherwise', async () => {
    const editor = await open('Dockerfile', before);
    await found(editor.document, rule);
    await type(editor, new vscode.Position(0, 0), '# now\n');
    await editor.document.save();
    equal(editor.document.getText(), `# now\n${before}`);
  });
});

/** Applies the action of that title. */
async function choose(document: vscode.TextDocument, wanted: string): Promise<void> {
  const actions = await offered(document, await found(document, rule));
  const action = actions.find(({ title }) => title === wanted);
  if (!action?.edit) throw new Error(`"${wanted}" is not offered`);
  await vscode.workspace.applyEdit(action.edit);
}
