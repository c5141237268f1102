import { type MappedText, mapped, verbatim } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import { dropped, withoutDropped } from './lines.ts';

/** Part of an instruction's text: its units stand in the file one for one, from `start` on. */
export interface Piece {
  /** With `dropped` where the file has line continuations and comments. */
  readonly text: string;
  readonly start: number;
}

/** One word of an instruction. */
export interface Word {
  /** As written, without line continuations; quotes and variables stand as they are. */
  readonly text: string;
  readonly span: Span;
  /** The same with the way back to the file. */
  readonly piece: Piece;
}

export function pieceOf(piece: Piece, start: number, end: number): Piece {
  return { text: piece.text.slice(start, end), start: piece.start + start };
}

/** A piece without what is dropped or blank at its ends. */
export function trim(piece: Piece): Piece {
  const { text } = piece;
  let start = 0;
  while (start < text.length && isBlank(text.charCodeAt(start))) start++;
  let end = text.length;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? piece : pieceOf(piece, start, end);
}

/** White space, or what is dropped: the characters from NUL to the blank, none of which is printed. */
function isBlank(code: number): boolean {
  return code <= 32 || code === 0xa0 || code === 0xfeff;
}

export function spanOf(piece: Piece): Span {
  return { start: piece.start, end: piece.start + piece.text.length };
}

/** A piece as one word. */
export function wordOf(piece: Piece): Word {
  return { text: withoutDropped(piece.text), span: spanOf(piece), piece };
}

/** Splits at white space, as builders do for FROM, COPY, EXPOSE and VOLUME: quotes mean nothing. */
export function splitAtSpace(piece: Piece): Word[] {
  const words: Word[] = [];
  for (const match of piece.text.matchAll(/[^\s\0](?:[^\s]*[^\s\0])?/g)) {
    words.push(wordOf(pieceOf(piece, match.index, match.index + match[0].length)));
  }
  return words;
}

/** Splits at white space outside quotes, as builders do for ENV, LABEL and ARG. Quotes stay part of the word. */
export function splitOutsideQuotes(piece: Piece, escapeMark: string): Word[] {
  const { text } = piece;
  const words: Word[] = [];
  let start = -1;
  let last = -1;
  let quote = '';
  const finish = () => {
    if (start !== -1) words.push(wordOf(pieceOf(piece, start, last + 1)));
    start = -1;
  };
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === dropped) continue;
    if (quote === '' && isBlank(char.charCodeAt(0))) {
      finish();
      continue;
    }
    if (start === -1) start = at;
    last = at;
    if (char === escapeMark && quote !== "'") {
      const next = afterDropped(text, at + 1);
      if (next < text.length) last = at = next;
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
    } else if (char === quote) {
      quote = '';
    }
  }
  finish();
  return words;
}

function afterDropped(text: string, from: number): number {
  let at = from;
  while (text[at] === dropped) at++;
  return at;
}

/** A piece without what is dropped, with the way back to the file. */
export function compact(piece: Piece): MappedText {
  if (!piece.text.includes(dropped)) return verbatim(piece.text, piece.start);
  const units: Span[] = [];
  for (let at = 0; at < piece.text.length; at++) {
    if (piece.text[at] !== dropped) units.push({ start: piece.start + at, end: piece.start + at + 1 });
  }
  return mapped(withoutDropped(piece.text), units, piece.start);
}
