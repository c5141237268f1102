import type { SharedHost, SizedEntry } from '../core/host.ts';
import { ContextPaths } from '../dockerfile/build-graph/context-paths.ts';
import { unknownValue } from '../dockerfile/expand.ts';
import { type CopyInstruction, isRemote } from '../dockerfile/instructions/copy.ts';
import { type BuildContext, plainPath } from './build-context.ts';

/** No more folders than these are listed to answer for one instruction, and no more files are counted. */
const mostFolders = 2_000;
const mostFiles = 100_000;

/** So many of the largest files are remembered. */
const mostLargest = 8;

/** A file of the build context, by its path. */
export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/** What a COPY or ADD brings of the build context. */
export interface Shipped {
  readonly files: number;
  readonly bytes: number;
  /** The largest first. */
  readonly largest: readonly SizedFile[];
  /** False where there is more than was counted. */
  readonly isComplete: boolean;
}

/**
 * What an instruction brings of a build context, symbolic links as such. Remembered until files come, go or change.
 * Undefined where it is not known: variables, wildcards in folders, and hosts that cannot tell sizes.
 */
export function shippedBy(
  copy: CopyInstruction,
  context: BuildContext,
  host: SharedHost,
): Promise<Shipped | undefined> {
  const sources = copy.expandedSources.filter((source) => !isRemote(source));
  const isKnown = sources.length > 0 && sources.every((source) => !source.includes(unknownValue));
  const paths = copy.flag('exclude') && ContextPaths.ofCopy(copy, sources);
  return isKnown ? shippedOf(sources, context, host, paths) : Promise.resolve(undefined);
}

/**
 * The same of sources as COPY names them: paths, and patterns of names in one folder. `paths` are those that are read of
 * them, where that is not all.
 */
export function shippedOf(
  sources: readonly string[],
  context: BuildContext,
  host: SharedHost,
  paths?: ContextPaths,
): Promise<Shipped | undefined> {
  const { ignoreFile } = context;
  const left = paths?.excluded ?? [];
  const key = [context.uri('.'), ignoreFile?.uri, ignoreFile?.lines.text, ...sources, '', ...left].join('\n');
  return host.derive(`shipped ${key}`, (asked) => new Count(context.askedThrough(asked), paths).of(sources));
}

class Count {
  private readonly context: BuildContext;
  private readonly paths: ContextPaths | undefined;
  private files = 0;
  private bytes = 0;
  private folders = 0;
  private largest: SizedFile[] = [];
  private isComplete = true;

  constructor(context: BuildContext, paths: ContextPaths | undefined) {
    this.context = context;
    this.paths = paths;
  }

  async of(sources: readonly string[]): Promise<Shipped | undefined> {
    for (const source of sources) {
      const path = plainPath(source);
      const entries = await this.entriesOf(path);
      if (!entries) return undefined;
      const slash = path.lastIndexOf('/');
      const level = this.count(path === '' ? '' : path.slice(0, Math.max(slash, 0)), entries, path !== '');
      await this.add(level);
    }
    const { files, bytes, largest, isComplete } = this;
    return { files, bytes, largest, isComplete };
  }

  /** What a source means: all of the context, one entry of a folder, or those that a pattern matches. */
  private async entriesOf(path: string): Promise<readonly SizedEntry[] | undefined> {
    if (path === '') return this.context.sizes('.');
    const slash = path.lastIndexOf('/');
    const [folder, name] = [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)];
    const entries = await this.context.sizes(folder === '' ? '.' : folder);
    if (!/[*?[\\]/.test(path)) return entries?.filter((entry) => entry.name === name);
    const matching = new Set((await this.context.matching(path))?.map((entry) => entry.name) ?? []);
    return /[*?[\\]/.test(folder) ? undefined : entries?.filter((entry) => matching.has(entry.name));
  }

  /** Adds what is in folders. */
  private async add(folders: readonly string[]): Promise<void> {
    let level = folders;
    while (level.length > 0) {
      const now = level.slice(0, mostFolders - this.folders);
      this.isComplete &&= now.length === level.length;
      const below: string[] = [];
      // One after the other: others, such as who types, have their turn in between.
      for (const folder of now) {
        if (this.files >= mostFiles) {
          this.isComplete = false;
          return;
        }
        this.folders++;
        below.push(...this.count(folder, (await this.context.sizes(folder)) ?? []));
      }
      level = below;
    }
  }

  /** Counts the files among the entries of a folder; the folders among them. Those that are sources are not left out. */
  private count(folder: string, entries: readonly SizedEntry[], areSources = false): readonly string[] {
    const folders: string[] = [];
    for (const { name, kind, bytes } of entries) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const isSource = areSources && kind === 'folder';
      if (!isSource && this.paths?.has(path) === false) continue;
      if (kind === 'folder') {
        folders.push(path);
        continue;
      }
      this.files++;
      this.bytes += bytes;
      const smallest = this.largest.at(-1);
      if (this.largest.length === mostLargest && smallest && smallest.bytes >= bytes) continue;
      const at = this.largest.findIndex((one) => one.bytes < bytes);
      this.largest.splice(at === -1 ? this.largest.length : at, 0, { path, bytes });
      this.largest.length = Math.min(this.largest.length, mostLargest);
    }
    return folders;
  }
}

const units = ['kB', 'MB', 'GB', 'TB'] as const;

/** Bytes as Docker writes them: in powers of a thousand, with three digits (github.com/docker/go-units, `HumanSize`). */
export function sizeInWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  return `${Number((bytes / 1000 ** power).toPrecision(3))} ${units[power - 1]}`;
}
