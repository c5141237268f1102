import type { Span } from '../text/span.ts';
import type { Dockerfile } from './dockerfile.ts';
import { CopyInstruction } from './instructions/copy.ts';
import { type Keyword, keywords } from './instructions/create.ts';
import { FromInstruction } from './instructions/from.ts';
import type { Instruction } from './instructions/instruction.ts';
import { KeyValueInstruction } from './instructions/key-value.ts';
import { OnbuildInstruction } from './instructions/onbuild.ts';

/** Something for which a builder would refuse the file, or that it would not understand. */
export interface Problem {
  readonly kind: 'unknown-instruction' | 'syntax';
  readonly span: Span;
  readonly message: string;
  /** What hadolint calls it. */
  readonly aliases: readonly string[];
}

/** Everything a builder would refuse, in the order of the text. */
export function problemsOf(dockerfile: Dockerfile): readonly Problem[] {
  return [
    ...directiveProblems(dockerfile),
    ...stageProblems(dockerfile),
    ...dockerfile.allInstructions.flatMap(instructionProblems),
  ].sort((a, b) => a.span.start - b.span.start);
}

function directiveProblems({ lines }: Dockerfile): Problem[] {
  const seen = new Set<string>();
  return lines.directives.flatMap((directive) => {
    const repeated = seen.has(directive.name);
    seen.add(directive.name);
    if (repeated) return syntax(directive.span, `The directive "${directive.name}" may be given only once`);
    if (directive.name === 'escape' && !['\\', '`'].includes(directive.value)) {
      return syntax(directive.valueSpan, `The escape character must be \\ or \`, not "${directive.value}"`);
    }
    return [];
  });
}

function stageProblems(dockerfile: Dockerfile): Problem[] {
  const stray = dockerfile.preamble.instructions.filter(({ keyword }) => keyword !== 'ARG' && isKeyword(keyword));
  if (stray.length === 0) return [];
  const first = stray[0] as Instruction;
  if (dockerfile.stages.length === 0) {
    return [
      syntax(first.keywordSpan, 'There is no FROM, so there is nothing to build: begin the first stage with one'),
    ];
  }
  return stray.map(({ keyword, keywordSpan }) =>
    syntax(keywordSpan, `${keyword} stands before the first FROM, where only ARG may stand`, 'hadolint/DL3061'),
  );
}

function instructionProblems(instruction: Instruction): Problem[] {
  const { keyword, keywordSpan } = instruction;
  if (!isKeyword(keyword)) {
    const message = `There is no instruction "${instruction.writtenKeyword}"`;
    return [{ kind: 'unknown-instruction', span: keywordSpan, message, aliases: ['hadolint/DL1000'] }];
  }
  const heredocs = instruction.heredocs
    .filter(({ terminator }) => terminator === undefined)
    .map(({ name }) => syntax(keywordSpan, `The here-document has no end: a line with only "${name}" is missing`));
  if (instruction.arguments.text === '')
    return [...heredocs, syntax(keywordSpan, `${keyword} needs ${needs[keyword]}`)];
  return [...heredocs, ...argumentProblems(instruction)];
}

function argumentProblems(instruction: Instruction): Problem[] {
  if (instruction instanceof FromInstruction) return fromProblems(instruction);
  if (instruction instanceof CopyInstruction) return copyProblems(instruction);
  if (instruction instanceof KeyValueInstruction) return keyValueProblems(instruction);
  if (instruction instanceof OnbuildInstruction) return onbuildProblems(instruction);
  return [];
}

function fromProblems(from: FromInstruction): Problem[] {
  const [, second, third, fourth] = from.words;
  if (!second) return [];
  if (!from.asKeyword) return [syntax(second.span, `FROM takes an image and "AS name"; "${second.text}" is neither`)];
  if (!third) return [syntax(second.span, 'The name of the stage is missing after AS')];
  return fourth ? [syntax(fourth.span, `"${fourth.text}" is one word too many after the name of the stage`)] : [];
}

function copyProblems(copy: CopyInstruction): Problem[] {
  return copy.destination ? [] : [syntax(copy.keywordSpan, `${copy.keyword} needs ${needs[copy.keyword as Keyword]}`)];
}

function keyValueProblems(instruction: KeyValueInstruction): Problem[] {
  const { keyword, pairs } = instruction;
  return pairs.flatMap(({ key, value, isLegacy }) => {
    if (keyword === 'ARG') return [];
    if (key.text === '') return syntax(key.span, `A name is missing before "=" in ${keyword}`);
    if (value !== undefined) return [];
    const written = isLegacy ? `${keyword} ${key.text} has no value` : `"${key.text}" has no "=" after it`;
    return syntax(key.span, `${written}: write ${key.text}=value`);
  });
}

function onbuildProblems(onbuild: OnbuildInstruction): Problem[] {
  const trigger = onbuild.trigger;
  if (!trigger || !['ONBUILD', 'FROM', 'MAINTAINER'].includes(trigger.keyword)) return [];
  return [syntax(trigger.keywordSpan, `${trigger.keyword} may not be the trigger of ONBUILD`, 'hadolint/DL3043')];
}

function syntax(span: Span, message: string, alias = 'hadolint/DL1000'): Problem {
  return { kind: 'syntax', span, message, aliases: [alias] };
}

function isKeyword(keyword: string): keyword is Keyword {
  return (keywords as readonly string[]).includes(keyword);
}

/** What an instruction needs, in words. */
const needs: Readonly<Record<Keyword, string>> = {
  ADD: 'at least one source and a destination',
  ARG: 'a name',
  CMD: 'a command',
  COPY: 'at least one source and a destination',
  ENTRYPOINT: 'a command',
  ENV: 'a name and a value, as in NAME=value',
  EXPOSE: 'a port',
  FROM: 'an image',
  HEALTHCHECK: 'CMD and a command, or NONE',
  LABEL: 'a name and a value, as in name=value',
  MAINTAINER: 'a name',
  ONBUILD: 'an instruction',
  RUN: 'a command',
  SHELL: 'a JSON array with the shell and its options',
  STOPSIGNAL: 'a signal',
  USER: 'a user',
  VOLUME: 'a path',
  WORKDIR: 'a path',
};
