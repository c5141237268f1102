import { Notes } from '../../core/notes.ts';
import type { Dockerfile } from '../dockerfile.ts';
import type { Named, Occurrence, Unresolved } from './occurrence.ts';
import { stageOccurrences } from './stages.ts';
import { VariableReader } from './variables.ts';

export type { Mention, Named, Occurrence, Unresolved } from './occurrence.ts';

/** The names in a Dockerfile, and where each of them stands. */
export interface Names {
  /** In the order of the text. */
  readonly occurrences: readonly Occurrence[];
  /** Uses of variables that nothing in the file sets: they come from the base image, from outside, or not at all. */
  readonly unresolved: readonly Unresolved[];
}

/** The names of Dockerfiles that were asked about before. */
const known = new Notes<Dockerfile, Names>();

/** Finds what has a name in a Dockerfile, and where it is mentioned. */
export function namesIn(dockerfile: Dockerfile): Names {
  const before = known.get(dockerfile);
  if (before) return before;
  const variables = new VariableReader(dockerfile);
  variables.read();
  const occurrences = [...stageOccurrences(dockerfile), ...variables.occurrences];
  occurrences.sort((one, other) => one.span.start - other.span.start || one.span.end - other.span.end);
  const names = { occurrences, unresolved: variables.unresolved };
  known.set(dockerfile, names);
  return names;
}

/** What is mentioned at an offset; of a variable that names a stage, the variable. */
export function occurrenceAt(dockerfile: Dockerfile, offset: number): Occurrence | undefined {
  const here = namesIn(dockerfile).occurrences.filter(
    ({ span }) => span.isExact !== false && span.start <= offset && offset <= span.end,
  );
  return here.toSorted((one, other) => one.span.end - one.span.start - (other.span.end - other.span.start))[0];
}

/** Where something is mentioned, in the order of the text. */
export function occurrencesOf(dockerfile: Dockerfile, named: Named): readonly Occurrence[] {
  return namesIn(dockerfile).occurrences.filter(({ of }) => of === named);
}
