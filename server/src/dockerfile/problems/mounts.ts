import { mostSimilar } from '../../text/similar.ts';
import type { Span } from '../../text/span.ts';
import type { FlagOption } from '../flags.ts';
import type { RunInstruction } from '../instructions/run.ts';
import { type Problem, parseError, problem, replacement } from './problem.ts';

const types: readonly string[] = ['bind', 'cache', 'tmpfs', 'secret', 'ssh'];
const sharings: readonly string[] = ['shared', 'private', 'locked'];

/** The options of a mount (BuildKit v0.32, frontend/dockerfile/instructions/commands_runmount.go). */
const options: readonly string[] = [
  'type',
  'from',
  'source',
  'src',
  'target',
  'dst',
  'destination',
  'readonly',
  'ro',
  'readwrite',
  'rw',
  'id',
  'sharing',
  'required',
  'size',
  'mode',
  'uid',
  'gid',
  'env',
];

/** Those of them that say something without a value. */
const switches: ReadonlySet<string> = new Set(['readonly', 'ro', 'readwrite', 'rw', 'required']);

/** What is wrong with the mounts of a RUN. */
export function mountProblems({ mounts }: RunInstruction): Problem[] {
  return mounts.flatMap(({ flag }) => flag.options.flatMap(optionProblems));
}

function optionProblems({ key, value, span, valueSpan = span }: FlagOption): Problem[] {
  const name = key.toLowerCase();
  if (name === 'from' && /\$./.test(value ?? '')) {
    return [
      problem('flag', valueSpan, 'Variables are not put in here: give the image a stage of its own and name that'),
    ];
  }
  if (value?.includes('$')) return [];
  if (name === 'type' && value !== undefined && !types.includes(value.toLowerCase())) {
    return [problem('flag', valueSpan, `There are no mounts of type "${value}": use ${types.join(', ')}`)];
  }
  if (name === 'sharing' && value !== undefined && !sharings.includes(value.toLowerCase())) {
    return [problem('flag', valueSpan, `sharing is shared, private or locked, not "${value}"`)];
  }
  // Other builders have options of their own, so that only what is plainly mistyped is told.
  const meant = options.includes(name) || name.length < 4 ? undefined : mostSimilar(name, options);
  if (meant === undefined) return value === undefined ? valueProblems(key, span) : [];
  const keySpan = { start: span.start, end: span.start + key.length };
  const message = `A mount has no option "${key}": did you mean ${meant}?`;
  return [problem('flag', keySpan, message, [parseError], replacement(keySpan, meant))];
}

/**
 * An option that must say something and does not: `type`, or `typecache`, which lacks the `=`. Other words without a value
 * may be switches of other builders, as `Z` is one of Podman.
 */
function valueProblems(key: string, span: Span): Problem[] {
  const name = key.toLowerCase();
  if (switches.has(name)) return [];
  if (options.includes(name)) return [problem('flag', span, `"${key}" lacks a value: write ${key}=...`)];
  // What begins with a short one may as well be another word.
  const option = options.find((one) => one.length > 3 && !switches.has(one) && name.startsWith(one));
  if (option === undefined) return [];
  const meant = `${key.slice(0, option.length)}=${key.slice(option.length)}`;
  const message = `A mount has no option "${key}": did you mean ${meant}?`;
  return [problem('flag', span, message, [parseError], replacement(span, meant))];
}
