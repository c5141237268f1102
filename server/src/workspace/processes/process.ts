import type { ShellCommand } from '../../shell/command.ts';
import type { Run } from '../../shell/runs.ts';
import type { Span } from '../../text/span.ts';
import type { ContextFile, ImageFile } from './image-files.ts';

/**
 * How a process comes to be.
 *
 * - `first`: the container starts with it
 * - `exec`: it takes the place of the script it stands in
 * - `foreground`: the script waits for it
 * - `background`: it is started with `&`
 * - `daemon`: it puts itself into the background
 * - `service`: an init script puts it there
 * - `supervised`: a supervisor starts it
 * - `scheduled`: cron starts it at certain times
 */
export type StartedHow =
  | 'first'
  | 'exec'
  | 'foreground'
  | 'background'
  | 'daemon'
  | 'service'
  | 'supervised'
  | 'scheduled';

/** Where something stands: in the Dockerfile, unless a file is named, or it is the manifest of the container. */
export interface ProcessPlace {
  readonly span: Span;
  readonly file: ContextFile | undefined;
  readonly isInManifest?: boolean;
}

/** A process of a container. */
export interface Process {
  readonly how: StartedHow;
  /** The command line, on one line. */
  readonly text: string;
  /** What is run, as far as it is known. */
  readonly command: ShellCommand | undefined;
  readonly place: ProcessPlace;
  /** When its script runs it; undefined for what no script starts. */
  readonly run: Run | undefined;
  /** What it does when it is a script that could be read. */
  readonly script: ProcessScript | undefined;
  /** What it starts, in that order. */
  readonly children: readonly Process[];
  /** What could not be followed, and why; undefined when there is nothing to say. */
  readonly note: string | undefined;
}

/** A script that a process is. */
export interface ProcessScript {
  /** The file it stands in; undefined for one that a command line hands to a shell. */
  readonly file: ImageFile | undefined;
  /** Whether the kernel is told to run the file, and no shell is named that reads it. */
  readonly isExecuted: boolean;
  /** Every command of it and of the files it reads, in the order in which they run. */
  readonly runs: readonly Run[];
  /** Where each of them stands. */
  placeOf(command: ShellCommand): ProcessPlace;
}
