import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, freshFolder, hoverAt, open, write } from './support.ts';

const dockerfile = 'FROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\n';

/** A repository of three commits after the first, in two of which only the program was changed. */
async function repository(): Promise<vscode.Uri> {
  const folder = freshFolder();
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-C', folder.fsPath, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args]);
  const commit = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) await write(vscode.Uri.joinPath(folder, name), text);
    git('add', '--all');
    git('commit', '--quiet', '--message', Object.keys(files).join(' '));
  };
  await vscode.workspace.fs.createDirectory(folder);
  git('init', '--quiet');
  await commit({ LICENSE: '1\n' });
  await commit({ Dockerfile: dockerfile, 'package.json': '{}\n', 'server.js': '1\n' });
  await commit({ 'server.js': '2\n' });
  await commit({ 'server.js': '3\n' });
  return folder;
}

describe('the build cache in a repository', () => {
  afterEach(closeAll);

  it('is told above instructions and in a hover, and drawn in a panel', async () => {
    const { document } = await open('Dockerfile', dockerfile, await repository());
    const lenses = await eventually('the lenses', async () => {
      const all = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        100,
      );
      const told = all.filter(({ command }) => command?.title.startsWith('Rebuilt'));
      return told.length > 0 && told;
    });
    equal(
      lenses.map(({ range, command }) => [range.start.line, command?.title]),
      [
        [2, 'Rebuilt in 1 of the last 3 commits, because of package.json'],
        [4, 'Rebuilt in 3 of the last 3 commits, because of server.js'],
      ],
    );
    const text = await hoverAt(document, new vscode.Position(4, 1));
    if (!text.includes('**Build cache**: rebuilt in 3 of the last 3 commits')) throw new Error(text);
    const { command = '', arguments: given = [] } = lenses[0]?.command ?? {};
    await vscode.commands.executeCommand(command, ...given);
    await eventually('the panel', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .some(({ label, input }) => label === 'Build Cache' && input instanceof vscode.TabInputWebview),
    );
  });
});
