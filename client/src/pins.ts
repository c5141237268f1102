import { commands, type Disposable, l10n, ProgressLocation, window, workspace } from 'vscode';
import { type BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient';
import { type PinParams, pinRequest } from '../../server/src/lsp/protocol.ts';
import * as names from './names.ts';

/** Counts the requests, so that each knows its own progress. */
let count = 0;

/** Registers the commands that ask registries for digests. */
export function registerPinCommands(client: () => BaseLanguageClient | undefined): Disposable[] {
  const ofFile = (refresh: boolean) => async () => {
    const uri = window.activeTextEditor?.document.uri;
    const current = client();
    if (uri && current) await pinImages(current, { uri: current.code2ProtocolConverter.asUri(uri), refresh });
  };
  const ofAll = (params: PinParams) => async () => {
    const current = client();
    if (current) await pinImages(current, params);
  };
  return [
    commands.registerCommand(names.pinFileCommand, ofFile(false)),
    commands.registerCommand(names.refreshFileCommand, ofFile(true)),
    commands.registerCommand(names.pinWorkspaceCommand, ofAll({ refresh: false })),
    commands.registerCommand(names.refreshWorkspaceCommand, ofAll({ refresh: true })),
    commands.registerCommand(names.pinCommand, (params: PinParams) => ofAll(params)()),
  ];
}

/** Tells VS Code whether there is a server that can ask registries, so that it offers the commands. */
export function announcePins(client: BaseLanguageClient): void {
  void commands.executeCommand('setContext', names.canPinContext, canPin(client));
}

function canPin(client: BaseLanguageClient): boolean {
  return client.initializeResult?.capabilities.experimental?.pinsImages === true;
}

/** Asks, with a notification that tells how far it is and can be cancelled, and says what came of it. */
async function pinImages(client: BaseLanguageClient, params: PinParams): Promise<void> {
  if (!canPin(client)) {
    void window.showInformationMessage(
      l10n.t('Registries are asked for digests in trusted workspaces that are on a machine.'),
    );
    return;
  }
  const result = await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Asking registries for digests'), cancellable: true },
    async (progress, token) => {
      count++;
      const workDoneToken = `pin ${count}`;
      let shown = 0;
      const listening = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
        if (value.kind !== 'report') return;
        const { message, percentage = shown } = value;
        progress.report({ ...(message !== undefined && { message }), increment: percentage - shown });
        shown = percentage;
      });
      try {
        return await client.sendRequest(pinRequest, { ...params, ...editorProxy(), workDoneToken }, token);
      } catch (error) {
        if (token.isCancellationRequested) return null;
        throw error;
      } finally {
        listening.dispose();
      }
    },
  );
  if (!result) return;
  if (result.isComplete) void window.showInformationMessage(result.message);
  else void window.showWarningMessage(result.message);
}

/** The proxy that VS Code is told to use; undefined where it uses that of the environment. */
function editorProxy(): Pick<PinParams, 'proxy'> {
  const settings = workspace.getConfiguration('http');
  const url = settings.get<string>('proxy') ?? '';
  if (url === '' || settings.get<string>('proxySupport') === 'off') return {};
  return { proxy: { url, except: settings.get<string[]>('noProxy') ?? [] } };
}
