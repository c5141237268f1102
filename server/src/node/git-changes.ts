import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { NoHistory } from '../core/history.ts';
import type { Answer, Git } from './git.ts';

/** What a working tree is compared with: a commit of its history. */
export interface Comparison {
  /** The folder in which the repository's files begin. */
  readonly root: string;
  readonly base: string;
}

/** Lines that are new or changed; lines count from one and end with LF, as git has it. */
export interface ChangedLines {
  /** From the first line to the last, both included. */
  readonly ranges: readonly { readonly first: number; readonly last: number }[];
  /** Lines behind which something was taken away. */
  readonly seams: readonly number[];
}

/** What changed in a file: everything, as in one that is new, or some lines. */
export type Change = 'all' | ChangedLines;

/** How many paths are named to git at once: command lines are not endless. */
const pathsAtOnce = 100;

/** Says what git is to compare without running or leaving out anything because a repository says so. */
const plainly = ['--no-ext-diff', '--no-textconv', '--no-color', '--ignore-submodules=all', '--find-renames'];

/** Finds where the history of what is checked out and that of a revision part, as a pull request would. */
export async function comparisonSince(git: Git, folder: string, revision: string): Promise<Comparison | NoHistory> {
  const root = await git.ask(folder, ['rev-parse', '--show-toplevel']);
  if (root.failure !== undefined) return { reason: root.failure };
  const unknown = { reason: 'git knows no such revision' };
  if (revision === '' || revision.startsWith('-')) return unknown;
  const commit = await git.ask(folder, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (commit.failure !== undefined) return unknown;
  const base = await git.ask(folder, ['merge-base', commit.output.trim(), 'HEAD']);
  if (base.failure !== undefined) {
    return {
      reason: 'it has no commit in common with what is checked out; in a shallow clone, fetch more of the history',
    };
  }
  return { root: root.output.replace(/\r?\n$/, ''), base: base.output.trim() };
}

/**
 * What changed in files of the disk since a commit: those that git does not know are new, those that were renamed are
 * compared with what they were. Files without changes are left out.
 */
export async function changesSince(
  git: Git,
  { root, base }: Comparison,
  files: readonly string[],
): Promise<ReadonlyMap<string, Change> | NoHistory> {
  const filters = await withoutFilters(git, root);
  if ('reason' in filters) return filters;
  const ask = (words: readonly string[]) => git.ask(root, [...filters.words, '--literal-pathspecs', ...words]);
  const named = await ask(['diff', ...plainly, '--name-status', '-z', base, '--']);
  if (isBad(named)) return reasonOf(named);
  const sources = readStatuses(named.output);

  const changes = new Map<string, Change>();
  const unnamed = new Map<string, string>();
  const edited = new Map<string, string>();
  for (const file of files) {
    const relative = await pathIn(root, file);
    const source = relative === undefined ? 'none' : sources.get(relative);
    if (relative === undefined || source === 'none') changes.set(file, 'all');
    else if (source === undefined) unnamed.set(relative, file);
    else edited.set(relative, file);
  }
  for (const paths of chunksOf([...unnamed.keys()])) {
    const known = await ask(['ls-files', '-z', '--', ...paths]);
    if (isBad(known)) return reasonOf(known);
    const tracked = new Set(known.output.split('\0'));
    for (const one of paths) if (!tracked.has(one)) changes.set(unnamed.get(one) ?? one, 'all');
  }
  for (const paths of chunksOf([...edited.keys()])) {
    const both = new Set(paths.flatMap((one) => [one, sources.get(one) ?? one]));
    const patch = ['diff', ...plainly, '--text', '--unified=0', '--inter-hunk-context=0'];
    const told = await ask([...patch, '--src-prefix=a/', '--dst-prefix=b/', base, '--', ...both]);
    if (isBad(told)) return reasonOf(told);
    const lines = readPatch(told.output);
    for (const one of paths) {
      const changed = lines.get(one);
      if (changed) changes.set(edited.get(one) ?? one, changed);
    }
  }
  return changes;
}

/**
 * Settings that switch off the programs with which a repository's configuration has git read files of the working tree
 * (gitattributes, "filter"): nothing in a workspace is executed.
 */
async function withoutFilters(git: Git, root: string): Promise<{ readonly words: readonly string[] } | NoHistory> {
  const told = await git.ask(root, ['config', '--null', '--name-only', '--get-regexp', '^filter\\.']);
  // It fails as well when there are none.
  if (told.failure !== undefined && told.output === '' && /^git failed: $/.test(told.failure)) return { words: [] };
  if (isBad(told)) return reasonOf(told);
  const drivers = new Set(
    told.output.split('\0').flatMap((name) => (name === '' ? [] : [name.slice(0, name.lastIndexOf('.'))])),
  );
  for (const driver of drivers) {
    if (/[=\n]/.test(driver)) return { reason: `the setting ${JSON.stringify(driver)} cannot be switched off` };
  }
  const settings = [...drivers].flatMap((driver) => [
    `${driver}.clean=`,
    `${driver}.process=`,
    `${driver}.required=false`,
  ]);
  return { words: settings.flatMap((setting) => ['-c', setting]) };
}

/** A file as git names it; undefined for one outside. */
async function pathIn(root: string, file: string): Promise<string | undefined> {
  const real = await realpath(file).catch(() => path.resolve(file));
  const relative = path.relative(root, real);
  if (relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return undefined;
  return relative.split(path.sep).join('/');
}

/** Reads what `--name-status -z` says: for each path what it was called before, or 'none' where there is no before. */
function readStatuses(output: string): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  const parts = output.split('\0').values();
  for (const status of parts) {
    const first = parts.next().value;
    if (first === undefined) break;
    if (status.startsWith('R')) sources.set(parts.next().value ?? first, first);
    else sources.set(first, status === 'M' ? first : 'none');
  }
  return sources;
}

/** Reads which lines are new in the files of a patch without context. */
export function readPatch(patch: string): ReadonlyMap<string, ChangedLines> {
  const files = new Map<string, { ranges: { first: number; last: number }[]; seams: number[] }>();
  const lines = patch.split('\n');
  let current: { ranges: { first: number; last: number }[]; seams: number[] } | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ')) current = undefined;
    if (line.startsWith('+++ ')) {
      current = { ranges: [], seams: [] };
      files.set(readName(line.slice(4)).replace(/^b\//, ''), current);
    }
    const [, removed, first, added] = hunk.exec(line) ?? [];
    if (first === undefined) continue;
    const count = Number(added ?? 1);
    if (count === 0) current?.seams.push(Number(first));
    else current?.ranges.push({ first: Number(first), last: Number(first) + count - 1 });
    // What a hunk holds may look like a header.
    for (let left = Number(removed ?? 1) + count; left > 0; at++) if (!lines[at + 1]?.startsWith('\\')) left--;
  }
  return files;
}

const hunk = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** A name as it stands in a patch: with a tab behind it when it holds spaces, quoted as in C when it holds odd characters. */
function readName(text: string): string {
  if (!text.startsWith('"')) return text.replace(/\t$/, '');
  return text.slice(1, text.lastIndexOf('"')).replace(/\\(?:([0-7]{3})|(.))/g, (_, octal, letter: string) => {
    return octal === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(octal, 8));
  });
}

const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r' };

function isBad({ failure, isCut }: Answer): boolean {
  return failure !== undefined || isCut;
}

function reasonOf({ failure }: Answer): NoHistory {
  return { reason: failure ?? 'more has changed than can be read' };
}

function chunksOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / pathsAtOnce);
  return Array.from({ length: count }, (_, index) => items.slice(index * pathsAtOnce, (index + 1) * pathsAtOnce));
}
