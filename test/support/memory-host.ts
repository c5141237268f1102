import type { Derivation, FolderEntry, SharedHost, SizedEntry } from '../../server/src/core/host.ts';

/** A host whose files are given as texts by URI. */
export class MemoryHost implements SharedHost {
  readonly files: ReadonlyMap<string, string>;
  /** What ships beside the program; nothing, unless a test says otherwise. */
  readResource?: (name: string) => Promise<Uint8Array | undefined>;

  private readonly modes: ReadonlyMap<string, boolean>;

  /** `modes` says which files may be executed, and which may not; of others nobody knows. */
  constructor(files: Readonly<Record<string, string>>, modes: Readonly<Record<string, boolean>> = {}) {
    this.files = new Map(Object.entries(files));
    this.modes = new Map(Object.entries(modes));
  }

  async isExecutable(uri: string): Promise<boolean | undefined> {
    return this.modes.get(uri);
  }

  async readText(uri: string): Promise<string | undefined> {
    return this.files.get(uri);
  }

  /** Makes it anew each time: the files of a test do not change. */
  derive<T>(_name: string, make: Derivation<T>): Promise<T> {
    return make(this, undefined);
  }

  rootOf(uri: string): string {
    const root = uri.slice(0, uri.lastIndexOf('/'));
    // The files of a test are one workspace: the folder that holds all of them.
    return [...this.files.keys()].reduce(commonFolder, root);
  }

  async listSizes(uri: string): Promise<readonly SizedEntry[] | undefined> {
    const bytesOf = (name: string) => new TextEncoder().encode(this.files.get(`${uri}/${name}`) ?? '').length;
    return (await this.listFolder(uri))?.map(({ name, kind }) => ({ name, kind, bytes: bytesOf(name) }));
  }

  async listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    const prefix = uri.endsWith('/') ? uri : `${uri}/`;
    const entries = new Map<string, FolderEntry>();
    for (const file of this.files.keys()) {
      if (!file.startsWith(prefix)) continue;
      const [name = '', ...deeper] = file.slice(prefix.length).split('/');
      entries.set(name, { name, kind: deeper.length > 0 ? 'folder' : 'file' });
    }
    return entries.size > 0 ? [...entries.values()] : undefined;
  }
}

/** The nearest folder above both a folder and a file. */
function commonFolder(folder: string, file: string): string {
  let common = folder;
  while (!file.startsWith(`${common}/`)) common = common.slice(0, common.lastIndexOf('/'));
  return common;
}
