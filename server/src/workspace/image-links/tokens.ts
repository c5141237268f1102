import type { Span } from '../../text/span.ts';
import { largestDefinition } from './build.ts';

/** A token of a build file in a language of its own. Offsets are the file's. */
export interface Token {
  /** `name` for identifiers and numbers, `string` for what stands in quotes, `end` for a line break, else punctuation. */
  readonly kind: 'name' | 'string' | 'end' | 'mark';
  /** The identifier, the text between the quotes, or the character. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The tokens of HCL and Starlark, which are alike as far as names, strings, brackets and comments go. Strings keep their
 * escapes; those of HCL may hold strings in `${...}`. A string without an end ends with its line.
 */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  if (text.length > largestDefinition) return tokens;
  const pattern =
    /(#|\/\/)[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|<<-?([A-Za-z_]\w*)\r?\n|[rbf]?("""|'''|"|')|[A-Za-z_0-9][\w.-]*|\n|[^\s]/y;
  for (let at = 0; at < text.length; ) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) {
      at++;
      continue;
    }
    const [found, comment, heredoc, quote] = match;
    if (comment !== undefined || found.startsWith('/*')) at += found.length;
    else if (heredoc !== undefined) at = endOfHeredoc(text, at + found.length, heredoc);
    else if (quote !== undefined) {
      const start = at + found.length;
      const end = endOfString(text, start, quote);
      const close = text.startsWith(quote, end) ? end + quote.length : end;
      tokens.push({ kind: 'string', text: text.slice(start, end), start: at, end: close });
      at = close;
    } else {
      const kind = found === '\n' ? 'end' : /^\w/.test(found) ? 'name' : 'mark';
      tokens.push({ kind, text: found, start: at, end: at + found.length });
      at += found.length;
    }
  }
  return tokens;
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** The first bracket or quote that is not closed, or closes nothing. */
export function problemOf(tokens: readonly Token[]): { readonly span: Span; readonly message: string } | undefined {
  const open: Token[] = [];
  for (const token of tokens) {
    const span = { start: token.start, end: token.end };
    // The quotes are no part of its text, and one of them is missing where there are fewer than two.
    const isOpen = token.kind === 'string' && token.end - token.start < token.text.length + 2;
    if (isOpen) return { span, message: 'This quote is not closed' };
    if (token.kind !== 'mark') continue;
    if (closing[token.text] !== undefined) open.push(token);
    else if (/[)\]}]/.test(token.text)) {
      const last = open.pop();
      if (!last || closing[last.text] !== token.text) return { span, message: `This "${token.text}" closes nothing` };
    }
  }
  const [first] = open;
  return first && { span: { start: first.start, end: first.end }, message: `This "${first.text}" is not closed` };
}

function endOfHeredoc(text: string, from: number, word: string): number {
  for (let at = from; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    if (text.slice(at, end).trim() === word) return end;
    at = end + 1;
  }
  return text.length;
}

/** How deep strings may stand in what is filled into strings. */
const deepest = 20;

function endOfString(text: string, from: number, quote: string, level = 0): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (quote === '"' && (text.startsWith('${', at) || (depth > 0 && text[at] === '{'))) {
      if (text[at] === '$') at++;
      depth++;
    } else if (depth > 0 && text[at] === '}') depth--;
    else if (depth > 0 && text[at] === '"' && level < deepest) {
      const end = endOfString(text, at + 1, '"', level + 1);
      if (text[end] !== '"') return end;
      at = end;
    } else if (depth === 0 && text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return at;
  }
  return text.length;
}
