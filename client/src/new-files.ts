import { commands, l10n, type Uri, WorkspaceEdit, window, workspace } from 'vscode';

/** The scheme of documents that show what a file would hold. */
const scheme = 'seaworthy-new';

/** A file that may be made. */
export interface NewFile {
  readonly uri: Uri;
  readonly text: string;
}

/**
 * Shows files that do not exist yet, one below the other, asks which of them are to be made, and makes those. Gives back what
 * was made; nothing when somebody thought better of it. All of it is undone as one.
 */
export async function confirmNewFiles(title: string, files: readonly NewFile[]): Promise<readonly NewFile[]> {
  const texts = new Map(files.map(({ uri, text }) => [shownAt(uri).toString(), text]));
  const provider = workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()),
  });
  try {
    const shown = files.map(({ uri }) => [uri, undefined, shownAt(uri)]);
    await commands.executeCommand('vscode.changes', title, shown);
    const items = files.map((file) => ({ label: workspace.asRelativePath(file.uri), picked: true, file }));
    const chosen = await window.showQuickPick(items, {
      title,
      placeHolder: l10n.t('Which of these files are to be made?'),
      canPickMany: true,
      ignoreFocusOut: true,
    });
    await closePreview(title);
    const wanted = chosen?.map(({ file }) => file) ?? [];
    return wanted.length > 0 && (await make(wanted)) ? wanted : [];
  } finally {
    provider.dispose();
  }
}

function shownAt(uri: Uri): Uri {
  return uri.with({ scheme, query: uri.scheme });
}

/** Makes files that are not there; where one has come to be meanwhile, none is made. */
function make(files: readonly NewFile[]): Thenable<boolean> {
  const edit = new WorkspaceEdit();
  for (const { uri, text } of files)
    edit.createFile(uri, { overwrite: false, contents: new TextEncoder().encode(text) });
  return workspace.applyEdit(edit, { isRefactoring: true });
}

async function closePreview(title: string): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs).filter(({ label }) => label.startsWith(title));
  await window.tabGroups.close(tabs);
}
