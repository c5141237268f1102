import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import { compact, type Piece } from './words.ts';

/** Stands in an expanded text for a value that only the build will know. */
export const unknownValue = '\uFFFC';

/** One use of a variable: `$NAME`, `${NAME}` or `${NAME:-default}`. */
export interface VariableReference {
  readonly name: string;
  /** What stands behind the name: `:-`, `-`, `:+`, `+`, `:?`, `?`, `#`, `##`, `%`, `%%`, `/` or `//`. */
  readonly operator: string | undefined;
  /** From the `$` on. */
  readonly span: Span;
  readonly nameSpan: Span;
}

/** What was begun in a text and never ended, for which BuildKit refuses the instruction. */
export interface Unclosed {
  /** What is missing: the second of two quotes, or the brace behind a variable. */
  readonly missing: '"' | "'" | '}';
  /** What begins it: the first quote, or `${` with the name. */
  readonly span: Span;
}

/** A text after its variables have been put in and its quotes taken off. */
export interface Expansion {
  /** The text, with `unknownValue` where a value cannot be known. */
  readonly text: string;
  /** The text when all of it is known. */
  readonly value: string | undefined;
  readonly references: readonly VariableReference[];
  /** The first thing in it that is never ended. */
  readonly unclosed?: Unclosed | undefined;
}

/** What a name stands for: its value, null for one that only the build knows, undefined for one nobody declared. */
export type Lookup = (name: string) => string | null | undefined;

/**
 * Expands variables and removes quotes as BuildKit does (frontend/dockerfile/shell, v0.32). A text that BuildKit
 * would refuse, such as an unclosed quote, is expanded as far as it goes.
 */
