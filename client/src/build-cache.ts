import { l10n, type Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { buildCacheRequest } from '../../server/src/lsp/protocol.ts';

/** The panel with the picture of a Dockerfile's build cache; there is one, which shows the file that was last asked for. */
let panel: WebviewPanel | undefined;
let shown: Uri | undefined;

/**
 * Shows how often the instructions of a Dockerfile would have been carried out again: of the one that is named, or the one
 * in the active editor. The page is drawn by the server and holds no script; it is drawn anew when the file is saved.
 */
export async function showBuildCache(client: BaseLanguageClient | undefined, uri: Uri | undefined): Promise<void> {
  const file = uri ?? window.activeTextEditor?.document.uri;
  if (!client || !file) return;
  const page = await pageOf(client, file);
  if (page === null) {
    void window.showInformationMessage(l10n.t('The build cache is shown of Dockerfiles: open one first.'));
    return;
  }
  shown = file;
  panel ??= createPanel(client);
  panel.webview.html = page;
  panel.reveal(undefined, true);
}

function createPanel(client: BaseLanguageClient): WebviewPanel {
  const created = window.createWebviewPanel(
    'seaworthy.buildCache',
    l10n.t('Build Cache'),
    { viewColumn: ViewColumn.Beside, preserveFocus: true },
    { enableScripts: false, localResourceRoots: [] },
  );
  const saving = workspace.onDidSaveTextDocument(async ({ uri }) => {
    if (uri.toString() !== shown?.toString()) return;
    const page = await pageOf(client, uri);
    if (page !== null && panel === created) created.webview.html = page;
  });
  created.onDidDispose(() => {
    saving.dispose();
    panel = undefined;
  });
  return created;
}

function pageOf(client: BaseLanguageClient, uri: Uri): Promise<string | null> {
  return client.sendRequest(buildCacheRequest, { uri: client.code2ProtocolConverter.asUri(uri) });
}
