import { insert, replace } from '../../text/edit.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { Span } from '../../text/span.ts';
import { HealthcheckInstruction, ShellInstruction } from '../instructions/command.ts';
import { CopyInstruction } from '../instructions/copy.ts';
import type { Keyword } from '../instructions/create.ts';
import { FromInstruction } from '../instructions/from.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { KeyValueInstruction } from '../instructions/key-value.ts';
import { OnbuildInstruction } from '../instructions/onbuild.ts';
import type { Word } from '../words.ts';
import { type Problem, type ProblemKind, parseError, problem, type Repair, replacement } from './problem.ts';

/** Instructions whose arguments may be a JSON array. */
const withArray: ReadonlySet<Keyword> = new Set(['ADD', 'CMD', 'COPY', 'ENTRYPOINT', 'RUN', 'SHELL', 'VOLUME']);

const nameOfStage = /^[a-z][a-z0-9_.-]*$/i;

/** What is wrong with all that stands behind the keyword and the flags. */
export function argumentProblems(instruction: Instruction, keyword: Keyword): Problem[] {
  if (instruction.arguments.text === '') return [missing(instruction, keyword)];
  const { jsonProblem } = instruction;
  if (jsonProblem?.isRefused && withArray.has(keyword)) {
    return [problem('json-array', jsonProblem.span, `${keyword} takes an array of strings: ${jsonProblem.message}`)];
  }
  if (instruction instanceof FromInstruction) return fromProblems(instruction);
  if (instruction instanceof CopyInstruction) return copyProblems(instruction, keyword);
  if (instruction instanceof KeyValueInstruction) return keyValueProblems(instruction);
  if (instruction instanceof OnbuildInstruction) return onbuildProblems(instruction);
  if (instruction instanceof HealthcheckInstruction) return healthcheckProblems(instruction);
  if (instruction instanceof ShellInstruction) return shellProblems(instruction);
  return keyword === 'VOLUME' ? volumeProblems(instruction) : [];
}

function fromProblems({ words, asKeyword, stageName }: FromInstruction): Problem[] {
  const [, second, third, fourth] = words;
  if (!second) return [];
  if (!asKeyword) {
    const message = `FROM takes an image and "AS name"; "${second.text}" is neither`;
    const aliases = [...wrongArguments, 'dockerfile-utils/INVALID_AS'];
    return [problem('arguments', second.span, message, aliases, repairedName(words))];
  }
  if (!third || !stageName) {
    return [problem('arguments', second.span, 'The name of the stage is missing after AS', missingArgument)];
  }
  if (fourth) {
    const message = `"${fourth.text}" is one word too many after the name of the stage`;
    return [problem('arguments', fourth.span, message, extraArgument)];
  }
  if (nameOfStage.test(stageName.text)) return [];
  const message = `A stage cannot be called "${stageName.text}": begin with a letter and use letters, digits, "-", "_" and "."`;
  return [problem('stage-name', stageName.span, message, [parseError, 'dockerfile-utils/INVALID_BUILD_STAGE_NAME'])];
}

/** The name of a stage without AS, or with a mistyped one. */
function repairedName([, second, third, fourth]: readonly Word[]): Repair | undefined {
  if (!second || fourth) return undefined;
  if (third)
    return /^\w{1,3}$/.test(second.text) && /[as]/i.test(second.text) ? replacement(second.span, 'AS') : undefined;
  return nameOfStage.test(second.text) ? { title: 'Insert AS', edit: insert(second.span.start, 'AS ') } : undefined;
}

function copyProblems(copy: CopyInstruction, keyword: Keyword): Problem[] {
  const { destination } = copy;
  if (!destination) return [missing(copy, keyword)];
  if (!/^\d*<<-?\s*[^<\s]/.test(destination.text)) return [];
  const message = `A here-document cannot be the destination of ${keyword}: name the file to write behind it`;
  return [problem('here-document', destination.span, message)];
}

function keyValueProblems({ keyword, pairs }: KeyValueInstruction): Problem[] {
  return pairs.flatMap(({ key, value, isLegacy }) => {
    if (key.text === '') {
      return problem('key-value', key.span, `A name is missing before "=" in ${keyword}`, wrongKeyValue);
    }
    if (value !== undefined || keyword === 'ARG') return [];
    const written = isLegacy ? `${keyword} ${key.text} has no value` : `"${key.text}" has no "=" after it`;
    return problem('key-value', key.span, `${written}: write ${key.text}=value`, wrongKeyValue);
  });
}

function onbuildProblems({ trigger }: OnbuildInstruction): Problem[] {
  if (!trigger || !['ONBUILD', 'FROM', 'MAINTAINER'].includes(trigger.keyword)) return [];
  const name = trigger.keyword === 'ONBUILD' ? 'ONBUILD_CHAINING_DISALLOWED' : 'ONBUILD_TRIGGER_DISALLOWED';
  return [
    problem('onbuild', trigger.keywordSpan, `${trigger.keyword} may not be the trigger of ONBUILD`, [
      'hadolint/DL3043',
      'tally/invalid-onbuild-trigger',
      'dockerfile-doctor/DD042',
      `dockerfile-utils/${name}`,
    ]),
  ];
}

