import type { Connection } from 'vscode-languageserver';
import type { History, NoHistory } from '../core/history.ts';
import type { FolderEntry, Host, SizedEntry } from '../core/host.ts';
import { listFolderRequest, listSizesRequest, readResourceRequest, readTextRequest } from './protocol.ts';

/** Answers by asking the editor, which can read what is on no disk: virtual workspaces, and all files in a browser. */
export class EditorHost implements Pick<Host, 'readText' | 'listFolder' | 'listSizes'> {
  private readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  async readText(uri: string): Promise<string | undefined> {
    return (await this.connection.sendRequest(readTextRequest, { uri }).catch(() => null)) ?? undefined;
  }

  async listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    return (await this.connection.sendRequest(listFolderRequest, { uri }).catch(() => null)) ?? undefined;
  }

  async listSizes(uri: string): Promise<readonly SizedEntry[] | undefined> {
    return (await this.connection.sendRequest(listSizesRequest, { uri }).catch(() => null)) ?? undefined;
  }
}

/** Reads what ships beside the server by asking the client, which knows where the extension lies. */
export function resourcesOf(connection: Connection): (name: string) => Promise<Uint8Array | undefined> {
  return async (name) => {
    const encoded = await connection.sendRequest(readResourceRequest, { name }).catch(() => null);
    return encoded === null ? undefined : Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  };
}

/** Who is asked for files: the disk for those on it, the editor for all others, each when there is one to ask. */
export interface Sources {
  readonly disk: Pick<Host, 'readText' | 'listFolder' | 'listSizes' | 'isExecutable'> | undefined;
  readonly editor: Pick<Host, 'readText' | 'listFolder' | 'listSizes'> | undefined;
  /** The text of a document that is open, as it stands in the editor. */
  readonly openText: (uri: string) => string | undefined;
  /** The URIs of the open folders, without a slash at the end. */
  readonly folders: () => readonly string[];
  /** What ships beside the server, by its path there. */
  readonly readResource: (name: string) => Promise<Uint8Array | undefined>;
  /** The history of a folder on the disk; undefined where nobody may be asked. */
  readonly history: Host['history'];
}

/** Answers with what the editor has open, and asks for the rest where it lies. */
export class CombinedHost implements Host {
  private readonly sources: Sources;

  constructor(sources: Sources) {
    this.sources = sources;
  }

  async readText(uri: string): Promise<string | undefined> {
    return this.sources.openText(uri) ?? this.for(uri)?.readText(uri);
  }

  async listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    return this.for(uri)?.listFolder(uri);
  }

  /** As the disk has it: editors do not say. */
  async isExecutable(uri: string): Promise<boolean | undefined> {
    return uri.startsWith('file:') ? this.sources.disk?.isExecutable?.(uri) : undefined;
  }

  async listSizes(uri: string): Promise<readonly SizedEntry[] | undefined> {
    return this.for(uri)?.listSizes?.(uri);
  }

  /** The innermost open folder. */
  rootOf(uri: string): string {
    const above = this.sources.folders().filter((folder) => uri.startsWith(`${folder}/`));
    return above.sort((a, b) => b.length - a.length)[0] ?? uri.slice(0, uri.lastIndexOf('/'));
  }

  async history(folder: string): Promise<History | NoHistory | undefined> {
    return folder.startsWith('file:') ? this.sources.history?.(folder) : undefined;
  }

  readResource(name: string): Promise<Uint8Array | undefined> {
    return this.sources.readResource(name);
  }

  private for(uri: string): Sources['disk'] {
    const { disk, editor } = this.sources;
    return uri.startsWith('file:') ? (disk ?? editor) : editor;
  }
}
