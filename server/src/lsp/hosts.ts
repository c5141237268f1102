import type { Connection } from 'vscode-languageserver';
import type { FolderEntry, Host } from '../core/host.ts';
import { listFolderRequest, readTextRequest } from './protocol.ts';

/** Answers by asking the editor, which can read what is on no disk: virtual workspaces, and all files in a browser. */
export class EditorHost implements Host {
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
}

/** Asks the disk for files on it and the editor for all others, each when there is one to ask. */
export class CombinedHost implements Host {
  private readonly disk: Host | undefined;
  private readonly editor: Host | undefined;

  constructor(disk: Host | undefined, editor: Host | undefined) {
    this.disk = disk;
    this.editor = editor;
  }

  async readText(uri: string): Promise<string | undefined> {
    return this.for(uri)?.readText(uri);
  }

  async listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    return this.for(uri)?.listFolder(uri);
  }

  private for(uri: string): Host | undefined {
    return uri.startsWith('file:') ? (this.disk ?? this.editor) : this.editor;
  }
}
