import path from 'node:path';
import type { Surroundings } from './surroundings.ts';

/**
 * The folders in which the files that belong together lie, for paths that are named on the command line: the folder in
 * which the command is run for what lies in it, so that one file is judged as among all, and else what is named. A home
 * folder, and what is above it, holds more than one workspace, and is none.
 */
export function workspacesOf(
  named: readonly string[],
  { workingFolder, environment }: Surroundings,
): readonly string[] {
  const home = environment.HOME ?? environment.USERPROFILE;
  const isWide = home !== undefined && isIn(path.resolve(home), workingFolder);
  const paths = (named.length > 0 ? named : ['.']).map((one) => path.resolve(workingFolder, one));
  return [...new Set(paths.map((one) => (!isWide && isIn(one, workingFolder) ? workingFolder : one)))];
}

/** Whether a path is a folder, or lies in it. */
function isIn(one: string, folder: string): boolean {
  const relative = path.relative(folder, one);
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}
