import { FileType, Uri, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type FolderEntry,
  listFolderRequest,
  listSizesRequest,
  readResourceRequest,
  readTextRequest,
  type SizedEntry,
} from '../../server/src/lsp/protocol.ts';

/** Larger files are no configuration and no manifest that a fix has to look at. */
const largestFile = 4_000_000;

/** Reads for the server what is on no disk that it could read itself: virtual workspaces, and all files in a browser. */
export function answerFileRequests(client: BaseLanguageClient): void {
  client.onRequest(readTextRequest, ({ uri }) => orNull(() => readText(permitted(uri))));
  client.onRequest(listFolderRequest, ({ uri }) => orNull(() => listFolder(permitted(uri))));
  client.onRequest(listSizesRequest, ({ uri }) => orNull(() => listSizes(permitted(uri))));
}

/** Reads for the server what ships beside it, where it has no disk. */
export function answerResourceRequests(client: BaseLanguageClient, extensionUri: Uri): void {
  const folder = Uri.joinPath(extensionUri, 'dist');
  client.onRequest(readResourceRequest, ({ name }) => orNull(() => readResource(folder, name)));
}

/** The address of a file in an open folder. Throws for all others, so that nothing in a workspace points out of it. */
function permitted(given: string): Uri {
  // Joining nothing resolves the dots in a path, so that none of them can climb out of the folder.
  const uri = Uri.joinPath(Uri.parse(given, true));
  if (!workspace.getWorkspaceFolder(uri)) throw new Error(`${given} is in no open folder`);
  return uri;
}

async function readText(uri: Uri): Promise<string> {
  const { size } = await workspace.fs.stat(uri);
  if (size > largestFile) throw new Error(`${uri} is too large`);
  return new TextDecoder().decode(await workspace.fs.readFile(uri));
}

/** In base64. Throws for what is not below the folder. */
async function readResource(folder: Uri, name: string): Promise<string> {
  const uri = Uri.joinPath(folder, name);
  if (!uri.path.startsWith(`${folder.path}/`)) throw new Error(`${name} does not ship`);
  const bytes = await workspace.fs.readFile(uri);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

async function listFolder(uri: Uri): Promise<FolderEntry[]> {
  const entries = await workspace.fs.readDirectory(uri);
  return entries.flatMap(([name, type]): FolderEntry[] => {
    // The bit for symbolic links may be set as well; one that leads nowhere is neither a file nor a folder.
    if (type & FileType.Directory) return [{ name, kind: 'folder' }];
    return type & FileType.File ? [{ name, kind: 'file' }] : [];
  });
}

/** The server is answered in every case: what cannot be read counts as not being there. */
async function orNull<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch {
    return null;
  }
}

/** How many files are asked for their size together. */
const statsAtOnce = 64;

async function listSizes(uri: Uri): Promise<SizedEntry[]> {
  const entries = await workspace.fs.readDirectory(uri);
  const sized: SizedEntry[] = [];
  for (let next = 0; next < entries.length; next += statsAtOnce) {
    const some = entries.slice(next, next + statsAtOnce);
    const read = some.map(async ([name, type]): Promise<SizedEntry> => {
      if (type === FileType.Directory) return { name, kind: 'folder', bytes: 0 };
      // What a link leads to is not what is copied, and how long the link is nobody tells.
      if (type & FileType.SymbolicLink) return { name, kind: 'link', bytes: 0 };
      return { name, kind: 'file', bytes: (await workspace.fs.stat(Uri.joinPath(uri, name))).size };
    });
    sized.push(...(await Promise.all(read)));
  }
  return sized;
}
