import { type FileChange, Refusal } from '../../core/fix.ts';
import { insert, remove } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { BuildContext } from '../build-context.ts';
import { Dockerignore, type IgnorePattern } from './dockerignore.ts';

/** Adds patterns at the end of what a build leaves out; the file is made where there is none. */
export function addPatterns(context: BuildContext, patterns: readonly string[]): FileChange {
  const { ignoreFile } = context;
  if (!ignoreFile) {
    const text = patterns.map((pattern) => `${pattern}\n`).join('');
    return { uri: context.uri('.dockerignore'), text: undefined, edits: [insert(0, text)] };
  }
  const { text } = ignoreFile.lines;
  const eol = lineBreakOf(text);
  const isOpen = text !== '' && !text.endsWith('\n');
  const lines = patterns.map((pattern) => pattern + eol).join('');
  return { uri: ignoreFile.uri, text, edits: [insert(text.length, (isOpen ? eol : '') + lines)] };
}

/** The pattern that matches a path and nothing else but what is in it; undefined when none does. */
export function patternFor(path: string): string | undefined {
  if (/[\n\r]|^\s|\s$/.test(path)) return undefined;
  return path.replace(/[*?[\]\\]/g, '\\$&').replace(/^[#!]/, '\\$&');
}

/** The patterns that match paths and nothing else; undefined when one of them has none. */
export function exactPatterns(paths: readonly string[]): readonly string[] | undefined {
  const patterns = paths.flatMap((path) => patternFor(path) ?? []);
  return patterns.length === paths.length ? patterns : undefined;
}

/**
 * Lets the build have a path that a pattern leaves out: takes the pattern out of the file when it is that very path, or
 * else brings the path back below it. Refused when patterns further down leave it out as well.
 */
export function letIn(path: string, pattern: IgnorePattern, context: BuildContext): FileChange | Refusal {
  const { ignoreFile } = context;
  const exact = patternFor(path);
  if (!ignoreFile || exact === undefined) return new Refusal('No pattern means this path and no other.');
  const { lines } = ignoreFile;
  const line = lines.lineAt(pattern.span.start);
  const isVery = pattern.text.replace(/^\.?\/|\/$/g, '') === exact;
  const next = lines.lineStart(line + 1);
  const eol = lineBreakOf(lines.text);
  const isLast = line + 1 === lines.lineCount;
  const edit = isVery
    ? remove({ start: lines.lineStart(line), end: next })
    : insert(isLast ? lines.text.length : next, isLast ? `${eol}!${exact}` : `!${exact}${eol}`);
  const { start, end } = edit.span;
  const after = lines.text.slice(0, start) + edit.newText + lines.text.slice(end);
  if (new Dockerignore(after).patternLeavingOut(path)) return new Refusal('Another pattern leaves it out as well.');
  return { uri: ignoreFile.uri, text: lines.text, edits: [edit] };
}
