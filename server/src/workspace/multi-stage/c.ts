import { Refusal } from '../../core/fix.ts';
import { type Foundation, smallestImage } from '../../image/foundations.ts';
import { officialName } from '../../image/reference.ts';
import { runsCompiler } from '../../shell/build-tools.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { installedByCmake, isInstall } from './cmake.ts';
import { assets, wholeTree, withoutRepeated } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { programMade, writtenWith } from './outputs.ts';
import { folderOf, isWithin } from './paths.ts';
import { isBasic, programPath } from './startup.ts';

/**
 * C and C++: the program is linked with libc, so it runs on the distribution it was built on. Called with a compiler
 * alone, the build makes one file; a build system may make more, and then the whole tree goes along.
 */
export const c: Language = {
  reads(command) {
    const { name, operands } = command;
    if (['make', 'gmake', 'ninja'].includes(name) && operands.some((target) => target.startsWith('install'))) {
      return new Refusal(`"${name} install" spreads files over the system: copy them by hand.`);
    }
    return runsCompiler(command) || helpers.has(name);
  },
  buildVariables: /^(?:CC|CXX|LD|AR|CFLAGS|CXXFLAGS|CPPFLAGS|LDFLAGS|CMAKE_\w+|MAKEFLAGS)$/,
  // What CMake installs is known to the plan alone, which refuses where the program is none of it.
  provides: (command, build) =>
    programs(build, []).has(command) ||
    (build.survey.commands.some((one) => isInstall(one.command)) && !isBasic(command)),
  async plan(build): Promise<Plan | Refusal> {
    const { survey, foundation, project, folder, stage, startup } = build;
    if (!foundation) return new Refusal('Which distribution the base image stands on is not known.');
    const installed = await installedByCmake(survey, project);
    if (installed instanceof Refusal) return installed;
    const started = programs(build, installed);
    if (installed.length > 0 && startup.commands.some((command) => !isKnown(command, started, build))) {
      return new Refusal('The container starts a program that CMake does not install.');
    }
    if (started.size === 0) return new Refusal('Which program the build makes and the container starts is not known.');
    const refusal = await refusalForLibraries(build);
    if (refusal) return refusal;
    const own = [...started.values()].map((path) => ({ from: path, to: path }));
    // What is installed leaves the folder of the build behind, as far as the files tell.
    const isAlone = !usesBuildSystem(build) || [...started.values()].every((path) => installed.includes(path));
    const tree = isAlone ? await assets(survey, project, isSource) : undefined;
    if (!tree && folder === '/' && survey.items.length === 0) {
      return new Refusal('The program lies in the root folder, among the files of the system.');
    }
    const library = bringsOwnLibrary(build) && mayBeCpp(build);
    if (library && stage.scope.find('LD_LIBRARY_PATH', Number.POSITIVE_INFINITY)) {
      return new Refusal('The program needs the C++ library of GCC, and LD_LIBRARY_PATH is set already.');
    }
    return {
      image: runtimeImage(build, foundation),
      copies: withoutRepeated([...(library ? cppLibrary : []), ...own, ...(tree ?? wholeTree(survey))]),
      environment: library ? ['LD_LIBRARY_PATH=/usr/local/lib64'] : [],
    };
  },
};

const helpers: ReadonlySet<string> = new Set([
  'aclocal',
  'ar',
  'autoconf',
  'autoheader',
  'automake',
  'autoreconf',
  'bootstrap',
  'ctest',
  'libtoolize',
  'pkg-config',
  'ranlib',
]);
const buildSystems: ReadonlySet<string> = new Set(['make', 'gmake', 'cmake', 'ninja', 'meson', 'configure', 'scons']);

function usesBuildSystem({ survey }: Build): boolean {
  return survey.commands.some(({ command }) => buildSystems.has(command.name));
}

/** Whether a start command needs nothing of the build but what the runtime stage gets. */
function isKnown(command: ShellCommand, started: ReadonlyMap<ShellCommand, string>, { startup }: Build): boolean {
  return started.has(command) || isBasic(command) || startup.scripts.has(command);
}

