import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { type PackageAction, packageAction } from '../../shell/package-managers/index.ts';
import { baseName, folderOf, isWithin, resolvePath } from '../multi-stage/paths.ts';
import type { CommandPlace, Traces } from './command-traces.ts';

/** What helps a build system, and writes beside what it works on. */
const helpers: ReadonlySet<string> = new Set([
  'aclocal',
  'autoconf',
  'autogen.sh',
  'autoheader',
  'automake',
  'autoreconf',
  'bootstrap',
  'config',
  'Configure',
  'configure',
  'libtoolize',
  'npx',
  'pkg-config',
  'tsc',
  'vite',
  'webpack',
]);

/**
 * `make install` and its like: where the files go is known when a prefix is named, there or when the build was
 * configured; GNU's coding standards and CMake take `/usr/local` otherwise.
 */
export function installedByBuildSystem(command: ShellCommand, { folder }: CommandPlace): Traces | undefined {
  const { name, operands } = command;
  const isMake = ['make', 'gmake', 'ninja'].includes(name) && operands.some((one) => /^(?:un)?install/.test(one));
  const isCmake = name === 'cmake' && (command.has('--install') || command.optionValue('--target', '-t') === 'install');
  const isMeson = name === 'meson' && operands[0] === 'install';
  if (!isMake && !isCmake && !isMeson) return undefined;
  const destination = variableOf(command, 'DESTDIR') ?? command.optionValue('--destdir');
  if (destination !== undefined) return { writesBelow: [folder, resolvePath(folder, destination)] };
  const prefix = variableOf(command, 'PREFIX') ?? variableOf(command, 'prefix') ?? command.optionValue('--prefix');
  return { writesBelow: [folder], makes: [prefix === undefined ? configuredPrefix : resolvePath(folder, prefix)] };
}

/** Stands for the folder that the build was configured to install to. */
export const configuredPrefix = '/\0prefix';

/** The folder that a build is configured to install to; undefined when a command configures none. */
export function prefixConfigured(command: ShellCommand, folder: string): string | undefined {
  if (!['configure', 'Configure', 'config', 'cmake', 'meson'].includes(command.name)) return undefined;
  const definition = command.arguments.find(({ text }) => /^-DCMAKE_INSTALL_PREFIX(?::\w+)?=/.test(text));
  const value = definition?.value?.replace(/^[^=]*=/, '') ?? command.optionValue('--prefix');
  if (value === undefined && (definition || command.has('--prefix'))) return unknownPrefix;
  return value === undefined ? undefined : resolvePath(folder, value);
}

/** Stands for a folder that a variable decides on. */
export const unknownPrefix = '/\0unknown';

function variableOf(command: ShellCommand, name: string): string | undefined {
  const given = [...command.arguments, ...command.assignments].find(({ text }) => text.startsWith(`${name}=`));
  if (!given) return undefined;
  return given.value === undefined ? unknownPrefix : given.value.slice(name.length + 1);
}

/** What the tools of languages leave behind; undefined for a command that is none of them. */
export function languageTraces(command: ShellCommand, place: CommandPlace): Traces | Refusal | undefined {
  const { folder } = place;
  const action = packageAction(command);
  if (action) return byManager(action, place);
  const { name, operands } = command;
  if (name === 'go') return /^(?:mod|get|work|generate)$/.test(operands[0] ?? '') ? inFolder(folder) : {};
  if (name === 'cargo' || name === 'dotnet' || name === 'composer' || name === 'mix') return inFolder(folder);
  if (/^python[\d.]*$/.test(name)) return byPython(command, folder);
  if (name === 'corepack') return { installs: ['yarn', 'pnpm', 'pnpx', 'yarnpkg'] };
  if (name === 'npm' || name === 'yarn' || name === 'pnpm' || name === 'bun') return byManagerOfNode(command, folder);
  return helpers.has(name) ? inFolder(folder) : undefined;
}

function inFolder(folder: string): Traces {
  return { writesBelow: [folder] };
}

function byManager(action: PackageAction, place: CommandPlace): Traces | Refusal | undefined {
  const { manager, command } = action;
  const { folder } = place;
  switch (manager.id) {
    case 'npm':
    case 'pnpm':
    case 'yarn':
    case 'bun':
      return byManagerOfNode(command, folder);
    case 'go':
      return byGo(command, place);
    case 'cargo':
      return byCargo(command, place);
    case 'maven':
    case 'gradle':
    case 'mix':
      return inFolder(folder);
    case 'composer':
      return command.operands[0] === 'global' ? undefined : inFolder(folder);
    case 'nuget':
      return byDotnet(command, folder);
    case 'pip':
      return byPip(command, place);
    default:
      return manager.kind === 'system'
        ? undefined
        : new Refusal(`${manager.name} installs among what the image has: what belongs to it cannot be told apart.`);
  }
}