export function expand(piece: Piece, lookup: Lookup, escapeMark: string): Expansion {
  // Most words are what they say, and every rule asks for them.
  if (!/["'$\\`\0]/.test(piece.text)) return { text: piece.text, value: piece.text, references: [] };
  const expander = new Expander(compact(piece), lookup, escapeMark);
  const text = expander.expandUntil('');
  return {
    text,
    value: text.includes(unknownValue) ? undefined : text,
    references: expander.references.sort((a, b) => a.span.start - b.span.start),
    unclosed: expander.unclosed,
  };
}

/** How deep expansions are followed into one another; more of them could exhaust the stack. */
const deepest = 100;

/** Characters that neither begin nor end anything, and escape nothing. */
const plainText = /[^"'$\\`}/]+/y;

class Expander {
  readonly references: VariableReference[] = [];
  unclosed: Unclosed | undefined;
  private readonly source: MappedText;
  private readonly lookup: Lookup;
  private readonly escapeMark: string;
  private at = 0;
  /** Whether the text has ended before what was looked for last. */
  private isCut = false;
  /** How many expansions are open around the place that is read. */
  private depth = 0;

  constructor(source: MappedText, lookup: Lookup, escapeMark: string) {
    this.source = source;
    this.lookup = lookup;
    this.escapeMark = escapeMark;
  }

  /** Expands up to an unquoted `stop` character, which is consumed; an empty `stop` means all of the text. */
  expandUntil(stop: string): string {
    let result = '';
    while (this.at < this.source.text.length) {
      result += this.plain();
      const char = this.next();
      if (char === stop) return result;
      if (char === "'") result += this.singleQuoted();
      else if (char === '"') result += this.doubleQuoted();
      else if (char === '$') result += this.dollar();
      else if (char === this.escapeMark) result += this.next();
      else result += char;
    }
    this.isCut = stop !== '';
    return result;
  }

  /** Takes what stands for itself wherever it stands. */
  private plain(): string {
    plainText.lastIndex = this.at;
    const text = plainText.exec(this.source.text)?.[0] ?? '';
    this.at += text.length;
    return text;
  }

  private singleQuoted(): string {
    const start = this.at;
    const end = this.source.text.indexOf("'", start);
    if (end === -1) this.lacks("'", start - 1, start);
    this.at = end === -1 ? this.source.text.length : end + 1;
    return this.source.text.slice(start, end === -1 ? undefined : end);
  }

  private doubleQuoted(): string {
    const start = this.at;
    let result = '';
    while (this.at < this.source.text.length) {
      result += this.plain();
      const char = this.next();
      if (char === '"') return result;
      if (char === '$') result += this.dollar();
      else if (char === this.escapeMark && ['"', '$', this.escapeMark].includes(this.peek())) result += this.next();
      else result += char;
    }
    this.lacks('"', start - 1, start);
    return result;
  }

  /** What follows a `$`. */
  private dollar(): string {
    const start = this.at - 1;
    const braced = this.peek() === '{';
    if (braced) this.at++;
    const nameStart = this.at;
    const name = this.name();
    const nameEnd = this.at;
    if (braced && this.at === this.source.text.length) this.lacks('}', start, nameEnd);
    if (name === '') return braced ? '${' : '$';
    let operator: string | undefined;
    let value: string;
    if (braced && this.peek() !== '}') {
      operator = this.operator();
      this.isCut = false;
      value = this.modified(name, operator);
      if (this.isCut) this.lacks('}', start, nameEnd);
    } else {
      if (braced) this.at++;
      value = this.valueOf(name) ?? '';
    }
    this.references.push({
      name,
      operator,
      span: sourceSpan(this.source, start, this.at),
      nameSpan: sourceSpan(this.source, nameStart, nameEnd),
    });
    return value;
  }

  private name(): string {
    const rest = this.source.text.slice(this.at, this.at + 256);
    const name = /^(?:[A-Za-z_][A-Za-z0-9_]*|\d+|[@*#?\-$!])/.exec(rest)?.[0] ?? '';
    this.at += name.length;
    return name;
  }

  private operator(): string {
    const rest = this.source.text.slice(this.at, this.at + 2);
    const operator = /^(?::[-+?]|##|%%|\/\/|[-+?#%/]|.)/s.exec(rest)?.[0] ?? '';
    this.at += operator.length;
    return operator;
  }

  /** Defaults within defaults beyond all reason are as good as unknown: what is left of the text is passed over. */
  private modified(name: string, operator: string): string {
    if (this.depth >= deepest) {
      this.at = this.source.text.length;
      return unknownValue;
    }
    this.depth++;
    const result = this.modifiedAt(name, operator);
    this.depth--;
    return result;
  }

  private modifiedAt(name: string, operator: string): string {
    const value = this.valueOf(name);
    const isSet = operator.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
    switch (operator) {
      case ':-':
      case '-': {
        const fallback = this.expandUntil('}');
        // A default that only the build can overrule is the best there is to know.
        return value === unknownValue ? fallback || unknownValue : isSet ? (value as string) : fallback;
      }
      case ':+':
      case '+': {
        const alternative = this.expandUntil('}');
        return value === unknownValue ? unknownValue : isSet ? alternative : '';
      }
      case ':?':
      case '?':
        this.expandUntil('}');
        return isSet ? (value as string) : unknownValue;
      case '/':
      case '//': {
        const pattern = this.expandUntil('/');
        const replacement = this.expandUntil('}');
        return transform(value, pattern, (text) => replacePattern(text, pattern, replacement, operator === '//'));
      }
      case '#':
      case '##':
      case '%':
      case '%%': {
        const pattern = this.expandUntil('}');
        return transform(value, pattern, (text) => removePattern(text, pattern, operator));
      }
      default:
        this.expandUntil('}');
        return unknownValue;
    }
  }

  private valueOf(name: string): string | undefined {
    const found = this.lookup(name);
    return found === null ? unknownValue : found;
  }

  /** Takes note of what is never ended; of several things, of the innermost, which the others lack as well. */
  private lacks(missing: Unclosed['missing'], start: number, end: number): void {
    this.unclosed ??= { missing, span: sourceSpan(this.source, start, end) };
  }

  private next(): string {
    return this.source.text[this.at++] ?? '';
  }

  private peek(): string {
    return this.source.text[this.at] ?? '';
  }
}

/** Beyond this, a pattern written by somebody hostile could keep a regular expression busy for minutes. */
const longestValue = 1000;
const mostStars = 3;

function transform(value: string | undefined, pattern: string, change: (text: string) => string): string {
  if (value === undefined) return '';
  const tooMuch = value.length > longestValue || pattern.split('*').length - 1 > mostStars;
  return value.includes(unknownValue) || tooMuch ? unknownValue : change(value);
}

function replacePattern(text: string, pattern: string, replacement: string, all: boolean): string {
  const expression = new RegExp(patternSource(pattern, true), all ? 'gs' : 's');
  return pattern === '' ? text : text.replace(expression, () => replacement);
}

function removePattern(text: string, pattern: string, operator: string): string {
  const greedy = operator.length === 2;
  if (operator.startsWith('#')) return text.replace(new RegExp(`^(?:${patternSource(pattern, greedy)})`, 's'), '');
  // The shortest match at the end is found by trying each place from the right, the longest from the left.
  const whole = new RegExp(`^(?:${patternSource(pattern, true)})$`, 's');
  const places = Array.from({ length: text.length + 1 }, (_, at) => (greedy ? at : text.length - at));
  const cut = places.find((at) => whole.test(text.slice(at)));
  return cut === undefined ? text : text.slice(0, cut);
}

/** A regular expression for a shell pattern of `*` and `?`. */
function patternSource(pattern: string, greedy: boolean): string {
  return pattern.replace(/\\?[\s\S]/g, (token) => {
    if (token === '*') return greedy ? '.*' : '.*?';
    if (token === '?') return '.';
    const char = token.length === 2 ? token.slice(1) : token;
    return char.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  });
}
