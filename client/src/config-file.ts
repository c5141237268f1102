import { l10n, Uri, window, workspace } from 'vscode';
import { exists } from './files.ts';

const fileName = '.seaworthy.yaml';
const fileNames = [fileName, '.seaworthy.yml'];

/** The configuration files, whose changes the server is told of. */
export const configFilePattern = `**/{${fileNames.join(',')}}`;

const starter = `# What Seaworthy looks for: https://github.com/seaworthy/seaworthy/blob/main/docs/configuration.md
extends: recommended
`;

/** Opens the configuration that holds for the active file; begins one at the top of its folder if there is none. */
export async function openConfigFile(): Promise<void> {
  const active = window.activeTextEditor?.document.uri;
  const own = active && workspace.getWorkspaceFolder(active);
  const top = (own ?? workspace.workspaceFolders?.[0])?.uri;
  if (!top) {
    await window.showInformationMessage(l10n.t('Open a folder first: the configuration lies in it.'));
    return;
  }
  const uri = (await nearest(own && active ? Uri.joinPath(active, '..') : top, top)) ?? (await begin(top));
  await window.showTextDocument(uri);
}

/** The configuration file in a folder or in the nearest one above it, up to the top. */
async function nearest(folder: Uri, top: Uri): Promise<Uri | undefined> {
  for (const name of fileNames) {
    const uri = Uri.joinPath(folder, name);
    if (await exists(uri)) return uri;
  }
  return folder.path.length <= top.path.length ? undefined : nearest(Uri.joinPath(folder, '..'), top);
}

async function begin(folder: Uri): Promise<Uri> {
  const uri = Uri.joinPath(folder, fileName);
  await workspace.fs.writeFile(uri, new TextEncoder().encode(starter));
  return uri;
}
