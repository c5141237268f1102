import { officialName } from '../image/reference.ts';
import type { ShellCommand, ShellWord } from '../shell/command.ts';
import type { PackageAction } from '../shell/package-managers/index.ts';
import type { Leftovers } from '../shell/package-managers/manager.ts';
import { isSwitchedOn, mayBeConfigured } from './environment.ts';
import type { RunInstruction } from './instructions/run.ts';

/** Something a RUN instruction leaves in its layer that no running program needs. */
export interface Leftover {
  readonly leftovers: Leftovers;
  /** The first action that leaves it. */
  readonly action: PackageAction;
}

/** What the package managers of a RUN instruction leave in its layer, each sort once. */
export function leftoversOf(run: RunInstruction): readonly Leftover[] {
  const found = new Map<Leftovers, Leftover>();
  for (const action of run.packageActions) {
    for (const leftovers of action.manager.cache?.leftovers ?? []) {
      if (found.has(leftovers) || !leaves(action, leftovers, run)) continue;
      if (!avoids(run, action, leftovers) && !cleansUp(run, action, leftovers))
        found.set(leftovers, { leftovers, action });
    }
  }
  return [...found.values()];
}

/** Whether a RUN instruction removes what an action leaves, after it has run, or keeps it in a mount. */
export function cleansUp(
  run: RunInstruction,
  { command, manager }: Pick<PackageAction, 'command' | 'manager'>,
  leftovers: Leftovers,
): boolean {
  if (run.mountsOver(leftovers.folders)) return true;
  // A function that cleans up stands where it is defined, not where it is called.
  const isInOrder = (other: ShellCommand) =>
    other.span.start > command.span.start || (run.script?.functions.length ?? 0) > 0;
  const later = run.commands.filter(isInOrder);
  if (later.some((other) => isScriptThatCleans(other) || removes(other, leftovers))) return true;
  return run.packageActions.some(
    (other) =>
      other.kind === 'clean' &&
      isInOrder(other.command) &&
      (other.manager === manager || other.manager.kind === 'system') &&
      leftovers.isCleanedBy(other.subcommand?.value ?? '', other.command.name),
  );
}

/** Whether an action leaves something. An index that is fetched for nothing is a matter of its own, not of cleaning up. */
function leaves({ kind, manager }: PackageAction, { comesWith }: Leftovers, run: RunInstruction): boolean {
  if (comesWith === 'install') {
    return kind === 'install' || kind === 'dependencies' || (kind === 'upgrade' && manager.kind === 'system');
  }
  return kind === 'update' && run.packageActions.some((one) => one.manager === manager && one.kind !== 'update');
}

function avoids(
  run: RunInstruction,
  { command, manager }: PackageAction,
  { option, alsoAvoidedBy = [], variable, setting, needs, absentIn = [] }: Leftovers,
): boolean {
  if (command.has(...(option === undefined ? [] : [option]), ...alsoAvoidedBy)) return true;
  if (variable !== undefined && isSwitchedOn(run, command, variable)) return true;
  const image = run.stage.rootImage?.reference;
  if (image && absentIn.includes(officialName(image) ?? '')) return true;
  if (setting && mayBeConfigured(run, command, setting, manager.settingsFiles)) return true;
  return needs !== undefined && !mayBeConfigured(run, command, needs);
}

/** A script of the project's own whose name says that it cleans up; what exactly, nobody knows. */
function isScriptThatCleans({ words }: ShellCommand): boolean {
  return (
    words.some(
      ({ value }) => value !== undefined && /clean[\w-]*\.(?:sh|bash)$|^(?:\/\S*\/)?clean[\w-]*$/.test(value),
    ) && words.length === 1
  );
}

function removes(command: ShellCommand, { folders }: Leftovers): boolean {
  if (command.name !== 'rm' && command.name !== 'find') return false;
  const paths = command.operandWords().flatMap(pathsOf);
  return paths.some((path) => folders.some((folder) => isPartOf(path, folder)));
}

/** The paths a word stands for: root's home put in, and each alternative of braces. */
function pathsOf({ text, value }: ShellWord): readonly string[] {
  const path = (value ?? text.replace(/["']/g, '')).replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/, '/root');
  const braces = /^([^{}]*)\{([^{}]*,[^{}]*)\}([^{}]*)$/.exec(path);
  if (!braces) return [path];
  const [, before = '', alternatives = '', after = ''] = braces;
  return alternatives.split(',').map((one) => before + one + after);
}

/** Whether a path that is removed is a folder, what is in it, or one around it. Folders may hold `*`. */
function isPartOf(path: string, folder: string): boolean {
  const plain = path.replace(/\/?\*?$/, '');
  return plain === folder || path.startsWith(`${folder}/`) || (plain !== '' && folder.startsWith(`${plain}/`));
}
