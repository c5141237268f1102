import type { Span } from '../../../text/span.ts';
import { type Token, type TokenType, tokenTypes } from '../../assistant.ts';

const lineFeed = 10;
const blank = 32;

/**
 * The colours of a text, laid on from the ground up: what is painted later covers what was painted before. So tokens
 * never overlap, however the things lie within one another that they stand for.
 */
export class Paint {
  private readonly text: string;
  /** For each unit of the text the number of its type, counted from one; zero for none. */
  private readonly colours: Uint8Array;

  constructor(text: string) {
    this.text = text;
    this.colours = new Uint8Array(text.length);
  }

  /** Gives a stretch a type, or takes away what it has. Stretches without exact places stay as they are. */
  lay({ start, end, isExact }: Span, type: TokenType | undefined): void {
    if (isExact !== false) this.colours.fill(type === undefined ? 0 : numbers[type], start, end);
  }

  /** What is to be seen in the end: in the order of the text, within lines, without blanks at the ends. */
  tokens(): readonly Token[] {
    const { text, colours } = this;
    const tokens: Token[] = [];
    let at = 0;
    while (at < colours.length) {
      const colour = colours[at] ?? 0;
      const start = at++;
      if (colour === 0 || text.charCodeAt(start) <= blank) continue;
      let end = at;
      for (; at < colours.length && colours[at] === colour; at++) {
        const code = text.charCodeAt(at);
        if (code === lineFeed) break;
        if (code > blank) end = at + 1;
      }
      const type = tokenTypes[colour - 1];
      if (type) tokens.push({ span: { start, end }, type });
    }
    return tokens;
  }
}

const numbers = Object.fromEntries(tokenTypes.map((type, at) => [type, at + 1])) as Record<TokenType, number>;
