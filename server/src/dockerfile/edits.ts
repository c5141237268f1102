import { Refusal } from '../core/fix.ts';
import { insert, remove, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Flag } from './flags.ts';
import type { Instruction } from './instructions/instruction.ts';
import { type KeyValue, type KeyValueInstruction, pairSpan } from './instructions/key-value.ts';

/** Removes an instruction with its lines. Comments above it stay: they may speak of more than the instruction. */
export function removeInstruction({ text }: Dockerfile, instruction: Instruction): TextEdit {
  const start = lineStart(text, instruction.span.start);
  const feed = text.indexOf('\n', instruction.span.end);
  return remove({ start, end: feed === -1 ? text.length : feed + 1 });
}

/**
 * Inserts lines, given without a line break at the end, above an instruction and above the comments that belong to it:
 * a suppression among them would otherwise speak about the new lines.
 */
export function insertAbove({ text }: Dockerfile, instruction: Instruction, lines: readonly string[]): TextEdit {
  const eol = lineBreakOf(text);
  return insert(lineStart(text, blockStart(instruction)), lines.map((line) => line + eol).join(''));
}

/** Where an instruction begins with the comments directly above it. */
export function blockStart({ comments, span }: Instruction): number {
  return Math.min(span.start, comments[0]?.span.start ?? span.start);
}

/** Inserts lines, given without a line break at the end, below an instruction. */
export function insertBelow({ text }: Dockerfile, instruction: Instruction, lines: readonly string[]): TextEdit {
  const eol = lineBreakOf(text);
  return insert(instruction.span.end, lines.map((line) => eol + line).join(''));
}

/**
 * Removes one of the things that an instruction lists, such as a port of EXPOSE, with the space or the line continuation
 * that sets it apart; the last one goes with the whole instruction.
 */
export function removeItem(
  dockerfile: Dockerfile,
  instruction: Instruction,
  items: readonly Span[],
  item: Span,
): readonly TextEdit[] | Refusal {
  const at = items.indexOf(item);
  const [previous, next] = [items[at - 1], items[at + 1]];
  if (!previous && !next) return [removeInstruction(dockerfile, instruction)];
  const span = previous ? { start: previous.end, end: item.end } : { start: item.start, end: (next as Span).start };
  const isBetween = (other: Span) => other.start >= span.start && other.end <= span.end;
  if (instruction.comments.some((comment) => isBetween(comment.span)) || instruction.blankLines.some(isBetween)) {
    return new Refusal('There are comments or blank lines between the lines of the instruction.');
  }
  return [remove(span)];
}

/** Removes one pair of an ENV or LABEL, and the instruction when it has no other. */
export function removePair(
  dockerfile: Dockerfile,
  instruction: KeyValueInstruction,
  pair: KeyValue,
): readonly TextEdit[] | Refusal {
  const spans = instruction.pairs.map(pairSpan);
  const span = spans[instruction.pairs.indexOf(pair)];
  return span ? removeItem(dockerfile, instruction, spans, span) : new Refusal('The pair is not in the instruction.');
}

/** Adds a builder flag behind the keyword of an instruction. */
export function insertFlag(instruction: Instruction, flag: string): TextEdit {
  return insert(instruction.keywordSpan.end, ` ${flag}`);
}

/** Removes a builder flag, with the space that sets it apart from what follows. */
export function removeFlag(instruction: Instruction, flag: Flag): TextEdit | Refusal {
  const { flags, words, comments } = instruction;
  const end = flags[flags.indexOf(flag) + 1]?.span.start ?? words[0]?.span.start ?? flag.span.end;
  const isBetween = comments.some(({ span }) => span.start > flag.span.end && span.end < end);
  return isBetween ? new Refusal('A comment stands behind it.') : remove({ start: flag.span.start, end });
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
