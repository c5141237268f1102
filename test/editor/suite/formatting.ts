import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, found, open, type } from './support.ts';

const untidy = 'FROM alpine:3.24\nRUN apk add --no-cache \\\n  curl \\\n        git\n';
const tidy = 'FROM alpine:3.24\nRUN apk add --no-cache \\\n  curl \\\n  git\n';

describe('formatting', () => {
  afterEach(closeAll);

  it('indents the lines of an instruction alike', async () => {
    const editor = await open('Dockerfile', `${untidy}MAINTAINER me\n`);
    await found(editor.document, 'maintainer-is-a-label');
    await vscode.commands.executeCommand('editor.action.formatDocument');
    equal(editor.document.getText(), `${tidy}MAINTAINER me\n`);
  });

  it('happens on saving when that is configured', async () => {
    const editor = await open('Dockerfile', `${untidy}MAINTAINER me\n`);
    await found(editor.document, 'maintainer-is-a-label');
    const settings = vscode.workspace.getConfiguration('editor', editor.document.uri);
    await settings.update('formatOnSave', true, vscode.ConfigurationTarget.Workspace);
    await type(editor, new vscode.Position(0, 0), '# now\n');
    await editor.document.save();
    equal(editor.document.getText(), `# now\n${tidy}MAINTAINER me\n`);
    await settings.update('formatOnSave', undefined, vscode.ConfigurationTarget.Workspace);
  });
});
