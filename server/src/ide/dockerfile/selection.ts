import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { KeyValueInstruction, pairSpan } from '../../dockerfile/instructions/key-value.ts';
import { processFormOf, scriptsOf } from '../../dockerfile/process-form.ts';
import { spanOf } from '../../dockerfile/words.ts';
import { cover, type Span } from '../../text/span.ts';
import type { Assistant } from '../assistant.ts';
import { dockerfileOf } from '../spot.ts';

/**
 * Grows a selection in a Dockerfile: word, argument, command, list of commands, instruction, instruction with its
 * comments, stage, file.
 */
export const dockerfileSelection: Assistant = {
  selections({ file, offset }) {
    const dockerfile = dockerfileOf(file);
    if (!dockerfile) return [];
    const holding = spansAround(dockerfile, offset).filter(
      ({ start, end }) => start < end && start <= offset && offset <= end,
    );
    return nested(holding);
  },
};

/** Spans that may hold an offset. */
function spansAround(dockerfile: Dockerfile, offset: number): readonly Span[] {
  const { text, lines } = dockerfile;
  const instruction = dockerfile.instructionAt(offset);
  const written = instruction?.onbuild ?? instruction;
  const comment = lines.comments.find(({ span }) => span.start <= offset && offset <= span.end);
  const stage = dockerfile.stages.findLast(({ from }) => from && from.span.start <= offset);
  const last = stage?.instructions.at(-1);
  return [
    { start: 0, end: text.length },
    ...(stage?.from && last ? [cover(stage.from.span, last.span)] : []),
    ...(comment ? [comment.span] : []),
    ...(written ? [written.span, written.comments.reduce((all, { span }) => cover(all, span), written.span)] : []),
    ...(instruction ? partsOf(instruction, offset) : []),
    ...wordAt(text, offset),
  ];
}

function partsOf(instruction: Instruction, offset: number): readonly Span[] {
  const { span, lineSpan, keywordSpan, rest, arguments: piece, flags, json, words, heredocs } = instruction;
  const pairs = instruction instanceof KeyValueInstruction ? instruction.pairs : [];
  return [
    span,
    lineSpan,
    keywordSpan,
    spanOf(rest),
    spanOf(piece),
    ...flags.flatMap((flag) => [
      flag.span,
      ...(flag.value ? [flag.value.span] : []),
      ...flag.options.flatMap((option) => [option.span, ...(option.valueSpan ? [option.valueSpan] : [])]),
    ]),
    ...pairs.flatMap((pair) => [
      pairSpan(pair),
      pair.key.span,
      ...(pair.value ? [pair.value.span, withoutQuotes(pair.value.text, pair.value.span)] : []),
    ]),
    ...(json?.items.flatMap((item) => [item.span, { start: item.span.start + 1, end: item.span.end - 1 }]) ?? []),
    ...heredocs.map(({ content }) => content),
    // The words of a script are found by the shell.
    ...(processFormOf(instruction) ? [] : words.map((word) => word.span)),
    ...scriptsOf(instruction).flatMap((script) => script.enclosing(offset)),
  ];
}

function withoutQuotes(text: string, { start, end }: Span): Span {
  return /^(["']).*\1$/s.test(text) && text.length > 1 ? { start: start + 1, end: end - 1 } : { start, end };
}

/** The letters and digits around an offset. */
function wordAt(text: string, offset: number): readonly Span[] {
  let start = offset;
  while (start > 0 && /\w/.test(text[start - 1] ?? '')) start--;
  let end = offset;
  while (end < text.length && /\w/.test(text[end] ?? '')) end++;
  return start < end ? [{ start, end }] : [];
}

/** The smallest span and those around it, each holding the one before. */
function nested(spans: readonly Span[]): readonly Span[] {
  const chain: Span[] = [];
  for (const span of [...spans].sort((one, other) => one.end - one.start - (other.end - other.start))) {
    const last = chain.at(-1);
    if (!last || (span.start <= last.start && last.end <= span.end && span.end - span.start > last.end - last.start))
      chain.push(span);
  }
  return chain;
}
