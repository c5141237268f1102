import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { actionsAt, closeAll, equal, eventually, open } from './support.ts';

const selected = 'COPY . .\nRUN go build -o /usr/local/bin/app .\n';
const before = `FROM golang:1.26\nWORKDIR /src\n${selected}CMD ["app"]\n`;
const after = `FROM golang:1.26 AS builder\nWORKDIR /src\n${selected}\nFROM golang:1.26\nWORKDIR /src\n`;

describe('the stages of a Dockerfile', () => {
  afterEach(closeAll);

  it('are made of selected instructions, and one undo brings back what was there', async () => {
    const editor = await open('Dockerfile', before);
    const { document } = editor;
    const start = before.indexOf(selected);
    const range = new vscode.Range(document.positionAt(start), document.positionAt(start + selected.length));
    editor.selection = new vscode.Selection(range.start, range.end);
    const action = await eventually('the refactoring', async () => {
      const actions = await actionsAt(document, range, vscode.CodeActionKind.RefactorRewrite);
      return actions.find(({ title, edit }) => title === 'Extract into a builder stage' && edit !== undefined);
    });
    equal(await vscode.workspace.applyEdit(action.edit ?? new vscode.WorkspaceEdit()), true);
    equal(document.getText().startsWith(after), true);
    await vscode.commands.executeCommand('undo');
    await eventually('the text to be as before', () => document.getText() === before);
  });
});
