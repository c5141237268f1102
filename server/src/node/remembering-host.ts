import type { History, NoHistory } from '../core/history.ts';
import type { FolderEntry, Host } from '../core/host.ts';

/** Asks another host for each file and folder once, for as long as nothing on the disk is expected to change. */
export class RememberingHost implements Host {
  private readonly host: Host;
  private readonly texts = new Map<string, Promise<string | undefined>>();
  private readonly histories = new Map<string, Promise<History | NoHistory | undefined>>();
  private readonly modes = new Map<string, Promise<boolean | undefined>>();
  private readonly folders = new Map<string, Promise<readonly FolderEntry[] | undefined>>();

  constructor(host: Host) {
    this.host = host;
  }

  readText(uri: string): Promise<string | undefined> {
    return remember(this.texts, uri, () => this.host.readText(uri));
  }

  isExecutable(uri: string): Promise<boolean | undefined> {
    return remember(this.modes, uri, async () => this.host.isExecutable?.(uri));
  }

  rootOf(uri: string): string {
    return this.host.rootOf(uri);
  }

  async readResource(name: string): Promise<Uint8Array | undefined> {
    return this.host.readResource?.(name);
  }

  history(folder: string): Promise<History | NoHistory | undefined> {
    return remember(this.histories, folder, async () => this.host.history?.(folder));
  }

  listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    return remember(this.folders, uri, () => this.host.listFolder(uri));
  }
}

function remember<T>(known: Map<string, Promise<T>>, uri: string, ask: () => Promise<T>): Promise<T> {
  const answer = known.get(uri) ?? ask();
  known.set(uri, answer);
  return answer;
}
