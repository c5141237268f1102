import { Refusal } from '../core/fix.ts';
import type { GivenOption } from '../shell/options.ts';
import type { Step } from '../shell/script.ts';
import { remove, type TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Dockerfile } from './dockerfile.ts';
import { removeInstruction } from './edits.ts';
import type { Instruction } from './instructions/instruction.ts';
import type { RunInstruction } from './instructions/run.ts';

/** Removes one member of the list of commands that a RUN instruction runs; the instruction, when it runs nothing else. */
export function removeStep(dockerfile: Dockerfile, run: RunInstruction, step: Step): TextEdit | Refusal {
  const steps = run.script?.steps ?? [];
  const at = steps.findIndex(({ span }) => span.start === step.span.start);
  if (at === -1 || run.form.kind !== 'shell') return new Refusal('The commands are not in the shell form.');
  if (steps.some(({ joiner, background }) => joiner === '||' || background)) {
    return new Refusal('Other commands depend on whether this one fails.');
  }
  const before = steps[at - 1];
  const after = steps[at + 1];
  if (!before && !after) {
    return run.onbuild ? new Refusal('It is the trigger of an ONBUILD.') : removeInstruction(dockerfile, run);
  }
  const gap = before
    ? { start: before.span.end, end: step.span.start }
    : { start: step.span.end, end: after?.span.start ?? 0 };
  if (dockerfile.text.slice(gap.start, gap.end).includes('#')) return new Refusal('There is a comment beside it.');
  return remove(before ? { start: gap.start, end: step.span.end } : { start: step.span.start, end: gap.end });
}

/** Removes one word of an instruction, with the blanks before it, or with its line when it stands there alone. */
export function removeWord({ text }: Dockerfile, { escapeMark }: Instruction, word: Span): TextEdit | Refusal {
  const lineStart = text.lastIndexOf('\n', word.start - 1) + 1;
  const before = text.slice(lineStart, word.start);
  if (before.trim() !== '') {
    return remove({ start: word.start - (before.length - before.trimEnd().length), end: word.end });
  }
  const feed = text.indexOf('\n', word.end);
  const after = text.slice(word.end, feed === -1 ? text.length : feed).trim();
  if (after === escapeMark && feed !== -1) return remove({ start: lineStart, end: feed + 1 });
  return after === ''
    ? new Refusal('The line before would have to change too.')
    : remove({ start: word.start, end: word.end + (/^[ \t]+/.exec(text.slice(word.end))?.[0].length ?? 0) });
}

/** Removes an option that takes no value: its word, or its letter from a word of several. */
export function removeOption(
  dockerfile: Dockerfile,
  run: RunInstruction,
  { word, span, isClustered }: GivenOption,
): TextEdit | Refusal {
  return isClustered ? remove(span) : removeWord(dockerfile, run, word.span);
}
