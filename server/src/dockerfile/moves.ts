import { insert, remove, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Dockerfile } from './dockerfile.ts';
import { blockStart } from './edits.ts';
import type { Instruction } from './instructions/instruction.ts';

/** Moves an instruction, with the comments directly above it, to directly above another one and its comments. */
export function moveAbove({ text }: Dockerfile, moved: Instruction, target: Instruction): readonly TextEdit[] {
  const eol = lineBreakOf(text);
  const start = lineStart(text, blockStart(moved));
  const feed = text.indexOf('\n', moved.span.end);
  const lines = text.slice(start, moved.span.end) + eol;
  // Of the last line without a break the one before it is taken away.
  const taken =
    feed === -1
      ? { start: start - (text.slice(0, start).endsWith('\r\n') ? 2 : 1), end: text.length }
      : { start, end: feed + 1 };
  return [insert(lineStart(text, blockStart(target)), lines), remove(taken)];
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
