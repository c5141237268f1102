import { mostSimilar } from '../../text/similar.ts';
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
  if (meant === undefined) return [];
  const keySpan = { start: span.start, end: span.start + key.length };
  const message = `A mount has no option "${key}": did you mean ${meant}?`;
  return [problem('flag', keySpan, message, [parseError], replacement(keySpan, meant))];
}
