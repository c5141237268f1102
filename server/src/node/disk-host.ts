import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { History, NoHistory } from '../core/history.ts';
import type { FolderEntry, Host, SizedEntry } from '../core/host.ts';
import type { Git } from './git.ts';
import { GitIndexes } from './git-index.ts';
import { resourcesIn } from './resources.ts';

/** Larger files are no configuration and no manifest that a fix has to look at. */
const largestFile = 4_000_000;

/** How many files are asked for their size together. */
const statsAtOnce = 256;

/**
 * Answers from the disk. Only what lies in one of `roots` is read, symbolic links followed first, so that nothing in a
 * workspace can point out of it.
 */
export class DiskHost implements Host {
  private readonly roots: () => readonly string[];
  private readonly workspaces: () => readonly string[];
  private readonly git: Git | undefined;
  private readonly indexes = new GitIndexes();
  private readonly realRoots = new Map<string, Promise<string>>();
  readonly readResource: (name: string) => Promise<Uint8Array | undefined>;

  /**
   * `roots` gives the folders, as paths, that may be read; `workspaces` those of which each holds what belongs together,
   * when they are others; `resources` is the folder with what ships beside the program, where there is one; `git` is
   * asked for the history of folders.
   */
  constructor(
    roots: () => readonly string[],
    workspaces: () => readonly string[] = roots,
    resources: string | undefined = undefined,
    git: Git | undefined = undefined,
  ) {
    this.git = git;
    this.roots = roots;
    this.workspaces = workspaces;
    this.readResource = resources === undefined ? async () => undefined : resourcesIn(resources);
  }

  rootOf(uri: string): string {
    const above = this.workspaces()
      .map((folder) => pathToFileURL(folder).toString().replace(/\/$/, ''))
      .filter((folder) => folder !== 'file://' && uri.startsWith(`${folder}/`));
    return above.sort((a, b) => b.length - a.length)[0] ?? uri.slice(0, uri.lastIndexOf('/'));
  }

  async readText(uri: string): Promise<string | undefined> {
    try {
      const file = await this.permitted(uri);
      if (file === undefined || (await stat(file)).size > largestFile) return undefined;
      return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
    } catch {
      return undefined;
    }
  }

  /**
   * By the mode on the disk: what may be executed there can be executed in an image. Of what may not, Git's index has the
   * last word, with which others build; of files that Git does not know, the mode counts where modes are kept at all. On
   * Windows, where builders let all files be executed, it is the index alone.
   */
  async isExecutable(uri: string): Promise<boolean | undefined> {
    try {
      const file = await this.permitted(uri);
      if (file === undefined) return undefined;
      const hasModes = process.platform !== 'win32';
      if (hasModes && (await isExecutableOnDisk(file))) return true;
      const tracked = await this.indexes.isExecutable(file, async (index) => this.isPermitted(index));
      return tracked ?? (hasModes && (await hasExecutableBeside(file)) ? false : undefined);
    } catch {
      return undefined;
    }
  }

  async listFolder(uri: string): Promise<readonly FolderEntry[] | undefined> {
    try {
      const folder = await this.permitted(uri);
      if (folder === undefined) return undefined;
      const entries = await readdir(folder, { withFileTypes: true });
      const read = await Promise.all(
        entries.map(async (entry): Promise<FolderEntry[]> => {
          if (entry.isFile()) return [{ name: entry.name, kind: 'file' }];
          if (entry.isDirectory()) return [{ name: entry.name, kind: 'folder' }];
          if (!entry.isSymbolicLink()) return [];
          const target = await stat(path.join(folder, entry.name)).catch(() => undefined);
          if (!target) return [];
          return [{ name: entry.name, kind: target.isDirectory() ? 'folder' : 'file' }];
        }),
      );
      return read.flat();
    } catch {
      return undefined;
    }
  }

  /** What git knows of a folder; nothing, unless the host was given a git to ask. */
  async history(uri: string): Promise<History | NoHistory | undefined> {
    const folder = this.git && (await this.permitted(uri).catch(() => undefined));
    return folder === undefined ? undefined : this.git?.history(folder);
  }

  async listSizes(uri: string): Promise<readonly SizedEntry[] | undefined> {
    try {
      const folder = await this.permitted(uri);
      if (folder === undefined) return undefined;
      const entries = await readdir(folder, { withFileTypes: true });
      const sized: SizedEntry[] = [];
      // Not all at once: a folder may hold more files than may be open.
      for (let next = 0; next < entries.length; next += statsAtOnce) {
        const some = entries.slice(next, next + statsAtOnce);
        const read = some.map(async (entry): Promise<SizedEntry[]> => {
          const { name } = entry;
          if (entry.isDirectory()) return [{ name, kind: 'folder', bytes: 0 }];
          if (!entry.isFile() && !entry.isSymbolicLink()) return [];
          const found = await lstat(path.join(folder, name)).catch(() => undefined);
          return found ? [{ name, kind: entry.isFile() ? 'file' : 'link', bytes: found.size }] : [];
        });
        sized.push(...(await Promise.all(read)).flat());
      }
      return sized;
    } catch {
      return undefined;
    }
  }

  /** Where a root really is; asked once, for it is asked with every file. */
  private realRoot(root: string): Promise<string> {
    const known = this.realRoots.get(root) ?? realpath(root).catch(() => root);
    this.realRoots.set(root, known);
    return known;
  }

  private async isPermitted(file: string): Promise<boolean> {
    return (await this.permitted(pathToFileURL(file).toString()).catch(() => undefined)) !== undefined;
  }

  /** The real path a URI leads to, when it may be read. */
  private async permitted(uri: string): Promise<string | undefined> {
    if (!uri.startsWith('file:')) return undefined;
    const written = fileURLToPath(uri);
    const roots = this.roots();
    // In the root of the disk lies everything, wherever links lead.
    if (roots.includes(path.parse(written).root)) return written;
    const real = await realpath(written);
    for (const root of roots) {
      const realRoot = await this.realRoot(root);
      if (real === realRoot || real.startsWith(realRoot.endsWith(path.sep) ? realRoot : realRoot + path.sep))
        return real;
    }
    return undefined;
  }
}

async function isExecutableOnDisk(file: string): Promise<boolean> {
  const found = await stat(file);
  return found.isFile() && (found.mode & 0o111) !== 0;
}

/** How many files beside one are looked at. */
const mostBeside = 200;

/**
 * Whether a file beside another one may be executed. Where none may, modes can have been lost on the way: archives that
 * websites make and stores of objects do not keep them.
 */
async function hasExecutableBeside(file: string): Promise<boolean> {
  const folder = path.dirname(file);
  const names = (await readdir(folder)).slice(0, mostBeside);
  const found = await Promise.all(names.map((name) => isExecutableOnDisk(path.join(folder, name)).catch(() => false)));
  return found.includes(true);
}
