import path from 'node:path';
import type { Worker } from 'node:worker_threads';

/** Where a command reads and writes. */
export interface Surroundings {
  readonly workingFolder: string;
  readonly version: string;
  /** The folder with what ships beside the program. */
  readonly resources: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** What tells this build of the program from every other; undefined where nobody knows. */
  readonly fingerprint?: () => Promise<string>;
  /** Starts another thread of the program, which is given data; undefined where there is none to start. */
  readonly startThread?: (data: unknown) => Worker;
}

/** A file as it is told of: relative to the working folder, with forward slashes. */
export function relativePath(file: string, { workingFolder }: Surroundings): string {
  return path.relative(workingFolder, file).split(path.sep).join('/') || '.';
}
