import { ShellCommand } from '../../shell/command.ts';
import type { ScriptFiles } from './image-files.ts';
import { programAt, type StartedProgram } from './started-program.ts';

/**
 * Where s6-overlay has the scripts it runs first, and those of its services (its README, "Usage"; the services of its
 * versions 1 and 2 stand in /etc/services.d).
 */
const ofOverlay = ['/etc/cont-init.d/*', '/etc/services.d/*/run', '/etc/s6-overlay/s6-rc.d/*/run'];

/** The folder in which Debian's runit and phusion/baseimage have services (runsvdir(8), the README of baseimage). */
const ofRunit = '/etc/service';

/** The services that a supervisor with a folder for each of them starts, as far as they are among the image's files. */
export async function servicesInFolders(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly StartedProgram[] | undefined> {
  const patterns = patternsFor(command);
  if (!patterns) return undefined;
  // What an image is given under that name is its own.
  const isOverlay = patterns === ofOverlay;
  if (isOverlay && (await files.at('/init'))) return undefined;
  const found = (await Promise.all(patterns.map((pattern) => files.matching(pattern)))).flat();
  const services = found.flatMap((file) =>
    programAt(file, file.path.startsWith('/etc/cont-init.d/') ? 'foreground' : 'supervised'),
  );
  // When all services are up, s6-overlay runs what it is given itself.
  const given = isOverlay ? ShellCommand.fromArguments(command.arguments.map(({ source }) => source)) : undefined;
  return given ? [...services, { command: given, file: undefined, how: 'foreground' }] : services;
}

function patternsFor(command: ShellCommand): readonly string[] | undefined {
  const { name, operands, words } = command;
  if (words[0]?.value === '/init') return ofOverlay;
  if (name === 's6-svscan' || name === 'runsvdir') return [`${(operands[0] ?? ofRunit).replace(/\/$/, '')}/*/run`];
  return /^(?:runit|runit-init|runsvdir-start|my_init)$/.test(name) ? [`${ofRunit}/*/run`] : undefined;
}
