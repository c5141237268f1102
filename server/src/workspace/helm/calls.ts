import type { Operand, TextOperand } from '../../go-template/expression.ts';
import type { Evaluator } from './evaluate.ts';
import { anyMember, fieldOf, join, type Meaning, madeOf, memberOf, unknown } from './meaning.ts';

/** A call of a function of a template. */
interface Call {
  readonly name: string;
  /** Its arguments as they are written. */
  readonly operands: readonly Operand[];
  /** What they stand for, with what comes through a pipe behind them. */
  readonly values: readonly Meaning[];
  readonly evaluator: Evaluator;
}

/** What a function yields of what it is given. */
type CallMeaning = (call: Call) => Meaning;

const first: CallMeaning = ({ values }) => values[0] ?? unknown;
const last: CallMeaning = ({ values }) => values.at(-1) ?? unknown;
const any: CallMeaning = ({ values }) => values.reduce(join, unknown);
const nothing: CallMeaning = () => unknown;
const member: CallMeaning = ({ values }) => memberOf(values[0] ?? unknown);

/** The functions that hand on what they are given, look into it, or only compare it. All others may use all of it. */
const calls: ReadonlyMap<string, CallMeaning> = new Map<string, CallMeaning>([
  ['include', include],
  ['tpl', ({ values, evaluator }) => useAll(values.slice(0, 1), evaluator)],
  ['dict', ({ operands, values }) => madeOf(new Map(pairsOf(operands, values)))],
  ['list', ({ values }) => madeOf(new Map([[anyMember, values.reduce(join, unknown)]]))],
  ['tuple', ({ values }) => madeOf(new Map([[anyMember, values.reduce(join, unknown)]]))],
  ['index', index],
  ['get', ({ operands, values, evaluator }) => look(values[0], operands[1], evaluator)],
  ['dig', dig],
  ['set', set],
  ['unset', namesKeys],
  ['pick', namesKeys],
  ['omit', namesKeys],
  [
    'hasKey',
    (call) => {
      namesKeys(call);
      return unknown;
    },
  ],
  ['ternary', ({ values }) => join(values[0] ?? unknown, values[1] ?? unknown)],
  ['values', ({ values }) => madeOf(new Map([[anyMember, memberOf(values[0] ?? unknown)]]))],
  ['first', member],
  ['last', member],
  ...pairs(any, 'default', 'coalesce', 'and', 'or', 'merge', 'mergeOverwrite', 'mustMerge', 'mustMergeOverwrite'),
  ...pairs(any, 'concat'),
  ...pairs(last, 'required', 'deepCopy', 'mustDeepCopy', 'uniq', 'mustUniq', 'reverse', 'compact', 'mustCompact'),
  ...pairs(first, 'append', 'prepend', 'without', 'rest', 'initial', 'slice'),
  ...pairs(nothing, 'not', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'empty', 'len', 'has', 'all', 'any', 'fail'),
  ...pairs(nothing, 'kindIs', 'kindOf', 'typeIs', 'typeOf', 'typeIsLike', 'quote', 'squote', 'int', 'int64', 'float64'),
  ...pairs(nothing, 'trunc', 'trim', 'trimSuffix', 'trimPrefix', 'replace', 'contains', 'hasPrefix', 'hasSuffix'),
  ...pairs(nothing, 'lower', 'upper', 'semverCompare', 'b64enc', 'sha256sum', 'indent', 'nindent', 'lookup'),
]);

/** What a call yields. Keys that it names are told to the evaluator, and what it may use as a whole. */
export function callMeaning(call: Call): Meaning {
  const known = calls.get(call.name);
  return known ? known(call) : useAll(call.values, call.evaluator);
}

function pairs(meaning: CallMeaning, ...names: readonly string[]): (readonly [string, CallMeaning])[] {
  return names.map((name) => [name, meaning]);
}

function useAll(values: readonly Meaning[], evaluator: Evaluator): Meaning {
  for (const value of values) evaluator.takeWhole(value);
  return unknown;
}

function include({ operands: [name], values, evaluator }: Call): Meaning {
  evaluator.include(textOf(name), values[1] ?? unknown);
  return unknown;
}

function pairsOf(operands: readonly Operand[], values: readonly Meaning[]): (readonly [string, Meaning])[] {
  return operands.flatMap((operand, place) =>
    place % 2 === 0 && operand.kind === 'text' ? [[operand.value, values[place + 1] ?? unknown] as const] : [],
  );
}

/** `index map "key" "key" …`; a number stands for any member. */
function index({ operands, values: [start = unknown], evaluator }: Call): Meaning {
  return operands.slice(1).reduce<Meaning>((value, key) => look(value, key, evaluator), start);
}

/** `dig "key" "key" … fallback map`, the map often behind a pipe. */
function dig({ operands, values, evaluator }: Call): Meaning {
  const keys = operands.slice(0, values.length - 2);
  const found = keys.reduce<Meaning>((value, key) => look(value, key, evaluator), values.at(-1) ?? unknown);
  return join(found, values.at(-2) ?? unknown);
}

function set({ operands: [, key], values: [map = unknown, , value = unknown], evaluator }: Call): Meaning {
  const name = textOf(key);
  if (!name) return map;
  look(map, key, evaluator);
  for (const path of fieldOf({ paths: map.paths }, name.value).paths) evaluator.assigned.push(path);
  return join(map, madeOf(new Map([[name.value, value]])));
}

/** The map that such a function is given first, whose keys it names. */
function namesKeys({ operands, values: [map = unknown], evaluator }: Call): Meaning {
  for (const key of operands.slice(1)) look(map, key, evaluator);
  return map;
}

/** What a map has under a key that is written as a text; when it is not, any member of it. */
function look(map: Meaning = unknown, key: Operand | undefined, evaluator: Evaluator): Meaning {
  const name = textOf(key);
  if (name) return evaluator.mention(map, name.value, name.span);
  if (key?.kind !== 'literal') evaluator.takeWhole(map);
  return memberOf(map);
}

function textOf(operand: Operand | undefined): TextOperand | undefined {
  return operand?.kind === 'text' ? operand : undefined;
}
