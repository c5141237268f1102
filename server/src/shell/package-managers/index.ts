import type { ShellCommand } from '../command.ts';
import { languagePackageManagers } from './language.ts';
import type { PackageAction, PackageManager } from './manager.ts';
import { systemPackageManagers } from './system.ts';

export type { ActionKind, PackageAction, PackageManager, ProjectFiles } from './manager.ts';

export const packageManagers: readonly PackageManager[] = [...systemPackageManagers, ...languagePackageManagers];

/** What a command does with a package manager; undefined when it has nothing to do with one. */
export function packageAction(command: ShellCommand): PackageAction | undefined {
  if (command.name === '') return undefined;
  for (const manager of packageManagers) {
    const action = manager.read(command);
    if (action) return { ...action, manager, command };
  }
  return undefined;
}
