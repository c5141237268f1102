import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { baseName, belongsToSystem, resolvePath } from './paths.ts';

/** What a command does to the files of the image, besides what it prints. */
export interface FileEffect {
  /** Files and folders that are there afterwards: absolute paths. */
  readonly makes: readonly string[];
  /** Files and folders that are gone afterwards. */
  readonly removes: readonly string[];
  /** Whose files a folder's become: `chown -R app /app`. */
  readonly owns: { readonly owner: string; readonly paths: readonly string[] } | undefined;
}

const nothing: FileEffect = { makes: [], removes: [], owns: undefined };

/** Commands that leave nothing behind but what they print. */
const silent: ReadonlySet<string> = new Set([
  '',
  ':',
  '[',
  '[[',
  'cat',
  'cd',
  'command',
  'date',
  'du',
  'echo',
  'env',
  'exit',
  'export',
  'false',
  'file',
  'find',
  'grep',
  'head',
  'id',
  'ldd',
  'ls',
  'nproc',
  'printenv',
  'printf',
  'pwd',
  'set',
  'sha256sum',
  'sleep',
  'sort',
  'stat',
  'tail',
  'test',
  'true',
  'type',
  'umask',
  'uname',
  'unset',
  'wc',
  'which',
  'whoami',
]);

/** Commands that change files where they are. */
const changing: ReadonlySet<string> = new Set(['chmod', 'dos2unix', 'sed', 'strip', 'truncate', 'upx']);

/**
 * What a command does to files, with relative paths counted from a folder. Undefined for a command that is not known,
 * and for one whose paths depend on variables.
 */
export function fileEffect(command: ShellCommand, folder: string): FileEffect | undefined {
  const written = pathsOf(command.writesTo, folder);
  if (!written) return undefined;
  const effect = effectOf(command, folder);
  const makes = written.filter((path) => !path.startsWith('/dev/'));
  return effect && { ...effect, makes: [...effect.makes, ...makes] };
}

function effectOf(command: ShellCommand, folder: string): FileEffect | undefined {
  const { name } = command;
  if (silent.has(name)) return command.has('-exec', '-delete') ? undefined : nothing;
  switch (name) {
    case 'mkdir':
    case 'touch':
    case 'tee':
      return making(pathsOf(command.operandWords(['-m', '--mode', '-d', '-r', '-t']), folder));
    case 'cp':
    case 'mv':
    case 'ln':
    case 'install':
      return copying(command, folder);
    case 'rm':
    case 'rmdir':
      // What cannot be told is taken to stay.
      return { ...nothing, removes: command.operands.map((path) => resolvePath(folder, path)) };
    case 'chown': {
      const [owner, ...paths] = command.operandWords();
      const resolved = pathsOf(paths, folder);
      return owner?.value !== undefined && resolved
        ? { ...nothing, owns: { owner: owner.value, paths: resolved } }
        : undefined;
    }
    case 'git':
      return cloning(command, folder);
    default:
      return changing.has(name) ? changesOnly(command, folder) : undefined;
  }
}

/** The last operand is the target: a file, or the folder that the others go into. */
function copying(command: ShellCommand, folder: string): FileEffect | undefined {
  if (command.has('-t', '--target-directory')) return undefined;
  const operands = command.operandWords(['-m', '--mode', '-o', '--owner', '-g', '--group', '-S']);
  if (command.name === 'install' && command.has('-d')) return making(pathsOf(operands, folder));
  const values = operands.map(({ value }) => value);
  const target = values.at(-1);
  if (target === undefined || values.some((value) => value === undefined)) return undefined;
  const sources = values.slice(0, -1) as string[];
  const removes = command.name === 'mv' ? sources.map((source) => resolvePath(folder, source)) : [];
  const inFolder = sources.filter((source) => !/[*?[]/.test(source)).map((source) => `${target}/${baseName(source)}`);
  const isFolder = /(?:\/|^\.{1,2})$/.test(target) || belongsToSystem(resolvePath(folder, target));
  if (isFolder && inFolder.length < sources.length) return undefined;
  const makes = isFolder || sources.length > 1 ? inFolder : [target];
  return { ...nothing, makes: makes.map((path) => resolvePath(folder, path)), removes };
}

/** `git clone URL [FOLDER]`; what else git does here stays in its repository. */
function cloning(command: ShellCommand, folder: string): FileEffect | undefined {
  const [subcommand, url, target] = command.operandWords(['-b', '--branch', '--depth', '-C', '-c', '--jobs', '-j']);
  if (subcommand?.value !== 'clone') return command.has('--global', '--system') ? undefined : nothing;
  const path = target ? target.value : url?.value && baseName(url.value).replace(/\.git$/, '');
  return path === undefined ? undefined : making([resolvePath(folder, path)]);
}

/** For changes in place: they are of the files that are there, but must not be the distribution's. */
function changesOnly(command: ShellCommand, folder: string): FileEffect | undefined {
  const system = command.operands.some((operand) => /^\/(?:etc|usr|bin|lib|sbin)\//.test(resolvePath(folder, operand)));
  return system && command.name === 'sed' ? undefined : nothing;
}

function making(makes: readonly string[] | undefined): FileEffect | undefined {
  return makes && { ...nothing, makes };
}

function pathsOf(words: readonly ShellWord[], folder: string): readonly string[] | undefined {
  const paths = words.map(({ value }) => value);
  return paths.every((path) => path !== undefined) ? paths.map((path) => resolvePath(folder, path)) : undefined;
}