function byManagerOfNode(command: ShellCommand, folder: string): Traces | Refusal {
  const { name, operands } = command;
  if (command.has('-g', '--global', '--location') || operands[0] === 'global' || operands[0] === 'link') {
    return new Refusal(`${name} installs for all projects, among what the image has: leave that where it is.`);
  }
  if (operands[0] === 'config' || operands[0] === 'set' || operands[0] === 'cache') return {};
  const other = command.optionValue('--prefix', '--cwd', '-C', '--dir');
  if (other === undefined && command.has('--prefix', '--cwd', '-C', '--dir')) {
    return new Refusal(`A variable decides in which folder ${name} works.`);
  }
  return inFolder(other === undefined ? folder : resolvePath(folder, other));
}

/** `go build` writes the file it is told to and caches; `go install` writes to /go/bin in the official images. */
function byGo(command: ShellCommand, { folder, image }: CommandPlace): Traces | Refusal {
  const [subcommand] = command.operands;
  if (subcommand === 'install' || (subcommand === 'get' && command.has('-u', '-d') === false)) {
    const isPlain = image === 'golang' && command.assignments.every(({ text }) => !/^GO(?:BIN|PATH)=/.test(text));
    return isPlain
      ? { makes: ['/go/bin'], worksIn: [folder] }
      : new Refusal('Where "go install" puts programs is not known.');
  }
  if (subcommand !== 'build')
    return subcommand === 'mod' || subcommand === 'generate' ? inFolder(folder) : { worksIn: [folder] };
  if (!command.has('-o')) return inFolder(folder);
  const output = command.optionValue('-o');
  if (output === undefined) return new Refusal('A variable decides where "go build" writes to.');
  return { makes: [resolvePath(folder, output)], worksIn: [folder] };
}

function byCargo(command: ShellCommand, { folder, image }: CommandPlace): Traces | Refusal {
  if (command.operands[0] !== 'install') return inFolder(folder);
  const root = command.optionValue('--root');
  if (root !== undefined) return { makes: [resolvePath(folder, root)], worksIn: [folder] };
  return new Refusal(
    image === 'rust'
      ? 'Programs that "cargo install" makes lie among those of Rust itself: name a folder with --root.'
      : 'Where "cargo install" puts programs is not known: name a folder with --root.',
  );
}

function byDotnet(command: ShellCommand, folder: string): Traces | Refusal {
  if (command.operands[0] === 'tool' || command.operands[0] === 'workload') {
    return new Refusal('"dotnet" installs tools beside the project: leave that where it is.');
  }
  const output = command.optionValue('-o', '--output');
  if (output === undefined) return inFolder(folder);
  return { makes: [resolvePath(folder, output)], writesBelow: [folder] };
}

/** Into a folder that is named, or a virtual environment that was made there; the image's own packages are another matter. */
function byPip(command: ShellCommand, { folder, searchPath, made }: CommandPlace): Traces | Refusal {
  if (['download', 'wheel'].includes(command.operands[0] ?? '')) {
    return { makes: [resolvePath(folder, command.optionValue('-w', '--wheel-dir', '-d', '--dest') ?? '.')] };
  }
  if (['check', 'list', 'freeze', 'show', 'config', 'cache'].includes(command.operands[0] ?? '')) return {};
  const target = command.optionValue('--target', '-t', '--prefix', '--root');
  if (target !== undefined) return { makes: [resolvePath(folder, target)] };
  const program = command.words[0]?.value ?? '';
  const programs = program.startsWith('/') ? folderOf(program) : searchPath[0];
  const environment = programs !== undefined && baseName(programs) === 'bin' ? folderOf(programs) : undefined;
  if (environment !== undefined && made.some((path) => isWithin(path, environment))) {
    return { makes: [environment], worksIn: [folder] };
  }
  return new Refusal(
    'pip installs among the packages of the image: let it install into a virtual environment that is made there, or with --target.',
  );
}

function byPython(command: ShellCommand, folder: string): Traces | Refusal | undefined {
  const [module, target] = command.operandWords().map(({ value }) => value);
  if (!command.has('-m') || (module !== 'venv' && module !== 'virtualenv')) return undefined;
  return target === undefined
    ? new Refusal('A variable decides where the virtual environment is made.')
    : { makes: [resolvePath(folder, target)] };
}
