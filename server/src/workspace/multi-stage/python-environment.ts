import { Refusal } from '../../core/fix.ts';
import { insertAbove } from '../../dockerfile/edits.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { type PackageAction, packageAction } from '../../shell/package-managers/index.ts';
import type { TextEdit } from '../../text/edit.ts';
import { keyword } from './assemble.ts';
import type { Build } from './conversion.ts';
import { searchPathOf } from './outputs.ts';
import { resolvePath } from './paths.ts';

/** The virtual environment that packages are installed into: one folder, with all that installing leaves behind. */
export interface Environment {
  readonly folder: string;
  /** What makes it, when the file does not yet. */
  readonly edits: readonly TextEdit[];
  /** The ENV that the runtime stage needs besides those it repeats. */
  readonly variables: readonly string[];
}

const newFolder = '/opt/venv';
const searchPath = `PATH=${newFolder}/bin:$PATH`;

/** The file's own virtual environment, or a new one, made above the first RUN that installs packages. */
export function environmentOf(build: Build): Environment | Refusal {
  const { dockerfile, stage, from, survey } = build;
  const made = survey.commands.filter(({ command }) => isPython(command) && command.optionValue('-m') === 'venv');
  const [own, ...more] = made;
  if (own) {
    const path = own.command.operandWords(['-m'])[0]?.value;
    const folder = path === undefined ? undefined : resolvePath(own.folder, path);
    if (folder === undefined || more.length > 0 || !searchPathOf(build).includes(`${folder}/bin`)) {
      return new Refusal('Which of the packages go into the virtual environment is not known.');
    }
    return { folder, edits: [], variables: [] };
  }
  const first = stage.own('RUN').find((run) => run.commands.some(pipAction));
  if (!first) return new Refusal('The packages are not installed with pip.');
  const lines = [`${keyword(from, 'RUN')} python -m venv ${newFolder}`, `${keyword(from, 'ENV')} ${searchPath}`];
  return { folder: newFolder, edits: [insertAbove(dockerfile, first, lines)], variables: [searchPath] };
}

/** Whether a command is Python's interpreter. */
export function isPython({ name }: ShellCommand): boolean {
  return /^python[\d.]*$/.test(name);
}

/** What a command asks of pip. */
export function pipAction(command: ShellCommand): PackageAction | undefined {
  const action = packageAction(command);
  return action?.manager.id === 'pip' ? action : undefined;
}

/** pip puts packages elsewhere when it is told to, and then they are not in the virtual environment. */
export function refusalForPip(command: ShellCommand): Refusal | undefined {
  const elsewhere = command.option('--user', '--target', '-t', '--prefix', '--root', '--break-system-packages');
  return elsewhere && new Refusal(`pip is told with ${elsewhere.text} where packages go: copy them by hand.`);
}

/** Why packages may not end up in the virtual environment. */
export function refusalForVariables({ stage }: Build): Refusal | undefined {
  const moves = ['PIP_TARGET', 'PIP_USER', 'PIP_PREFIX', 'PYTHONHOME'];
  const name = moves.find((one) => stage.scope.find(one, Number.POSITIVE_INFINITY)?.kind === 'ENV');
  if (name !== undefined) return new Refusal(`The variable ${name} says where packages go: copy them by hand.`);
  const first = stage.own('RUN').find((run) => run.commands.some(pipAction));
  return first && !stage.userAt(first.span.start).isRoot
    ? new Refusal('The packages are installed by another user than root, into the folder of that user.')
    : undefined;
}
