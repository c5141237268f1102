import { folders, readPathExpression } from './path-expression.ts';

/** Whether a path matches, which is relative to the build context, with `/` between its parts and none around them. */
export type PathMatcher = (path: string) => boolean;

/**
 * Reads one pattern of a `.dockerignore`, cleaned, without `!`. Undefined when it is malformed, so that no build reads it.
 *
 * Patterns are those of Go's `filepath.Match` and `**`. What the builder matches with is a regular expression that it
 * makes of them character by character (github.com/moby/patternmatcher, `Pattern.compile`, v0.6), and so do we: its
 * oddities are what decides. `**` in front is the end of any path, at the end it is whatever comes behind, wildcards
 * count within brackets as well, and beside another wildcard `|` and `{2}` mean what they mean in an expression.
 */
export function readPathPattern(pattern: string): PathMatcher | undefined {
  if (!isWellFormed(pattern)) return undefined;
  const characters = [...pattern];
  let kind: 'exact' | 'prefix' | 'suffix' | 'expression' = 'exact';
  let expression = '';
  for (let at = 0; at < characters.length; ) {
    const isFirst = at === 0;
    const character = characters[at++] as string;
    if (character === '*' && characters[at] === '*') {
      at++;
      if (characters[at] === '/') at++;
      if (at < characters.length) expression += folders;
      else if (kind !== 'exact') expression += '.*';
      kind = isFirst ? 'suffix' : at === characters.length && kind === 'exact' ? 'prefix' : 'expression';
    } else if (character === '*' || character === '?') {
      expression += character === '*' ? '[^/]*' : '[^/]';
      kind = 'expression';
    } else if (character === '\\') {
      expression += `\\${characters[at++] ?? ''}`;
      kind = 'expression';
    } else if (character === '[' || character === ']') {
      expression += character;
      kind = 'expression';
    } else expression += '.+()$'.includes(character) ? `\\${character}` : character;
  }
  if (kind === 'exact') return (path) => path === pattern;
  if (kind === 'prefix') return prefixed(pattern.slice(0, -2));
  if (kind === 'suffix') return suffixed(pattern.slice(2));
  return readPathExpression(expression);
}

function prefixed(prefix: string): PathMatcher {
  return (path) => path.startsWith(prefix);
}

/** `**` and `/name` mean the name anywhere, at the top as well. */
function suffixed(suffix: string): PathMatcher {
  return (path) => path.endsWith(suffix) || (suffix.startsWith('/') && path === suffix.slice(1));
}

/**
 * Whether the builder takes a pattern, which it asks `filepath.Match` about: brackets are closed and hold something. Go
 * looks no further than to the first wildcard for any number of characters that stands behind something else, or to the
 * second where the path it tries, `.`, matches so far. Nothing ends with `\`.
 */
function isWellFormed(pattern: string): boolean {
  const start = pattern.search(/[^*]|$/);
  const end = endOfChunk(pattern, start);
  const first = pattern.slice(start, end);
  if (!isWellFormedChunk(first) || /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern)) return false;
  if (end === pattern.length || first === '' || readPathPattern(first)?.('.') !== true) return true;
  const next = end + pattern.slice(end).search(/[^*]|$/);
  return isWellFormedChunk(pattern.slice(next, endOfChunk(pattern, next)));
}

/** Where a `*` stands that is neither escaped nor in brackets, or else the end. */
function endOfChunk(pattern: string, start: number): number {
  let isInSet = false;
  for (let at = start; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '[') isInSet = true;
    else if (character === ']') isInSet = false;
    else if (character === '*' && !isInSet) return at;
  }
  return pattern.length;
}

function isWellFormedChunk(chunk: string): boolean {
  let at = 0;
  /** Passes over one character of a class, behind which there has to be another. */
  const passes = (): boolean => {
    if (at >= chunk.length || chunk[at] === '-' || chunk[at] === ']') return false;
    if (chunk[at] === '\\') at++;
    at += (chunk.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    return at < chunk.length;
  };
  while (at < chunk.length) {
    const character = chunk[at++];
    if (character === '\\' && at++ === chunk.length) return false;
    if (character !== '[') continue;
    if (chunk[at] === '^') at++;
    for (let count = 0; chunk[at] !== ']' || count === 0; count++) {
      if (!passes()) return false;
      if (chunk[at] !== '-') continue;
      at++;
      if (!passes()) return false;
    }
    at++;
  }
  return true;
}
