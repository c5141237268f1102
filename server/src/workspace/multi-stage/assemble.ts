import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { FromInstruction } from '../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { insert, remove, replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';

/** A conversion, ready to be written down. */
export interface Parts {
  readonly dockerfile: Dockerfile;
  readonly from: FromInstruction;
  /** The last instruction of the build stage. */
  readonly last: Instruction;
  /** Instructions that leave the build stage. */
  readonly removed: readonly Instruction[];
  /** Further edits of the build stage. */
  readonly edits: readonly TextEdit[];
  /** Instructions that end the build stage. */
  readonly buildLines: readonly string[];
  /** The runtime stage from its FROM on; the instructions that stay where they are follow. */
  readonly runtimeLines: readonly string[];
}

/** The name of the build stage. The name it may have had goes to the runtime stage, which is what people ask for. */
export const buildStage = 'build';

/** Writes a conversion down: names the first stage, ends it, and begins the second right behind it. */
export function assemble(parts: Parts): readonly TextEdit[] {
  const { dockerfile, from, last, removed, edits, buildLines, runtimeLines } = parts;
  const { text } = dockerfile;
  const eol = lineBreakOf(text);
  const name = from.stageName
    ? replace(from.stageName.span, buildStage)
    : insert(from.image?.span.end ?? from.span.end, ` ${keyword(from, 'AS')} ${buildStage}`);
  return [
    name,
    ...edits,
    ...removed.map((instruction) => removal(text, instruction)),
    insert(last.span.end, [...buildLines, '', ...runtimeLines].map((line) => eol + line).join('')),
  ];
}

/** A keyword in the case that the file writes its own in. */
export function keyword(from: FromInstruction, upper: string): string {
  return from.writtenKeyword === from.writtenKeyword.toLowerCase() ? upper.toLowerCase() : upper;
}

/** The text of an instruction with the comments directly above it. */
export function withComments({ text }: Dockerfile, instruction: Instruction): string {
  return text.slice(startWithComments(text, instruction), instruction.span.end);
}

/** The text of an instruction alone. */
export function withoutComments({ text }: Dockerfile, { span }: Instruction): string {
  return text.slice(span.start, span.end);
}

function startWithComments(text: string, { comments, span }: Instruction): number {
  const first = comments.find((comment) => comment.span.start < span.start);
  return lineStart(text, first?.span.start ?? span.start);
}

/** Removes an instruction with its comments, and one of two blank lines that would be left behind. */
function removal(text: string, instruction: Instruction): TextEdit {
  const start = startWithComments(text, instruction);
  const feed = text.indexOf('\n', instruction.span.end);
  const end = feed === -1 ? text.length : feed + 1;
  const blankBefore = /\n[ \t]*\r?\n$/.test(text.slice(Math.max(0, start - 100), start));
  const blankAfter = blankBefore ? (/^[ \t]*\r?\n/.exec(text.slice(end, end + 100))?.[0].length ?? 0) : 0;
  return remove({ start, end: end + blankAfter });
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
