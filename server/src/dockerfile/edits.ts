import { Refusal } from '../core/fix.ts';
import { insert, remove, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Instruction } from './instructions/instruction.ts';
import type { RunInstruction } from './instructions/run.ts';

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

/** Adds a builder flag behind the keyword of an instruction. */
export function insertFlag(instruction: Instruction, flag: string): TextEdit {
  return insert(instruction.keywordSpan.end, ` ${flag}`);
}

/**
 * Adds a command to the end of what a RUN instruction runs, joined as the commands before it are: with `&&` or, in
 * scripts that set `-e`, with `;`, on a line of its own where they stand on lines of their own.
 */
export function appendCommand({ text }: Dockerfile, run: RunInstruction, command: string): TextEdit | Refusal {
  const { script, form } = run;
  const last = script?.steps.at(-1);
  if (!script || !last || form.kind !== 'shell') return new Refusal('The commands are not in the shell form.');
  if (last.background) return new Refusal('The last command runs in the background.');
  const eol = lineBreakOf(text);
  if (run.heredocs.length > 0) {
    const [heredoc] = run.heredocs;
    const isWholeScript = run.heredocs.length === 1 && heredoc && last.span.start >= heredoc.content.start;
    if (!isWholeScript) return new Refusal('The commands read from here-documents.');
    const indent = /^[ \t]*/.exec(text.slice(lineStart(text, last.span.start)))?.[0] ?? '';
    return insert(heredoc.content.end, indent + command + eol);
  }
  const usesSemicolon = script.commands[0]?.name === 'set' && script.steps[1]?.joiner === ';';
  const joiner = usesSemicolon ? ';' : '&&';
  const spansLines = text.slice(last.span.start, last.span.end).includes('\n');
  const ownLine = lineStart(text, last.span.start) > run.span.start;
  if (!ownLine && spansLines && !usesSemicolon) {
    const indentOfLast = /^[ \t]*/.exec(text.slice(lineStart(text, last.span.end)))?.[0] ?? '';
    return insert(last.span.end, ` ${run.escapeMark}${eol}${indentOfLast}&& ${command}`);
  }
  if (!ownLine) return insert(last.span.end, `${usesSemicolon ? ';' : ' &&'} ${command}`);
  const line = text.slice(lineStart(text, last.span.start), last.span.start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const leads = line.trim() !== '' && !usesSemicolon;
  const mark = run.escapeMark;
  // `&&` goes where the commands before have theirs: at the beginning of a line or at its end.
  return insert(
    last.span.end,
    leads
      ? ` ${mark}${eol}${indent}${joiner} ${command}`
      : `${usesSemicolon ? ';' : ' &&'} ${mark}${eol}${indent}${command}`,
  );
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
