import picomatch from 'picomatch';
import { LinearPattern } from './linear-pattern.ts';

/** Patterns with more stars than this keep a regular expression that backtracks busy for minutes. */
const mostStars = 3;

/**
 * Matches paths against glob patterns that somebody else has written, in bounded time. Ordinary ones are picomatch's;
 * those that could make it try and try are read here: `*`, `**`, `?`, sets, `{a,b}` and groups that repeat. One that
 * cannot be read matches nothing.
 */
export function globMatcher(
  patterns: string | readonly string[],
  options: picomatch.PicomatchOptions = { dot: true },
): (path: string) => boolean {
  const matchers = [patterns].flat().flatMap((pattern) => matcherOf(pattern, options) ?? []);
  return (path) => matchers.some((matches) => matches(path));
}

function matcherOf(pattern: string, options: picomatch.PicomatchOptions): ((path: string) => boolean) | undefined {
  try {
    if (isQuick(pattern)) {
      const matches = picomatch(pattern, options);
      return (path) => matches(path);
    }
    const linear = new LinearPattern(`^(?:${expressionOf(pattern.replace(/^\.\//, ''))})$`);
    return (path) => linear.test(path);
  } catch {
    return undefined;
  }
}

function isQuick(pattern: string): boolean {
  const stars = pattern.match(/\*+/g)?.length ?? 0;
  const groups = pattern.match(/\(/g)?.length ?? 0;
  return stars <= mostStars && groups <= 1 && !/[*+]\(|\)[*+{]/.test(pattern);
}

const tokens = /\\[\s\S]|(?<=^|\/)\*\*\/|(?:\/\*\*)+$|(?<=^|\/)\*(?=\/|$)|\*+|[?*+@]\(|\[[!^]?\]?[^\]/]*\]|[\s\S]/gu;

/** The regular expression of a glob, for a pattern that takes linear time. */
function expressionOf(glob: string): string {
  let closing = glob.split('}').length - 1;
  const open: string[] = [];
  return (glob.match(tokens) ?? [])
    .map((token) => {
      if (token === '**/') return '(?:[^]*/)?';
      if (token.startsWith('/**')) return '(?:/[^]*)?';
      if (token === '*') return '[^/]*';
      if (token.startsWith('**')) return '[^/]*';
      if (token === '?') return '[^/]';
      if (/^[?*+@]\($/.test(token)) {
        open.push(token[0] === '@' ? '' : (token[0] ?? ''));
        return '(?:';
      }
      if (token === '(') {
        open.push('');
        return '(?:';
      }
      if (token === ')' && open.length > 0) return `)${open.pop()}`;
      if (token === '|' && open.length > 0) return token;
      if (token === '{' && closing > 0) {
        open.push('}');
        return '(?:';
      }
      if (token === '}' && open.at(-1) === '}') {
        closing--;
        open.pop();
        return ')';
      }
      if (token === ',' && open.at(-1) === '}') return '|';
      if (token.length > 2 && token.startsWith('[')) return token.replace(/^\[!/, '[^');
      const character = token.length > 1 && token.startsWith('\\') ? token.slice(1) : token;
      return character.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    })
    .join('');
}
