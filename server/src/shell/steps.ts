import type { Span } from '../text/span.ts';
import type { Place, ShellCommand } from './command.ts';

/** How a step of a list is joined to the step before it. A line break counts as `;`. */
export type Joiner = '&&' | '||' | ';' | '&';

/** Steps that are started as one: `a && b &` is one list of two steps, put in the background together. */
export interface List {
  readonly background: boolean;
  readonly steps: readonly Step[];
}

/** One member of the script's outermost lists: `a && b; c &` has three. */
export interface Step {
  readonly span: Span;
  /** What stands between this step and the one before it; undefined for the first. */
  readonly joiner: Joiner | undefined;
  /** Whether the step is started in the background, with `&`. */
  readonly background: boolean;
  /** The command, when the step is a single one: no pipe, no `if`, no group. */
  readonly command: ShellCommand | undefined;
  /** Every command inside, at any depth. */
  readonly commands: readonly ShellCommand[];
}

/** Commands joined by `|`, whose status is that of the last unless the shell has `pipefail`. */
export interface Pipeline {
  readonly span: Span;
  readonly place: Place;
  /** At least two, in the order of the text. */
  readonly members: readonly PipelineMember[];
}

export interface PipelineMember {
  /** The command, when the member is a single one: no loop, no group. */
  readonly command: ShellCommand | undefined;
  /** Every command inside, at any depth. */
  readonly commands: readonly ShellCommand[];
}

/** Something the shell would not accept. */
export interface ShellProblem {
  readonly message: string;
  readonly span: Span;
}
