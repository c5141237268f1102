import { Notes } from '../../../core/notes.ts';
import type { Dockerfile } from '../../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../../dockerfile/instructions/instruction.ts';
import { dropped } from '../../../dockerfile/lines.ts';
import { namesIn } from '../../../dockerfile/occurrences/index.ts';
import type { Assistant, Token } from '../../assistant.ts';
import { dockerfileOf } from '../../spot.ts';
import { paintArguments } from './arguments.ts';
import { paintExpansions } from './expansions.ts';
import { Paint } from './paint.ts';
import { paintCommandLine } from './scripts.ts';

/** What was said of Dockerfiles before: editors ask for parts of one and the same text again and again. */
const known = new Notes<Dockerfile, readonly Token[]>();

/** Tells what each word of a Dockerfile is, those of its shell scripts included. */
export const dockerfileTokens: Assistant = {
  alsoBy: 'dockerfile',

  tokens(file) {
    const dockerfile = dockerfileOf(file);
    if (!dockerfile) return [];
    const tokens = known.get(dockerfile) ?? tokensOf(dockerfile);
    known.set(dockerfile, tokens);
    return tokens;
  },
};

function tokensOf(dockerfile: Dockerfile): readonly Token[] {
  const paint = new Paint(dockerfile.text);
  for (const instruction of dockerfile.allInstructions) {
    paintFlags(instruction, paint);
    paintArguments(instruction, paint);
    paintExpansions(instruction, dockerfile.text, paint);
    paintCommandLine(instruction, paint);
    paintDropped(instruction, paint);
    paint.lay(instruction.keywordSpan, 'keyword');
  }
  for (const { of, mention, span } of namesIn(dockerfile).occurrences) {
    if (of.kind === 'stage' && mention !== 'variable') paint.lay(span, 'namespace');
  }
  for (const { span } of dockerfile.lines.comments) paint.lay(span, 'comment');
  for (const { span, name, valueSpan } of dockerfile.lines.directives) {
    paint.lay(span, 'comment');
    const at = dockerfile.text.toLowerCase().indexOf(name, span.start);
    paint.lay({ start: at, end: at + name.length }, 'macro');
    paint.lay(valueSpan, 'string');
  }
  return paint.tokens();
}

/** `--mount=type=cache,target=/root`: the names of flag and options, and their values. */
function paintFlags({ flags }: Instruction, paint: Paint): void {
  for (const { span, nameSpan, value, options } of flags) {
    paint.lay({ start: span.start, end: nameSpan.end }, 'parameter');
    if (value) paint.lay(value.span, 'string');
    for (const option of options) {
      if (!option.valueSpan) continue;
      paint.lay({ start: option.span.start, end: option.valueSpan.start - 1 }, 'property');
      paint.lay({ start: option.valueSpan.start - 1, end: option.valueSpan.start }, 'operator');
    }
  }
}

/** What the builder drops between the lines of an instruction is no part of any word. */
function paintDropped({ rest }: Instruction, paint: Paint): void {
  let at = rest.text.indexOf(dropped);
  while (at !== -1) {
    let end = at + 1;
    while (rest.text[end] === dropped) end++;
    paint.lay({ start: rest.start + at, end: rest.start + end }, undefined);
    at = rest.text.indexOf(dropped, end);
  }
}
