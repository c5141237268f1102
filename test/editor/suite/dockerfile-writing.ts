import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, freshFolder, hoverAt, open, write } from './support.ts';

describe('writing a Dockerfile', () => {
  afterEach(closeAll);

  it('completes a source of COPY from the build context', async () => {
    const folder = freshFolder();
    await write(vscode.Uri.joinPath(folder, 'src', 'main.go'), '');
    await write(vscode.Uri.joinPath(folder, 'notes.log'), '');
    await write(vscode.Uri.joinPath(folder, '.dockerignore'), '*.log\n');
    const { document } = await open('Dockerfile', 'FROM alpine:3.24\nCOPY s /app/\n', folder);
    const items = await eventually('suggestions', async () => {
      const list = await completionsAt(document, new vscode.Position(1, 6));
      return list.length > 0 && list;
    });
    const labels = items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    equal(labels.includes('src/'), true);
    equal(labels.includes('notes.log'), false);
    const source = items.find(({ label }) => label === 'src/');
    equal(source?.command?.command, 'editor.action.triggerSuggest');
  });

  it('explains a variable', async () => {
    const { document } = await open('Dockerfile', 'ARG TAG=3.24\nARG OTHER=1\nFROM alpine:$TAG\n');
    const text = await eventually('the hover', async () => {
      const hovers = await hoverAt(document, new vscode.Position(2, 14));
      return hovers.includes('TAG') && hovers;
    });
    for (const part of ['**`TAG`** = `3.24`', 'declared in line 1', '--build-arg TAG=']) {
      if (!text.includes(part)) throw new Error(`"${part}" is not in\n${text}`);
    }
  });

  it('tells within the text what an image comes to', async () => {
    const { document } = await open('Dockerfile', 'ARG TAG=3.24\nARG OTHER=1\nFROM alpine:$TAG\n');
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = await eventually('the hint', async () => {
      const found = await vscode.commands.executeCommand<vscode.InlayHint[]>(
        'vscode.executeInlayHintProvider',
        document.uri,
        all,
      );
      return found.length > 0 && found;
    });
    equal(
      hints.map(({ label, position }) => [label, position.line, position.character]),
      [['= alpine:3.24', 2, 16]],
    );
  });
});

async function completionsAt({ uri }: vscode.TextDocument, at: vscode.Position): Promise<vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    at,
  );
  return list.items;
}
