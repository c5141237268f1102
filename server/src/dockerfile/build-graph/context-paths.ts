import { globMatcher } from '../../text/globs.ts';
import type { CopyInstruction } from '../instructions/copy.ts';
import { joinPath } from '../working-folder.ts';

/** How many sets of paths are remembered, and how many files of each: those of a few large repositories. */
const [mostMade, mostKnown] = [200, 5000];

/**
 * Which files of the build context an instruction reads: sources as COPY, ADD and bind mounts name them, with all that is
 * in folders. Paths are relative to the context, with slashes, as git and `.dockerignore` write them.
 */
export class ContextPaths {
  readonly sources: readonly string[];
  /** The patterns of what is left out of them. */
  readonly excluded: readonly string[];
  private readonly tests: readonly ((path: string) => string | undefined)[];
  private readonly excludes: (path: string) => boolean;
  private readonly known = new Map<string, boolean>();
  private static readonly made = new Map<string, ContextPaths>();

  /** The same object for the same paths: while somebody types, most instructions stay as they are. */
  static of(sources: readonly string[], excludes: readonly string[] = [], isParents = false): ContextPaths {
    const key = JSON.stringify([sources, excludes, isParents]);
    const paths = ContextPaths.made.get(key) ?? new ContextPaths(sources, excludes, isParents);
    if (ContextPaths.made.size >= mostMade) ContextPaths.made.clear();
    ContextPaths.made.set(key, paths);
    return paths;
  }

  /** What an instruction reads of its sources, as they are once variables are put in. */
  static ofCopy(copy: CopyInstruction, sources: readonly string[]): ContextPaths {
    const excludes = copy.flags.filter(({ name }) => name === 'exclude').flatMap(({ value }) => value?.text ?? []);
    return ContextPaths.of(sources, excludes, copy.isOn('parents'));
  }

  /**
   * `excludes` are those of `--exclude`, which count from the source; `isParents` says that `**` may stand in a source, as
   * it may with `--parents` (Dockerfile reference, "COPY --exclude" and "COPY --parents").
   */
  constructor(sources: readonly string[], excludes: readonly string[] = [], isParents = false) {
    this.sources = sources;
    this.excluded = excludes;
    this.tests = sources.map((source) => testFor(source, isParents));
    this.excludes = excludes.length === 0 ? () => false : globMatcher(excludes.map(plain), matching);
  }

  /** Whether a file is read that is, or was, at a path. */
  has(path: string): boolean {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const found = this.tests.some((below) => {
      const rest = below(path);
      return rest !== undefined && !this.isExcluded(rest);
    });
    // Commits name the same files again and again.
    if (this.known.size >= mostKnown) this.known.clear();
    this.known.set(path, found);
    return found;
  }

  /** Whether a path below the source is left out, or a folder it lies in. */
  private isExcluded(path: string): boolean {
    for (let end = path.indexOf('/'); end !== -1; end = path.indexOf('/', end + 1)) {
      if (this.excludes(path.slice(0, end))) return true;
    }
    return this.excludes(path);
  }
}

/** Patterns are those of Go's `filepath.Match`: braces and parentheses stand for themselves. */
const matching = { dot: true, nobrace: true, noextglob: true, nonegate: true };

/** A path without what leads out of the context, which nothing does. */
function plain(path: string): string {
  return joinPath('/', path).slice(1);
}

/** Says what a path is below a source, its own name for a file that is the source; undefined for all other paths. */
function testFor(source: string, isParents: boolean): (path: string) => string | undefined {
  // With `--parents`, `./` in the middle says how much of the path is kept, and nothing about what is read.
  const root = plain(isParents ? source.replaceAll('/./', '/') : source);
  if (root === '') return (path) => path;
  if (!/[*?[\\]/.test(root)) {
    const name = root.slice(root.lastIndexOf('/') + 1);
    return (path) => (path === root ? name : path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined);
  }
  if (isParents && root.includes('**')) {
    const matches = globMatcher([root, `${root}/**`], matching);
    return (path) => (matches(path) ? path.slice(path.lastIndexOf('/') + 1) : undefined);
  }
  // A wildcard stands for a part of one name: what it matches has as many folders as the pattern.
  const matches = globMatcher(root.replaceAll('**', '*'), matching);
  const depth = root.split('/').length;
  return (path) => {
    const parts = path.split('/');
    if (parts.length < depth || !matches(parts.slice(0, depth).join('/'))) return undefined;
    return parts.length === depth ? parts.at(-1) : parts.slice(depth).join('/');
  };
}
