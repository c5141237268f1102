import { accountOf, makesAccount } from '../shell/accounts.ts';
import type { ShellCommand } from '../shell/command.ts';
import { type PackageAction, packageAction } from '../shell/package-managers/index.ts';
import { absolutePath } from './file-origins.ts';
import type { CopyInstruction } from './instructions/copy.ts';
import type { RunInstruction } from './instructions/run.ts';

/** The package managers of distributions, which are configured below `/etc` and look at no project. */
const systemManagers: ReadonlySet<string> = new Set(['apt', 'apk', 'dnf', 'microdnf', 'tdnf', 'yum', 'zypper']);

/** Folders of the system, whose files may change what programs do, and the homes that accounts are made with. */
const systemFolders = /^\/(?:$|(?:etc|usr|bin|sbin|lib|lib64|var|root|home|tmp|run|dev|proc|sys|boot)(?:\/|$))/;

/**
 * Whether all that a RUN does is to set up the system: to install packages of the distribution by their names, make users
 * and folders, and clean up after that. It then reads nothing of a project, wherever that was copied to, if not into the
 * folders of the system.
 */
export function setsUpSystem(run: RunInstruction): boolean {
  const { script, commands, mounts, heredocs, scriptHeredoc } = run;
  if (!script || commands.length === 0 || run.onbuild) return false;
  if (mounts.some(({ type }) => type !== 'cache' && type !== 'tmpfs')) return false;
  if (heredocs.length > 0 && !scriptHeredoc) return false;
  return commands.every(isOfSystem) && commands.some((command) => packageAction(command)?.kind === 'install');
}

/** Whether a RUN does no more than to set up the system, or to install what a language's lock or manifest file lists. */
export function installsOnly(run: RunInstruction): boolean {
  if (setsUpSystem(run)) return true;
  const { script, commands, packageActions } = run;
  if (!script || packageActions.length === 0) return false;
  return commands.every((command) => {
    const action = packageActions.find((one) => one.command === command);
    return action ? action.kind === 'dependencies' || action.kind === 'clean' : isOfSystem(command);
  });
}

/** Whether a COPY puts files into a folder of its own, where no program of the system looks. */
export function copiesToOwnFolder(copy: CopyInstruction): boolean {
  const { expandedDestination: destination, stage, span } = copy;
  const folder = destination === undefined ? undefined : absolutePath(destination, stage, span.start);
  return folder !== undefined && (/^\/usr\/src\/./.test(folder) || !systemFolders.test(folder));
}

function isOfSystem(command: ShellCommand): boolean {
  if (command.place.substituted || command.place.background || command.input) return false;
  if (command.writesTo.some(({ value }) => value !== '/dev/null')) return false;
  const action = packageAction(command);
  if (action) return isOfDistribution(action);
  if (makesAccount(command)) return accountOf(command) !== undefined;
  const operands = () => command.operandWords().map(({ value }) => value);
  switch (command.name) {
    case '':
      return false;
    case 'set':
    case 'true':
    case ':':
      return true;
    case 'mkdir':
      return operands().every((path) => path?.startsWith('/'));
    case 'rm':
      return operands().every((path) => path !== undefined && /^\/(?:var\/(?:lib\/apt|cache|log)|tmp)\//.test(path));
    default:
      return false;
  }
}

function isOfDistribution({ manager, kind, packages }: PackageAction): boolean {
  if (!systemManagers.has(manager.id) || kind === 'dependencies' || kind === 'build') return false;
  return packages.every(({ value }) => value !== undefined && !/[/$]|\.(?:deb|rpm|apk)$/.test(value));
}
