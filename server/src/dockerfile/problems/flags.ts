import { mostSimilar } from '../../text/similar.ts';
import type { Span } from '../../text/span.ts';
import type { Flag } from '../flags.ts';
import { HealthcheckInstruction } from '../instructions/command.ts';
import type { Keyword } from '../instructions/create.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { RunInstruction } from '../instructions/run.ts';
import { durationProblem } from './durations.ts';
import { mountProblems } from './mounts.ts';
import { type Problem, parseError, problem, replacement } from './problem.ts';

/** What a flag may be: a switch, one value, several when it is repeated, a time, a count, or one of a few words. */
type FlagSort = 'switch' | 'value' | 'values' | 'duration' | 'count' | readonly string[];

/** The flags of each instruction (BuildKit v0.32, frontend/dockerfile/instructions/parse.go); those not named have none. */
const flags: Readonly<Partial<Record<Keyword, Readonly<Record<string, FlagSort>>>>> = {
  ADD: {
    chown: 'value',
    chmod: 'value',
    link: 'switch',
    'keep-git-dir': 'switch',
    checksum: 'value',
    unpack: 'switch',
    exclude: 'values',
  },
  COPY: { chown: 'value', chmod: 'value', from: 'value', link: 'switch', parents: 'switch', exclude: 'values' },
  FROM: { platform: 'value' },
  HEALTHCHECK: {
    interval: 'duration',
    timeout: 'duration',
    'start-period': 'duration',
    'start-interval': 'duration',
    retries: 'count',
  },
  RUN: {
    mount: 'values',
    network: ['default', 'none', 'host'],
    security: ['sandbox', 'insecure'],
    device: 'values',
  },
};

const flagsOf: ReadonlyMap<string, ReadonlyMap<string, FlagSort>> = new Map(
  Object.entries(flags).map(([keyword, sorts]) => [keyword, new Map(Object.entries(sorts))]),
);

/** The names of the flags of an instruction. */
export function flagNames(keyword: Keyword): readonly string[] {
  return [...(flagsOf.get(keyword)?.keys() ?? [])];
}

/** Instructions that take flags off their arguments without ever looking at them. */
const indifferent: ReadonlySet<Keyword> = new Set(['ARG', 'STOPSIGNAL']);

/** What is wrong with the flags of an instruction. */
export function flagProblems(instruction: Instruction, keyword: Keyword): Problem[] {
  if (instruction.flags.length === 0 || indifferent.has(keyword) || isDisabledCheck(instruction)) return [];
  const known: ReadonlyMap<string, FlagSort> = flagsOf.get(keyword) ?? new Map();
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (const flag of instruction.flags) {
    const sort = known.get(flag.name);
    const isRepeated = seen.has(flag.name);
    seen.add(flag.name);
    if (sort === undefined) problems.push(unknownFlag(flag, keyword, [...known.keys()]));
    else if (isRepeated && sort !== 'values') problems.push(repeatedFlag(flag));
    else problems.push(...valueProblems(flag, sort));
  }
  return instruction instanceof RunInstruction ? [...problems, ...mountProblems(instruction)] : problems;
}

/** `HEALTHCHECK NONE`, behind whose flags builders do not look. */
function isDisabledCheck(instruction: Instruction): boolean {
  return instruction instanceof HealthcheckInstruction && instruction.type?.text.toUpperCase() === 'NONE';
}

function unknownFlag(flag: Flag, keyword: Keyword, known: readonly string[]): Problem {
  const meant = mostSimilar(flag.name, known);
  const message =
    known.length === 0
      ? `${keyword} has no flags, so "--${flag.name}" is refused`
      : `${keyword} has no flag "--${flag.name}"${meant === undefined ? '' : `: did you mean --${meant}?`}`;
  const found = flagProblem(written(flag), message, ...(known.length === 0 ? [] : [`UNKNOWN_${keyword}_FLAG`]));
  return meant === undefined ? found : { ...found, repair: replacement(flag.nameSpan, meant) };
}

function repeatedFlag(flag: Flag): Problem {
  return flagProblem(
    written(flag),
    `--${flag.name} is given for the second time, and may be given once`,
    'FLAG_DUPLICATE',
  );
}

function valueProblems(flag: Flag, sort: FlagSort): Problem[] {
  const { name, value } = flag;
  if (sort === 'switch') {
    if (value === undefined || /^(?:true|false)$/i.test(value.text)) return [];
    const message = value.text === '' ? `--${name} lacks its value` : `--${name} is true or false, not "${value.text}"`;
    const names = value.text === '' ? ['FLAG_MISSING_VALUE'] : ['FLAG_EXPECTED_BOOLEAN_VALUE'];
    return [flagProblem(value.text === '' ? flag.span : value.span, message, ...names, 'FLAG_INVALID_LINK_VALUE')];
  }
  if (value === undefined) {
    const message = `--${name} lacks its value: write --${name}=value`;
    return [flagProblem(flag.span, message, 'FLAG_MISSING_VALUE', 'dockerfilelint/healthcheck_options_missing_args')];
  }
  if (value.text === '') return [];
  if (sort === 'duration') {
    const found = durationProblem(value.text);
    if (!found) return [];
    const mended = found.name === 'FLAG_MISSING_DURATION' ? replacement(value.span, `${value.text}s`) : undefined;
    return [{ ...flagProblem(value.span, `--${name}: ${found.message}`, found.name), repair: mended }];
  }
  if (sort === 'count') {
    const isCount = /^\+?\d+$/.test(value.text) && Number(value.text) < 2 ** 31;
    return isCount
      ? []
      : [flagProblem(value.span, `--${name} takes a whole number, not "${value.text}"`, 'FLAG_AT_LEAST_ONE')];
  }
  if (typeof sort === 'string' || sort.includes(value.text)) return [];
  return [flagProblem(value.span, `--${name} is ${sort.join(' or ')}, not "${value.text}"`)];
}

/** A flag without its value. */
function written({ span, nameSpan }: Flag): Span {
  return { start: span.start, end: nameSpan.end };
}

/** A problem with the names that dockerfile-utils has for it, or another peer where one is named. */
function flagProblem(span: Span, message: string, ...names: readonly string[]): Problem {
  const aliases = names.map((name) => (name.includes('/') ? name : `dockerfile-utils/${name}`));
  return problem('flag', span, message, [parseError, ...aliases]);
}
