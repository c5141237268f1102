import type { Span } from '../text/span.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Instruction } from './instructions/instruction.ts';
import type { Comment, Heredoc } from './lines.ts';
import type { Stage } from './stage.ts';

/** The instruction that an offset is in, here-documents included; inside an ONBUILD its trigger. */
export function instructionAt({ allInstructions }: Dockerfile, offset: number): Instruction | undefined {
  const last = allInstructions[countUpTo(allInstructions, offset) - 1];
  return last && offset <= last.span.end ? last : undefined;
}

/**
 * The same, for somebody who writes: an instruction whose last line ends with a continuation mark goes on below it, up
 * to where another one begins.
 */
export function instructionToContinueAt({ allInstructions }: Dockerfile, offset: number): Instruction | undefined {
  const last = allInstructions[countUpTo(allInstructions, offset) - 1];
  if (!last || offset <= last.span.end) return last;
  return last.heredocs.length === 0 && last.isUnfinished ? last : undefined;
}

/** The here-document of an instruction that an offset is in. */
export function heredocAt({ heredocs }: Instruction, offset: number): Heredoc | undefined {
  return heredocs.find(({ content }) => content.start <= offset && offset <= content.end);
}

/** The instructions that have a part in a stretch of the file, in the order of the text. */
export function instructionsWithin({ allInstructions }: Dockerfile, { start, end }: Span): readonly Instruction[] {
  const first = Math.max(countUpTo(allInstructions, start) - 1, 0);
  return allInstructions.slice(first, countUpTo(allInstructions, end)).filter(({ span }) => span.end >= start);
}

/** The comment that an offset is in or at the end of. */
export function commentAt({ lines: { comments } }: Dockerfile, offset: number): Comment | undefined {
  const last = comments[countUpTo(comments, offset) - 1];
  // What stands left of the `#` is no part of it.
  return last && last.span.start < offset && offset <= last.span.end ? last : undefined;
}

/** The stage that an instruction written at an offset would belong to. */
export function stageAt({ stages, preamble }: Dockerfile, offset: number): Stage {
  let low = 0;
  let high = stages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stages[middle]?.from?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return stages[low - 1] ?? preamble;
}

/** How many of these, which are in the order of the text, begin at an offset or before it. */
function countUpTo(list: readonly { readonly span: Span }[], offset: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.span.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
