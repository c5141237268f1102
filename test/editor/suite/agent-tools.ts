import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, open } from './support.ts';

const settings = () => vscode.workspace.getConfiguration('seaworthy');

/** What a model would be told; undefined while the tool does not answer. */
async function call(name: string, input: object): Promise<string | undefined> {
  try {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('\n');
  } catch {
    return undefined;
  }
}

describe('the tools for language models', () => {
  afterEach(async () => {
    await settings().update('languageModelTools.enable', undefined, vscode.ConfigurationTarget.Global);
    await closeAll();
  });

  it('answer nobody until somebody wants that, and then judge files as they stand in the editor', async () => {
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nMAINTAINER me\n');
    const input = { path: document.uri.path };
    equal(await call('seaworthy_lint', input), undefined);
    await settings().update('languageModelTools.enable', true, vscode.ConfigurationTarget.Global);
    const told = await eventually('an answer', () => call('seaworthy_lint', input));
    equal(told.includes('2:1 warning [maintainer-is-a-label]'), true);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(1, 0, 2, 0), '');
    await vscode.workspace.applyEdit(edit);
    equal((await call('seaworthy_lint', input))?.includes('maintainer-is-a-label'), false);
    equal((await call('seaworthy_explain', { rule: 'DL4000' }))?.includes('maintainer-is-a-label'), true);
    await settings().update('languageModelTools.enable', undefined, vscode.ConfigurationTarget.Global);
    await eventually('silence', async () => (await call('seaworthy_lint', input)) === undefined);
  });
});
