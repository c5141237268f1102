import type { Span } from '../../text/span.ts';
import { type PathMatcher, readPathPattern } from './path-pattern.ts';

/** A pattern of a `.dockerignore`. */
export interface IgnorePattern {
  /** As it is written, without blanks around it. */
  readonly text: string;
  /** Where in the file. */
  readonly span: Span;
  /** Whether it begins with `!`. */
  readonly bringsBack: boolean;
}

interface ReadPattern extends IgnorePattern {
  /** What is left of it when it has been cleaned. */
  readonly cleaned: string;
  readonly matches: PathMatcher;
}

/** What the patterns say of a path. */
interface Verdict {
  /** By pattern, whether it matches the path or a folder above it. */
  readonly matched: readonly boolean[];
  /** The pattern that leaves it out; undefined when nothing does. */
  readonly leftOutBy: IgnorePattern | undefined;
}

/** The blanks that Go's `strings.TrimSpace` removes (unicode.IsSpace). */
const blanks = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const aroundIt = new RegExp(`^${blanks}|${blanks}$`, 'g');

/**
 * A `.dockerignore`, read and applied as BuildKit does (github.com/moby/patternmatcher v0.6, `ignorefile.ReadAll` and
 * `MatchesUsingParentResults`, which github.com/tonistiigi/fsutil asks while it walks the build context). Paths are
 * relative to the context, with `/` between their parts.
 */
export class Dockerignore {
  readonly patterns: readonly IgnorePattern[];
  /** Patterns at which the build fails. */
  readonly malformed: readonly IgnorePattern[];
  private readonly read: readonly ReadPattern[];
  private readonly ofFolders = new Map<string, Verdict>();

  constructor(text: string) {
    const read: ReadPattern[] = [];
    const malformed: IgnorePattern[] = [];
    for (const line of patternsIn(text)) {
      const pattern = readPattern(line);
      if ('matches' in pattern) read.push(pattern);
      else malformed.push(pattern);
    }
    this.read = read;
    this.patterns = read;
    this.malformed = malformed;
  }

  /** Whether any pattern begins with `!`. */
  get bringsBack(): boolean {
    return this.read.some(({ bringsBack }) => bringsBack);
  }

  /**
   * The pattern because of which the build does not get a file, or a folder by itself; undefined when it does. The last
   * one that matches it or a folder it lies in decides.
   */
  patternLeavingOut(path: string): IgnorePattern | undefined {
    const parts = path.split('/');
    let verdict: Verdict | undefined;
    let at = '';
    for (const [index, part] of parts.entries()) {
      at = index === 0 ? part : `${at}/${part}`;
      const isLast = index === parts.length - 1;
      const known = this.ofFolders.get(at);
      verdict = known ?? this.judge(at, verdict);
      if (!known && !isLast) this.ofFolders.set(at, verdict);
    }
    return verdict?.leftOutBy;
  }

  /** Whether something in a folder that is left out may be brought back. */
  mayBringBackFrom(folder: string): boolean {
    const parts = folder.split('/');
    return this.read.some(({ bringsBack, cleaned }) => bringsBack && leadsInto(cleaned.split('/'), parts));
  }

  /** Whether the build gets nothing of a path; a folder is there when something in it is brought back. */
  leavesOut(path: string, kind: 'file' | 'folder'): IgnorePattern | undefined {
    const pattern = this.patternLeavingOut(path);
    return pattern && kind === 'folder' && this.mayBringBackFrom(path) ? undefined : pattern;
  }

  private judge(path: string, above: Verdict | undefined): Verdict {
    let leftOutBy: IgnorePattern | undefined;
    const matched = this.read.map((pattern, index) => {
      let matches = above?.matched[index] === true;
      // The builder asks only those patterns that would change what is so far.
      if (!matches && pattern.bringsBack === (leftOutBy !== undefined)) matches = pattern.matches(path);
      if (matches) leftOutBy = pattern.bringsBack ? undefined : pattern;
      return matches;
    });
    return { matched, leftOutBy };
  }
}

/** Whether a pattern may match something in a folder: its parts match those of the folder, and there are more. */
function leadsInto(pattern: readonly string[], folder: readonly string[]): boolean {
  for (const [at, part] of pattern.entries()) {
    const name = folder[at];
    if (name === undefined || part.includes('**')) return true;
    if (readPathPattern(part)?.(name) === false) return false;
  }
  return false;
}

/** The lines that hold a pattern, without the blanks around it. A line that begins with `#` is a comment. */
function patternsIn(text: string): readonly { readonly text: string; readonly span: Span }[] {
  const found: { text: string; span: Span }[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start < text.length) {
    const lineFeed = text.indexOf('\n', start);
    const end = lineFeed === -1 ? text.length : lineFeed;
    const line = text.slice(start, end);
    const trimmed = line.replace(aroundIt, '');
    if (trimmed !== '' && !line.startsWith('#')) {
      const at = start + line.indexOf(trimmed);
      found.push({ text: trimmed, span: { start: at, end: at + trimmed.length } });
    }
    start = end + 1;
  }
  return found;
}

/** The way of a line through `ReadAll`, which strips a leading slash, and `New`, which looks for `!` once more. */
function readPattern({ text, span }: { readonly text: string; readonly span: Span }): ReadPattern | IgnorePattern {
  const isNegated = text.startsWith('!');
  const path = cleaned((isNegated ? text.slice(1) : text).replace(aroundIt, ''));
  const relative = path.length > 1 && path.startsWith('/') ? path.slice(1) : path;
  const again = cleaned(`${isNegated ? '!' : ''}${relative}`.replace(aroundIt, ''));
  const bringsBack = again.startsWith('!');
  const glob = bringsBack ? again.slice(1) : again;
  const pattern = { text, span, bringsBack };
  const matches = glob === '' && bringsBack ? undefined : readPathPattern(glob);
  return matches ? { ...pattern, cleaned: glob, matches } : pattern;
}

/** The shortest path that is the same, as Go's `filepath.Clean` has it; an empty one stays empty. */
function cleaned(path: string): string {
  if (path === '') return '';
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push(part);
  }
  const joined = parts.join('/');
  return isRooted ? `/${joined}` : joined || '.';
}
