import type { Span } from '../text/span.ts';
import { dropped } from './lines.ts';
import { type Piece, pieceOf, spanOf, type Word, wordOf } from './words.ts';

/** `key=value` inside a flag's value, as in `--mount=type=cache,target=/root/.npm`. */
export interface FlagOption {
  readonly key: string;
  /** Undefined for a key that stands alone, such as `readonly`. */
  readonly value: string | undefined;
  readonly span: Span;
  readonly valueSpan: Span | undefined;
}

/** A builder flag: `--from=build`. */
export interface Flag {
  readonly name: string;
  /** Undefined for a flag without `=`. */
  readonly value: Word | undefined;
  readonly span: Span;
  readonly nameSpan: Span;
  /** The value read as a list of options. */
  readonly options: readonly FlagOption[];
}

/**
 * Takes the flags off the front of an instruction's arguments: words that begin with `--`, up to the first that does
 * not, or up to a lone `--`. Returns them and what is left.
 */
export function takeFlags(piece: Piece): { flags: readonly Flag[]; rest: Piece } {
  // Most instructions have none.
  if (/^[^\s\0-]/.test(piece.text)) return { flags: [], rest: piece };
  const flags: Flag[] = [];
  let at = 0;
  for (;;) {
    at += /^[\s\0]*/.exec(piece.text.slice(at))?.[0].length ?? 0;
    if (!piece.text.startsWith('--', at)) break;
    const length = /^(?:[^\s"']|"[^"]*"|'[^']*'|["'])+/.exec(piece.text.slice(at))?.[0].length ?? 0;
    let end = at + length;
    while (piece.text[end - 1] === dropped) end--;
    const word = pieceOf(piece, at, end);
    at += length;
    if (word.text === '--') break;
    flags.push(readFlag(word));
  }
  return { flags, rest: pieceOf(piece, at, piece.text.length) };
}

function readFlag(piece: Piece): Flag {
  const equals = piece.text.indexOf('=');
  const nameEnd = equals === -1 ? piece.text.length : equals;
  const name = pieceOf(piece, 2, nameEnd);
  const value = equals === -1 ? undefined : unquote(pieceOf(piece, equals + 1, piece.text.length));
  return {
    name: wordOf(name).text,
    value: value && wordOf(value),
    span: spanOf(piece),
    nameSpan: spanOf(name),
    options: value ? readOptions(value) : [],
  };
}

function unquote(piece: Piece): Piece {
  const quoted = /^(["'])[^"']*\1$/s.test(piece.text);
  return quoted ? pieceOf(piece, 1, piece.text.length - 1) : piece;
}

function readOptions(piece: Piece): FlagOption[] {
  const options: FlagOption[] = [];
  for (const match of piece.text.matchAll(/[^,]+/g)) {
    const option = pieceOf(piece, match.index, match.index + match[0].length);
    const equals = option.text.indexOf('=');
    const value = equals === -1 ? undefined : pieceOf(option, equals + 1, option.text.length);
    options.push({
      key: wordOf(pieceOf(option, 0, equals === -1 ? option.text.length : equals)).text.trim(),
      value: value && wordOf(value).text,
      span: spanOf(option),
      valueSpan: value && spanOf(value),
    });
  }
  return options;
}
