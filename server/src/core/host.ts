/** One entry of a folder. Symbolic links are followed, and those that lead nowhere are left out. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
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
}
