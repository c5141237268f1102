import { commands, type Disposable, LogLevel, type LogOutputChannel, l10n, Uri, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { showBuildCache } from './build-cache.ts';
import { openConfigFile } from './config-file.ts';
import { registerContainerizeCommands } from './containerize.ts';
import { showDocumentation } from './documentation.ts';
import * as names from './names.ts';
import { registerPinCommands } from './pins.ts';

/** What the commands work with. */
export interface CommandSurroundings {
  readonly extensionUri: Uri;
  readonly output: LogOutputChannel;
  readonly trace: LogOutputChannel;
  readonly restart: () => Promise<void>;
  /** Who speaks with the server; undefined while nobody does. */
  readonly client: () => BaseLanguageClient | undefined;
}

/** Registers every command that package.json declares. */
export function registerCommands({ extensionUri, output, trace, restart, client }: CommandSurroundings): Disposable[] {
  return [
    commands.registerCommand(names.restartCommand, restart),
    commands.registerCommand(names.showOutputCommand, () => output.show()),
    commands.registerCommand(names.showTraceCommand, () => showTrace(trace)),
    commands.registerCommand(names.fixAllCommand, fixAll),
    commands.registerCommand(names.openConfigCommand, openConfigFile),
    commands.registerCommand(names.showBuildCacheCommand, (uri: unknown) =>
      showBuildCache(client(), typeof uri === 'string' ? Uri.parse(uri, true) : undefined),
    ),
    commands.registerCommand(names.showDocumentationCommand, (id: unknown, url: unknown) =>
      showDocumentation(extensionUri, id, url),
    ),
    ...registerContainerizeCommands({ client, output }),
    ...registerPinCommands(client),
  ];
}

/** Shows the messages between editor and server; they are written only at the log level that is meant for them. */
async function showTrace(trace: LogOutputChannel): Promise<void> {
  trace.show();
  if (trace.logLevel === LogLevel.Trace) return;
  const setLevel = l10n.t('Set Log Level...');
  const chosen = await window.showInformationMessage(
    l10n.t('Messages are written here once the log level of "Seaworthy Trace" is Trace.'),
    setLevel,
  );
  if (chosen === setLevel) await commands.executeCommand('workbench.action.setLogLevel');
}

/** Does in the active editor what happens on saving when the code action is configured there. */
async function fixAll(): Promise<void> {
  await commands.executeCommand('editor.action.codeAction', { kind: names.fixAllKind, apply: 'first' });
}
