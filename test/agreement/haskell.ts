/** The little of Haskell that test cases are written in: words, punctuation and string literals. */
export type Token = { readonly kind: 'text' | 'word'; readonly value: string };

/** Splits a source into tokens, comments left out. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /--[^\n]*|\{-[\s\S]*?-\}|"((?:[^"\\]|\\[\s\S])*)"|[?\w.']+|[[\](){},$=]|[^\s\w"[\](){},$=?]+/g;
  for (const match of source.matchAll(pattern)) {
    const [all, literal] = match;
    if (literal !== undefined) tokens.push({ kind: 'text', value: unescaped(literal) });
    else if (!all.startsWith('--') && !all.startsWith('{-')) tokens.push({ kind: 'word', value: all });
  }
  return tokens;
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  "'": "'",
  '&': '',
};

function unescaped(literal: string): string {
  return literal.replace(/\\(?:(\d+)|x([0-9a-fA-F]+)|\s+\\|([\s\S]))/g, (_, decimal, hex, char) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return char === undefined ? '' : (escapes[char] ?? char);
  });
}

/** A string, or a list of strings. */
export type Value = string | readonly string[];

/** Reads expressions made of strings, lists, names, `<>` and `Text.unlines`. */
export class Expressions {
  private readonly tokens: readonly Token[];
  private readonly names: ReadonlyMap<string, Value>;
  /** Where reading goes on. */
  at: number;

  constructor(tokens: readonly Token[], at: number, names: ReadonlyMap<string, Value>) {
    this.tokens = tokens;
    this.at = at;
    this.names = names;
  }

  /** The expression that begins here; undefined when it is of another kind. */
  read(): Value | undefined {
    let value = this.term();
    while (value !== undefined && this.takes('<>')) {
      const next = this.term();
      if (typeof value !== 'string' || typeof next !== 'string') return undefined;
      value += next;
    }
    return value;
  }

  private term(): Value | undefined {
    if (this.takes('$')) return this.read();
    if (this.takes('(')) {
      const value = this.read();
      return this.takes(')') ? value : undefined;
    }
    if (this.takes('[')) return this.list();
    if (this.takes('Text.unlines') || this.takes('unlines')) {
      const value = this.term();
      return value === undefined || typeof value === 'string' ? undefined : value.map((line) => `${line}\n`).join('');
    }
    const token = this.tokens[this.at];
    if (token === undefined) return undefined;
    this.at++;
    return token.kind === 'text' ? token.value : this.names.get(token.value);
  }

  private list(): readonly string[] | undefined {
    const items: string[] = [];
    while (!this.takes(']')) {
      const item = this.read();
      if (typeof item !== 'string') return undefined;
      items.push(item);
      this.takes(',');
    }
    return items;
  }

  private takes(word: string): boolean {
    const token = this.tokens[this.at];
    const is = token?.kind === 'word' && token.value === word;
    if (is) this.at++;
    return is;
  }
}