/** The programs that the build makes and the container starts: absolute paths. */
function programs(build: Build, installed: readonly string[]): ReadonlyMap<ShellCommand, string> {
  const { startup, survey, folder } = build;
  const named = [...installed, ...writtenWith('-o', survey, runsCompiler)];
  const made = new Map<ShellCommand, string>();
  for (const command of startup.commands) {
    const path = programMade(command, build, named) ?? inBuildTree(programPath(command, folder), build);
    if (path !== undefined) made.set(command, path);
  }
  return made;
}

/** A program where a build system has worked, or `a.out` where a compiler has, and that no COPY brought. */
function inBuildTree(path: string | undefined, { survey }: Build): string | undefined {
  if (path === undefined || survey.items.some((item) => item.path === path)) return undefined;
  const isMade = survey.commands.some(({ command, folder }) => {
    if (folder === '/') return false;
    if (buildSystems.has(command.name)) return isWithin(folder, path);
    return runsCompiler(command) && !command.has('-o') && path.endsWith('/a.out') && folderOf(path) === folder;
  });
  return isMade ? path : undefined;
}

/** Libraries that every Debian, Ubuntu and Alpine image has. */
const basicLibraries = /^-l(?:m|c|pthread|dl|rt|util|resolv|stdc\+\+|gcc|gcc_s)$/;

/**
 * On a plain distribution all libraries come from packages, and those are known. The image `gcc` brings the headers
 * of dozens of libraries that the runtime image lacks, so there what is linked must be in sight.
 */
async function refusalForLibraries(build: Build): Promise<Refusal | undefined> {
  if (!bringsOwnLibrary(build)) return undefined;
  const { survey, project } = build;
  const compilers = survey.commands.filter(({ command }) => runsCompiler(command) && !buildSystems.has(command.name));
  const linked = compilers
    .filter(({ command }) => !command.has('-static'))
    .flatMap(({ command }) => command.arguments.map(({ text }) => text))
    .find((text) => (text.startsWith('-l') && !basicLibraries.test(text)) || /[$`]/.test(text));
  if (linked !== undefined)
    return new Refusal(`Which package holds the library that ${linked} links with is not known.`);
  if (!usesBuildSystem(build)) return undefined;
  const files = ['Makefile', 'makefile', 'GNUmakefile', 'CMakeLists.txt'];
  const texts = await Promise.all(files.map((name) => project?.read(name)));
  const read = texts.filter((text) => text !== undefined);
  if (read.length === 0)
    return new Refusal('The build files cannot be read, so what the program links with is not known.');
  const hidden = read.some(
    (text) =>
      [...text.matchAll(/(?:^|\s)-l[\w+]+/g)].some(([flag]) => !basicLibraries.test(flag.trim())) ||
      /pkg[-_]config|pkg_(?:check|search)_module|find_(?:package\s*\((?!\s*Threads)|library)|FetchContent|add_subdirectory|^\s*-?include\s|\$\(MAKE\)/im.test(
        text,
      ),
  );
  return hidden
    ? new Refusal('The build files link with more than the C library: which packages that needs is not known.')
    : undefined;
}

/** The image `gcc` has a C++ library of its own, newer than that of the distribution below it. */
function bringsOwnLibrary({ image }: Build): boolean {
  return officialName(image) === 'gcc';
}

function mayBeCpp(build: Build): boolean {
  return usesBuildSystem(build) || build.survey.commands.some(({ command }) => /[gc]\+\+/.test(command.name));
}

const cppLibrary: readonly Copied[] = ['libstdc++.so.6', 'libgcc_s.so.1'].map((name) => ({
  from: `/usr/local/lib64/${name}`,
  to: `/usr/local/lib64/${name}`,
}));

/** A plain distribution stays what it is, slim where it can be; compiler images give way to the one they stand on. */
function runtimeImage({ image, imageWord }: Build, foundation: Foundation): string {
  const name = officialName(image);
  const isFull = image.digest === undefined && /^(?:\d+|[a-z]+)$/.test(image.tag ?? '');
  if (name === 'debian' && isFull) return `${imageWord.text}-slim`;
  return name === 'debian' || name === 'ubuntu' || name === 'alpine' ? imageWord.text : smallestImage(foundation);
}

function isSource(path: string): boolean {
  return /\.(?:c|cc|cpp|cxx|c\+\+|h|hh|hpp|hxx|s|asm|o|a|cmake|ac|am|m4|in)$|(?:^|\/)(?:CMakeLists\.txt|configure|meson\.build|\.clang-format|\.clang-tidy)$/i.test(
    path,
  );
}
