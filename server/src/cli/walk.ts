import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { languageOfFile } from '../engine/engine.ts';

/** A path that was given or met and cannot be looked at, and why. */
export interface WalkProblem {
  readonly path: string;
  readonly reason: string;
}

/** Deeper folders are malice or an accident, and each step down makes patterns of ignore files slower. */
const deepest = 100;

export interface Walked {
  /** Absolute paths, in the order of their names, each once. */
  readonly files: readonly string[];
  readonly problems: readonly WalkProblem[];
}

/** Folders that hold other people's files whatever the ignore files say. */
const skippedFolders: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The files to look at: those that are named, and in folders those of our languages that no `.gitignore` excludes.
 * Symbolic links found in folders are not followed, so that no circle can be walked.
 */
export async function walk(paths: readonly string[], workingFolder: string): Promise<Walked> {
  const walker = new Walker();
  for (const given of paths) await walker.add(path.resolve(workingFolder, given));
  return { files: [...walker.files].sort(), problems: walker.problems };
}

/** One `.gitignore` and the folder it stands in. */
interface IgnoreFile {
  readonly folder: string;
  readonly rules: Ignore;
}

class Walker {
  readonly files = new Set<string>();
  readonly problems: WalkProblem[] = [];

  async add(given: string): Promise<void> {
    try {
      const stats = await stat(given);
      if (stats.isDirectory()) await this.addFolder(given, await ignoreFilesAbove(given));
      else this.files.add(given);
    } catch (error) {
      const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      this.problems.push({
        path: given,
        reason: missing ? 'there is no such file or folder' : (error as Error).message,
      });
    }
  }

  private async addFolder(folder: string, above: readonly IgnoreFile[], depth = 0): Promise<void> {
    if (depth > deepest) {
      this.problems.push({ path: folder, reason: `it lies more than ${deepest} folders deep` });
      return;
    }
    let entries: import('node:fs').Dirent[];
    try {
      entries = await readdir(folder, { withFileTypes: true });
    } catch (error) {
      this.problems.push({ path: folder, reason: (error as NodeJS.ErrnoException).code ?? 'it cannot be read' });
      return;
    }
    const ignoreFiles = entries.some(({ name }) => name === '.gitignore')
      ? [...above, ...(await ignoreFileIn(folder))]
      : above;
    const folders: string[] = [];
    for (const entry of entries) {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skippedFolders.has(entry.name) && !isIgnored(full, true, ignoreFiles)) folders.push(full);
      } else if (entry.isFile() && languageOfFile(entry.name) && !isIgnored(full, false, ignoreFiles)) {
        this.files.add(full);
      }
    }
    for (const inner of folders) await this.addFolder(inner, ignoreFiles, depth + 1);
  }
}

/** The last ignore file that has something to say about a path decides. */
function isIgnored(full: string, isFolder: boolean, ignoreFiles: readonly IgnoreFile[]): boolean {
  for (const { folder, rules } of ignoreFiles.toReversed()) {
    const relative = path.relative(folder, full).split(path.sep).join('/');
    const { ignored, unignored } = rules.test(isFolder ? `${relative}/` : relative);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** The ignore files of the folders above, up to the root of the repository; none outside a repository. */
async function ignoreFilesAbove(folder: string): Promise<IgnoreFile[]> {
  const above: string[] = [];
  let current = folder;
  while (!existsSync(path.join(current, '.git'))) {
    const parent = path.dirname(current);
    if (parent === current) return [];
    current = parent;
    above.unshift(current);
  }
  return (await Promise.all(above.map(ignoreFileIn))).flat();
}

/** Whether names that differ in case alone are one file, as Git takes it to be on these systems (git-config, `core.ignoreCase`). */
const ignorecase = process.platform === 'win32' || process.platform === 'darwin';

/** Whether a line of an ignore file is matched in bounded time: `**` behind `**` multiply. Others ignore nothing. */
function isBounded(line: string): boolean {
  return line.split('**').length - 1 <= 3;
}

async function ignoreFileIn(folder: string): Promise<IgnoreFile[]> {
  try {
    const text = await readFile(path.join(folder, '.gitignore'), 'utf8');
    return [{ folder, rules: ignore({ ignorecase }).add(text.split('\n').filter(isBounded)) }];
  } catch {
    return [];
  }
}
