import * as vscode from 'vscode';
import * as names from '../../../client/src/names.ts';
import manifest from '../../../package.json' with { type: 'json' };
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, found, open } from './support.ts';

const text = 'FROM alpine:3.24\nMAINTAINER me\n';
const rule = 'maintainer-is-a-label';

describe('the extension', () => {
  afterEach(closeAll);

  it('has every command that it declares', async () => {
    await open('Dockerfile', text);
    const declared = manifest.contributes.commands.map(({ command }) => command);
    await eventually('the commands', async () => {
      const known = await vscode.commands.getCommands(true);
      return declared.every((command) => known.includes(command));
    });
  });

  it('finds the same after its server was restarted', async () => {
    const { document } = await open('Dockerfile', text);
    await found(document, rule);
    await vscode.commands.executeCommand(names.restartCommand);
    await found(document, rule);
  });

  it('shows its output and its trace', async () => {
    await vscode.commands.executeCommand(names.showOutputCommand);
    // It may ask for the log level and wait for an answer.
    void vscode.commands.executeCommand(names.showTraceCommand);
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  it('shows the documentation of a rule without a network', async () => {
    await vscode.commands.executeCommand(names.showDocumentationCommand, rule, 'https://example.com/');
    await eventually('the page', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label.includes(`${rule}.md`))),
    );
  });

  it('shows no other file under the name of documentation', async () => {
    for (const id of ['../../../etc/passwd', 'no-such-rule', undefined]) {
      const shown = vscode.commands.executeCommand(names.showDocumentationCommand, id, 'file:///etc/passwd');
      equal(
        await shown.then(
          () => 'shown',
          () => 'refused',
        ),
        'refused',
      );
    }
  });
});
