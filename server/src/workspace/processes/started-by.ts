import type { ShellCommand } from '../../shell/command.ts';
import { isSupervisor } from '../../shell/processes.ts';
import { isCron, scheduledPrograms } from './cron.ts';
import type { ScriptFiles } from './image-files.ts';
import { packageScript, programsOfPm2 } from './package-scripts.ts';
import { programsOfConcurrently, programsOfProcfile } from './procfile.ts';
import { servicesInFolders } from './service-folders.ts';
import type { StartedProgram } from './started-program.ts';
import { supervisedPrograms } from './supervisor.ts';

/**
 * The programs that a command starts by its configuration: as a supervisor, at certain times, or as a package manager.
 * Empty when none of them is known; undefined for a command that starts no others.
 */
export async function startedBy(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly StartedProgram[] | undefined> {
  if (isCron(command)) return scheduledPrograms(command, files);
  if (command.name === 'supervisord') return supervisedPrograms(command, files);
  const found =
    programsOfConcurrently(command) ??
    (await servicesInFolders(command, files)) ??
    (await programsOfProcfile(command, files)) ??
    (await programsOfPm2(command, files)) ??
    (await packageScript(command, files));
  if (found) return found;
  return isSupervisor(command) && !(await files.program(command.words[0]?.value ?? '')) ? [] : undefined;
}
