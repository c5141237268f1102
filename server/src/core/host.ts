import type { History, NoHistory } from './history.ts';

/** One entry of a folder. Symbolic links are followed, and those that lead nowhere are left out. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** One entry of a folder and how large it is. Symbolic links are not followed: builders copy them as they are. */
export interface SizedEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** The bytes of a file or link; 0 for a folder. */
  readonly bytes: number;
}

/**
 * All that the engine may ask of the world outside. The command line answers from the disk, the language server from
 * the disk or from the editor, tests from memory. Files are named by URI.
 */
export interface Host {
  /** The text of a file; undefined when there is no such file, or when it lies outside what may be read. */
  readText(uri: string): Promise<string | undefined>;
  /** The entries of a folder; undefined when there is no such folder, or when it may not be read. */
  listFolder(uri: string): Promise<readonly FolderEntry[] | undefined>;
  /** The entries of a folder with their sizes; undefined as for `listFolder`, and where nobody can tell sizes. */
  listSizes?(uri: string): Promise<readonly SizedEntry[] | undefined>;
  /**
   * The URI of the folder, without a slash at its end, in which the files belong to one workspace with a file: an open
   * folder, or what the command line was given. The file's own folder where nothing is known of one.
   */
  rootOf(uri: string): string;
  /** The last commits that changed something in a folder; undefined where nobody can be asked. */
  history?(folder: string): Promise<History | NoHistory | undefined>;
  /**
   * Whether a file may be executed, as a build of an image would copy it; undefined when nobody knows, as where files
   * have no such mode.
   */
  isExecutable?(uri: string): Promise<boolean | undefined>;
  /** What ships beside the program, by its path there; undefined when there is no such file. */
  readResource?(name: string): Promise<Uint8Array | undefined>;
}

/** Makes something of files; `previous` is what was made of them before they changed. */
export type Derivation<T> = (host: SharedHost, previous: T | undefined) => Promise<T>;

/** A host that remembers what it answered, and what was made of its answers, until the files change. */
export interface SharedHost extends Host {
  /** What is made of files, under a name of its own: made again only when one of those files has changed. */
  derive<T>(name: string, make: Derivation<T>): Promise<T>;
}
