import type { Span } from '../../text/span.ts';
import { pieceOf, splitOutsideQuotes, trim, type Word, wordOf } from '../words.ts';
import { Instruction } from './instruction.ts';

/** One `KEY=value` of ENV, LABEL or ARG. */
export interface KeyValue {
  readonly key: Word;
  /** As written, quotes and all; undefined for `ARG NAME`, which has none. */
  readonly value: Word | undefined;
  /** Written `KEY value`, the old form, in which the value goes on to the end. */
  readonly isLegacy: boolean;
}

/** A pair from its key to the end of its value. */
export function pairSpan({ key, value }: KeyValue): Span {
  return { start: key.span.start, end: (value ?? key).span.end };
}

/** ENV, LABEL or ARG. */
export class KeyValueInstruction extends Instruction {
  private read: readonly KeyValue[] | undefined;

  get pairs(): readonly KeyValue[] {
    this.read ??= this.readPairs();
    return this.read;
  }

  private readPairs(): KeyValue[] {
    const words = splitOutsideQuotes(this.arguments, this.escapeMark);
    const first = words[0];
    if (!first) return [];
    if (this.keyword !== 'ARG' && !first.text.includes('=')) return [this.legacyPair(first)];
    return words.map(readPair);
  }

  private legacyPair(key: Word): KeyValue {
    const { arguments: piece } = this;
    const value = trim(pieceOf(piece, key.span.end - piece.start, piece.text.length));
    return { key, value: value.text === '' ? undefined : wordOf(value), isLegacy: true };
  }
}

function readPair(word: Word): KeyValue {
  const { piece } = word;
  const equals = piece.text.indexOf('=');
  if (equals === -1) return { key: word, value: undefined, isLegacy: false };
  return {
    key: wordOf(pieceOf(piece, 0, equals)),
    value: wordOf(pieceOf(piece, equals + 1, piece.text.length)),
    isLegacy: false,
  };
}
