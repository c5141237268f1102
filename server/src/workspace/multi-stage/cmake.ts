import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import type { BuildContext } from '../build-context.ts';
import { resolvePath } from './paths.ts';
import { sourceOf } from './startup.ts';
import type { PlacedCommand, Survey } from './survey.ts';

/** Whether a command is CMake's that installs what was built. */
export function isInstall(command: ShellCommand): boolean {
  return command.name === 'cmake' && (command.has('--install') || command.optionValue('--target', '-t') === 'install');
}

/**
 * The programs that CMake installs, as absolute paths; empty where it is not told to. Refuses where anything but
 * programs is installed, or where CMakeLists.txt leaves open what: the files would be spread over the system.
 */
export async function installedByCmake(
  survey: Survey,
  project: BuildContext | undefined,
): Promise<readonly string[] | Refusal> {
  const { commands } = survey;
  const installs = commands.filter(({ command }) => isInstall(command));
  if (installs.length === 0) return [];
  const folders = [...new Set(installs.map((one) => sourceFolder(one, commands)))];
  const prefixes = [...new Set(installs.map((one) => prefixOf(one, commands)))];
  const [folder, prefix] = [folders[0], prefixes[0]];
  if (folders.length > 1 || prefixes.length > 1 || folder === undefined || prefix === undefined) {
    return new Refusal('Where CMake installs what it built is not known.');
  }
  const source = sourceOf(`${folder}/CMakeLists.txt`, survey.items);
  const text = source === undefined ? undefined : await project?.read(source);
  if (text === undefined) return new Refusal('CMakeLists.txt cannot be read, so what it installs is not known.');
  const names = programsInstalled(text.replace(/#.*/g, ''));
  return (
    names?.map((name) => `${prefix}/bin/${name}`) ?? new Refusal('CMake installs more than programs: copy it by hand.')
  );
}

/** The folder of CMakeLists.txt: `-S`, or the operand of the call that configures. */
function sourceFolder(install: PlacedCommand, commands: readonly PlacedCommand[]): string | undefined {
  const configure = configureOf(install, commands);
  if (!configure) return undefined;
  const { command, folder } = configure;
  const written = command.optionValue('-S') ?? command.operandWords(['-B', '-S', '-G', '-D', '-T', '-A'])[0]?.value;
  return resolvePath(folder, written ?? '.');
}

function configureOf({ command }: PlacedCommand, commands: readonly PlacedCommand[]): PlacedCommand | undefined {
  const found = commands.filter(
    ({ command: one }) =>
      one.name === 'cmake' &&
      !one.has('--build', '--install', '--version', '-E', '-P') &&
      one.span.start < command.span.start,
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The folder that `bin` is made in: `--prefix` counts more than CMAKE_INSTALL_PREFIX, and that more than the default. */
function prefixOf(install: PlacedCommand, commands: readonly PlacedCommand[]): string | undefined {
  const own = install.command.optionValue('--prefix');
  if (own !== undefined) return resolvePath(install.folder, own);
  const configure = configureOf(install, commands);
  if (!configure || install.command.has('--prefix')) return undefined;
  const definitions = configure.command.arguments.filter(({ text }) => text.includes('CMAKE_INSTALL_PREFIX'));
  if (definitions.length === 0) return '/usr/local';
  const [, path] = /^-D\s*CMAKE_INSTALL_PREFIX(?::PATH)?=(\/.+)$/.exec(definitions[0]?.value ?? '') ?? [];
  return path === undefined || definitions.length > 1 ? undefined : resolvePath('/', path);
}

/**
 * Commands and variables that bring in other files of CMake, hide what is installed behind others, or make libraries and
 * data that a program may load from the folder of the build.
 */
const unsure =
  /\b(?:add_subdirectory|include|ExternalProject_\w+|FetchContent_\w+|CPM\w*|function|macro|foreach|configure_file|file|execute_process)\s*\(|OUTPUT_NAME|RPATH|BUILD_SHARED_LIBS|BINARY_DIR|SET\s*\(\s*CMAKE_INSTALL_/i;

/** The names of programs that a CMakeLists.txt installs into `bin`, when it installs nothing else. */
function programsInstalled(text: string): readonly string[] | undefined {
  if (unsure.test(text.replace(/\binclude\s*\(\s*GNUInstallDirs\s*\)/gi, ''))) return undefined;
  if (/\badd_library\s*\(\s*[\w.-]+\s+(?!STATIC\b|OBJECT\b|INTERFACE\b)/i.test(text)) return undefined;
  const programs = [...text.matchAll(/\badd_executable\s*\(\s*([\w.-]+)/gi)].map(([, name]) => name ?? '');
  const names: string[] = [];
  for (const [, body = ''] of text.matchAll(/\binstall\s*\(([^()]*)\)/gi)) {
    const [, list] =
      /^\s*TARGETS\s+([\w.\s-]+?)(?:\s+RUNTIME)?(?:\s+DESTINATION\s+(?:bin|\$\{CMAKE_INSTALL_BINDIR\}))?\s*$/.exec(
        body,
      ) ?? [];
    if (list === undefined) return undefined;
    names.push(...list.split(/\s+/));
  }
  return names.length > 0 && names.every((name) => programs.includes(name)) ? names : undefined;
}
