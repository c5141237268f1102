/** The tokens of a type declaration: documentation, texts, words and numbers, and signs. */
const token = /\/\*\*([\s\S]*?)\*\/|"((?:[^"\\]|\\.)*)"|([\w$]+)|[{}[\]()<>|&;:,?=*.-]/g;

/** Reads the tokens of a declaration file one after the other. */
export class Tokens {
  private readonly tokens: RegExpExecArray[];
  private at = 0;

  constructor(source: string) {
    this.tokens = [...source.matchAll(token)];
  }

  get isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  /** The next token, as it is written. */
  get next(): string {
    return this.tokens[this.at]?.[0] ?? '';
  }

  /** The next token, which is then behind us. */
  take(): string {
    const taken = this.next;
    this.at++;
    return taken;
  }

  /** Whether the next token is this one, which is then behind us. */
  skip(expected: string): boolean {
    if (this.next !== expected) return false;
    this.at++;
    return true;
  }

  expect(expected: string): void {
    if (!this.skip(expected)) throw new Error(`"${expected}" is expected, not "${this.next}"`);
  }

  /** What the documentation says that stands here; undefined when none does. */
  documentation(): string | undefined {
    let text: string | undefined;
    for (; this.next.startsWith('/**'); this.at++) text = plain(this.tokens[this.at]?.[1] ?? '');
    return text;
  }

  /** The text in quotes that stands here; undefined when none does. */
  quoted(): string | undefined {
    if (!this.next.startsWith('"')) return undefined;
    return JSON.parse(this.take()) as string;
  }
}

/** The text of a documentation comment, whose lines begin with stars and in which some signs are escaped. */
function plain(comment: string): string {
  return comment
    .replace(/^[ \t]*\* ?/gm, '')
    .replace(/\\(?=[*/])/g, '')
    .trim();
}
