import type { FolderEntry, SharedHost } from '../core/host.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { isRemote } from '../dockerfile/instructions/copy.ts';
import { type BuildContext, plainPath } from './build-context.ts';
import { secretIn } from './secret-files.ts';

/** Folders that are nested deeper than this are links that lead in circles. */
const deepest = 40;

/**
 * Walks what a build gets of a folder, the nearest first, and lists no more than so many folders. `enters` is asked for
 * each entry, and says of folders whether it wants to see what is in them. Returns whether all was seen.
 */
export async function walkShipped(
  context: BuildContext,
  from: string,
  mostFolders: number,
  enters: (path: string, entry: FolderEntry) => boolean | Promise<boolean>,
): Promise<boolean> {
  let level = [from];
  let listed = 0;
  for (let depth = 0; level.length > 0; depth++) {
    const now = level.slice(0, mostFolders - listed);
    listed += now.length;
    const below: string[] = [];
    const lists = await Promise.all(now.map((folder) => context.list(folder === '' ? '.' : folder)));
    for (const [at, folder] of now.entries()) {
      for (const entry of lists[at] ?? []) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        const answer = enters(path, entry);
        const isEntered = typeof answer === 'boolean' ? answer : await answer;
        if (isEntered && entry.kind === 'folder') below.push(path);
      }
    }
    if (now.length < level.length || (below.length > 0 && depth >= deepest)) return false;
    level = below;
  }
  return true;
}

/** What a Dockerfile copies from the build context by name, patterns as they are written. */
export function copiedByName(dockerfile: Dockerfile): ReadonlySet<string> {
  const copies = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
  const sources = copies.filter(({ readsContext }) => readsContext).flatMap(({ expandedSources }) => expandedSources);
  return new Set(sources.filter((source) => !isRemote(source)).map(plainPath));
}

/** What no build wants of a folder, by the names it has there: repositories, installed packages, settings of editors. */
const unwanted: ReadonlySet<string> = new Set([
  '.git',
  '.gradle',
  '.hg',
  '.idea',
  '.mypy_cache',
  '.next',
  '.pytest_cache',
  '.svn',
  '.terraform',
  '.tox',
  '.venv',
  '.vscode',
  '__pycache__',
  'node_modules',
  'venv',
]);

/** Of what no build wants, what is worth to be looked for in folders further down: it is large. */
const large: ReadonlySet<string> = new Set(['node_modules', '.gradle', '.terraform', '.tox', '.venv', 'venv']);

/** Folders of which it is not asked what is in them. */
const passedOver: ReadonlySet<string> = new Set([...unwanted, 'vendor', 'third_party']);

/** Whether nobody asks what is in a folder of that name. */
export function isPassedOver(name: string): boolean {
  return passedOver.has(name);
}

/** So many folders are looked into for one question, and no more. */
export const mostFolders = 200;

/** What comes along with all of a build context though nobody means it, by path. */
export interface Stray {
  /** Folders that no build wants; further down, those that are large. */
  readonly unwanted: readonly string[];
  /** Files that hold secrets, by their names. */
  readonly secrets: readonly string[];
}

/** What comes along with all of a build context, as far as is looked. Remembered until files come or go. */
export function strayIn(context: BuildContext, host: SharedHost): Promise<Stray> {
  const key = [context.uri('.'), context.ignoreFile?.uri, context.ignoreFile?.lines.text].join('\n');
  return host.derive(`stray ${key}`, async (asked) => {
    const found: string[] = [];
    const secrets: string[] = [];
    await walkShipped(context.askedThrough(asked), '', mostFolders, (path, { name, kind }) => {
      const isSecret = name !== '.git' && secretIn(name) !== undefined;
      if (isSecret) secrets.push(path);
      const isFound = kind === 'folder' && (path === name ? unwanted : large).has(name);
      if (isFound) found.push(path);
      return !isSecret && !passedOver.has(name);
    });
    return { unwanted: found, secrets };
  });
}
