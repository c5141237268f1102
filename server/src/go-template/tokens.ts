import type { Span } from '../text/span.ts';

export type TokenKind = 'field' | 'dot' | 'variable' | 'word' | 'string' | 'number' | 'sign';

/** A word of a template's language, with its place in the text. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly span: Span;
  /** Whether nothing stands between it and the token before. */
  readonly isAttached: boolean;
}

const token =
  /\/\*[\s\S]*?(?:\*\/|$)|("(?:[^"\\\n]|\\.)*"?|`[^`]*`?)|(\.[\p{L}_][\p{L}\p{N}_]*)|(\.(?!\d))|(\$[\p{L}\p{N}_]*)|([\p{L}_][\p{L}\p{N}_]*)|('(?:[^'\\\n]|\\.)*'?|[-+]?\.?\d[\w.+-]*)|(:=|[|(),=])/gu;

const kinds: readonly TokenKind[] = ['string', 'field', 'dot', 'variable', 'word', 'number', 'sign'];

/**
 * The tokens of an action, without its braces (text/template of Go 1.25, "Actions"). Comments are none, a text that is
 * not closed ends where the action does, and what is no Go is passed over.
 */
export function tokensOf(text: string, { start, end }: Span): Token[] {
  const tokens: Token[] = [];
  for (const match of text.slice(start, end).matchAll(token)) {
    const kind = kinds.find((_, group) => match[group + 1] !== undefined);
    if (!kind) continue;
    const at = start + match.index;
    const isAttached = tokens.at(-1)?.span.end === at;
    tokens.push({ kind, text: match[0], span: { start: at, end: at + match[0].length }, isAttached });
  }
  return tokens;
}
