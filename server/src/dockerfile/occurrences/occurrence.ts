import type { Span } from '../../text/span.ts';
import type { Instruction } from '../instructions/instruction.ts';
import type { Declaration } from '../scope.ts';
import type { Stage } from '../stage.ts';

/**
 * Something that has a name in a Dockerfile: a build stage, a build argument, an environment variable, or a variable or
 * function of a shell script.
 */
export interface Named {
  readonly kind: 'stage' | 'ARG' | 'ENV' | 'shell variable' | 'shell function';
  /** As written where it is defined; empty for a stage without a name. */
  readonly name: string;
  /** The stage itself, for a stage. */
  readonly stage?: Stage | undefined;
}

/**
 * How something is mentioned: where it is defined; by its name; where a script gives it another value; by the number of
 * a stage, or by a variable that holds the name of a stage.
 */
export type Mention = 'definition' | 'reference' | 'assignment' | 'number' | 'variable';

/** A place at which something is mentioned. */
export interface Occurrence {
  readonly of: Named;
  readonly mention: Mention;
  /** The name alone, without `$` and braces. Its ends are no places at which to edit when it is not exact. */
  readonly span: Span;
  /** The instruction that it stands in. */
  readonly by: Instruction;
  /** The ARG or ENV that gives a variable its value here; for an ARG without a value, that of the global one. */
  readonly declaration?: Declaration | undefined;
}

/** A variable whose value is asked for, and which nothing in the file sets. */
export interface Unresolved {
  readonly name: string;
  readonly span: Span;
  readonly by: Instruction;
}
