import path from 'node:path';

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
}

/** A file as it is told of: relative to the working folder, with forward slashes. */
export function relativePath(file: string, { workingFolder }: Surroundings): string {
  return path.relative(workingFolder, file).split(path.sep).join('/') || '.';
}
