/** A token of a build file in a language of its own. Offsets are the file's. */
export interface Token {
  /** `name` for identifiers and numbers, `string` for what stands in quotes, `end` for a line break, else punctuation. */
  readonly kind: 'name' | 'string' | 'end' | 'mark';
  /** The identifier, the text between the quotes, or the character. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Longer files, in UTF-16 units, are no build definitions. */
const longest = 300_000;

/**
 * The tokens of HCL and Starlark, which are alike as far as names, strings, brackets and comments go. Strings keep their
 * escapes; those of HCL may hold strings in `${...}`. A string without an end ends with its line.
 */
export function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  if (text.length > longest) return tokens;
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
      const close = Math.min(end + quote.length, text.length);
      tokens.push({ kind: 'string', text: text.slice(start, end), start: at, end: close });
      at = text.startsWith(quote, end) ? close : Math.max(end, start);
    } else {
      const kind = found === '\n' ? 'end' : /^\w/.test(found) ? 'name' : 'mark';
      tokens.push({ kind, text: found, start: at, end: at + found.length });
      at += found.length;
    }
  }
  return tokens;
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

function endOfString(text: string, from: number, quote: string): number {
  let depth = 0;
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (quote === '"' && (text.startsWith('${', at) || (depth > 0 && text[at] === '{'))) {
      if (text[at] === '$') at++;
      depth++;
    } else if (depth > 0 && text[at] === '}') depth--;
    else if (depth === 0 && text.startsWith(quote, at)) return at;
    else if (text[at] === '\n' && quote.length === 1) return at;
  }
  return text.length;
}
