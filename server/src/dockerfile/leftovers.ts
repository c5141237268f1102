import type { PackageAction, PackageManager } from '../shell/package-managers/index.ts';
import type { Leftovers } from '../shell/package-managers/manager.ts';
import type { RunInstruction } from './instructions/run.ts';

/** Something a RUN instruction leaves in its layer that no running program needs. */
export interface Leftover {
  readonly leftovers: Leftovers;
  /** The first action that leaves it. */
  readonly action: PackageAction;
}

/** What the package managers of a RUN instruction leave in its layer, once for each of them. */
export function leftoversOf(run: RunInstruction): readonly Leftover[] {
  const found = new Map<PackageManager, Leftover>();
  for (const action of run.packageActions) {
    const leftovers = action.manager.cache?.leftovers;
    if (!leftovers || found.has(action.manager) || !leaves(action, leftovers, run)) continue;
    if (!avoids(run, action, leftovers) && !cleansUp(run, action.manager))
      found.set(action.manager, { leftovers, action });
  }
  return [...found.values()];
}

/** Whether a RUN instruction removes what a package manager leaves, or keeps it in a mount. */
export function cleansUp(run: RunInstruction, manager: PackageManager): boolean {
  const folders = [...(manager.cache?.leftovers?.folders ?? []), ...(manager.cache?.folders ?? [])];
  if (run.mountsOver(folders)) return true;
  const removals = (run.script?.commands ?? []).filter(({ name }) => name === 'rm' || name === 'find');
  const removed = removals.flatMap(({ operands }) => operands);
  if (removed.some((path) => manager.cache?.leftovers?.folders.some((folder) => isPartOf(path, folder)))) return true;
  const cleanings = run.packageActions.filter((one) => one.kind === 'clean' && one.manager === manager);
  // `apt-get clean` empties the folder of downloads, which is empty already; only `dist-clean` takes the lists too.
  return cleanings.some(({ command }) => manager.id !== 'apt' || /^dist-?clean$/.test(command.operands[0] ?? ''));
}

/** Whether an action leaves something. An index that is fetched for nothing is a matter of its own, not of cleaning up. */
function leaves({ kind, manager }: PackageAction, { comesWith }: Leftovers, run: RunInstruction): boolean {
  if (comesWith === 'install') return kind === 'install' || kind === 'dependencies';
  return kind === 'update' && run.packageActions.some((one) => one.manager === manager && one.kind !== 'update');
}

function avoids(
  run: RunInstruction,
  { command }: PackageAction,
  { option, alsoAvoidedBy = [], variable }: Leftovers,
): boolean {
  return (
    command.has(...(option === undefined ? [] : [option]), ...alsoAvoidedBy) ||
    (variable !== undefined && isOn(run, variable))
  );
}

/** Whether a path that is removed is a folder, what is in it, or one around it. */
function isPartOf(path: string, folder: string): boolean {
  const plain = path.replace(/\/?\*?$/, '');
  return plain === folder || folder.startsWith(`${plain}/`) || path.startsWith(`${folder}/`);
}

/** Whether an environment variable is set to something true where a RUN stands. */
function isOn(run: RunInstruction, variable: string): boolean {
  const value = run.stage.scope.find(variable, run.span.start)?.value?.text.replace(/["']/g, '').toLowerCase();
  return value !== undefined && !['', '0', 'off', 'no', 'false'].includes(value);
}