function healthcheckProblems(healthcheck: HealthcheckInstruction): Problem[] {
  const [type, next] = healthcheck.words;
  const { json, jsonProblem } = healthcheck.command ?? {};
  if (!type) return [];
  switch (type.text.toUpperCase()) {
    case 'NONE':
      return next
        ? [
            problem(
              'arguments',
              next.span,
              'Nothing may follow HEALTHCHECK NONE, which takes no command',
              extraArgument,
            ),
          ]
        : [];
    case 'CMD':
      if (jsonProblem?.isRefused) {
        const message = `HEALTHCHECK CMD takes an array of strings: ${jsonProblem.message}`;
        return [problem('json-array', jsonProblem.span, message)];
      }
      return next && json?.items.length !== 0
        ? []
        : [
            problem('health-check', type.span, 'A command is missing after HEALTHCHECK CMD', [
              parseError,
              'dockerfile-utils/HEALTHCHECK_CMD_ARGUMENT_MISSING',
            ]),
          ];
    default:
      return [
        problem(
          'health-check',
          type.span,
          `HEALTHCHECK takes CMD and a command, or NONE; "${type.text}" is neither`,
          [parseError, 'dockerfile-utils/UNKNOWN_TYPE'],
          repairedType(type, next),
        ),
      ];
  }
}

/** A mistyped CMD or NONE; what is no keyword at all is the command. */
function repairedType(type: Word, next: Word | undefined): Repair {
  const meant = /^[A-Z]+$/.test(type.text) ? mostSimilar(type.text, [next ? 'CMD' : 'NONE']) : undefined;
  if (meant) return replacement(type.span, meant);
  return { title: 'Put CMD before the command', edit: insert(type.span.start, 'CMD ') };
}

function shellProblems({ arguments: piece, words, json, jsonProblem }: ShellInstruction): Problem[] {
  if (jsonProblem) return [problem('json-array', jsonProblem.span, `SHELL takes a JSON array: ${jsonProblem.message}`)];
  const names = [parseError, 'dockerfile-doctor/DD043'];
  if (json?.items.length === 0) {
    const message = 'The array of SHELL is empty: name the shell and its options';
    return [problem('shell', json.span, message, [...names, 'dockerfile-utils/SHELL_REQUIRES_ONE'])];
  }
  if (json) return [];
  const span = { start: piece.start, end: words.at(-1)?.span.end ?? piece.start };
  const message = 'SHELL takes a JSON array: write ["program", "option"]';
  return [problem('shell', span, message, [...names, 'dockerfile-utils/SHELL_JSON_FORM'], asArray(words, span))];
}

/** The words as an array, where it is plain what the words are and nothing stands between them but blanks. */
function asArray(words: readonly Word[], span: Span): Repair | undefined {
  const length = words.reduce((sum, { text }) => sum + text.length + 1, -1);
  if (words.some(({ text }) => /["'\\`$]/.test(text)) || length !== span.end - span.start) return undefined;
  const array = `[${words.map(({ text }) => `"${text}"`).join(', ')}]`;
  return { title: 'Write a JSON array', edit: replace(span, array) };
}

function volumeProblems({ json }: Instruction): Problem[] {
  if (json?.items.length === 0) return [problem('arguments', json.span, 'VOLUME needs a path', missingArgument)];
  return (json?.items ?? [])
    .filter(({ content }) => content.text.trim() === '')
    .map(({ span }) => problem('arguments', span, 'The path of a volume cannot be empty', missingArgument));
}

function missing({ keywordSpan }: Instruction, keyword: Keyword): Problem {
  const kind: ProblemKind = keyword === 'HEALTHCHECK' ? 'health-check' : keyword === 'SHELL' ? 'shell' : 'arguments';
  return problem(kind, keywordSpan, `${keyword} needs ${needs[keyword]}`, missingArgument);
}

const wrongArguments: readonly string[] = [
  parseError,
  'dockerfile-doctor/DD047',
  'dockerfilelint/invalid_format',
  'dockerfile-utils/ARGUMENT_*',
  'slim/20016',
];
const missingArgument: readonly string[] = [
  ...wrongArguments,
  'dockerfilelint/missing_args',
  'dockerfilelint/required_params',
];
const extraArgument: readonly string[] = [...wrongArguments, 'dockerfilelint/extra_args'];
const wrongKeyValue: readonly string[] = [
  parseError,
  'dockerfilelint/label_invalid',
  'dockerfile-utils/SYNTAX_*',
  'dockerfile-utils/INVALID_SYNTAX',
];

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
