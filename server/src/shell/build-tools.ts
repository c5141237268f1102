import type { ShellCommand } from './command.ts';
import { type PackageAction, packageAction } from './package-managers/index.ts';

/** Packages that bring a compiler or a whole build system (Debian, Alpine, Fedora and their kin). */
const compilers =
  /^(?:build-essential|build-base|alpine-sdk|base-devel|(?:gcc|g\+\+|clang|llvm|gfortran)(?:-\d[\d.]*)?|gcc-c\+\+|cmake|meson|bazel|golang(?:-go|-\d[\d.]*(?:-go)?)?|go|rust|rustc|cargo|ghc|maven|gradle|@?development[ -]tools|@development-tools|@c-development)$/i;

/** Packages that are of use to a build only, but that alone do not make an image one for building. */
const helpers =
  /^(?:make|gmake|ninja(?:-build)?|autoconf|automake|autotools-dev|libtool(?:-bin)?|m4|bison|flex|nasm|yasm|binutils|dpkg-dev|pkg-?config|pkgconf|ccache|patch|.+-dev|.+-devel|.+-headers|libc-headers|linux-libc-dev|swig|gperf)$/;

/** What a system package is for, as far as its name tells. */
export function buildPackageKind(name: string): 'compiler' | 'helper' | undefined {
  const plain = plainPackageName(name);
  if (compilers.test(plain)) return 'compiler';
  return helpers.test(plain) ? 'helper' : undefined;
}

/** The name of a package without the version or architecture written behind it: `gcc` for `gcc=4:12.2` and `gcc:amd64`. */
export function plainPackageName(written: string): string {
  return written.replace(/(?:[=<>~:].*|\/[a-z-]+)$/, '');
}

/** Programs that turn sources into programs, whichever package they come from. */
const compilerPrograms =
  /^(?:(?:.*-)?(?:gcc|g\+\+|cc|c\+\+)(?:-\d+)?|clang(?:\+\+)?(?:-\d+)?|gfortran|rustc|javac|ghc|swiftc|csc|tsc|ld)$/;
const buildPrograms: ReadonlySet<string> = new Set([
  'make',
  'gmake',
  'cmake',
  'ninja',
  'meson',
  'bazel',
  'scons',
  'ant',
  'sbt',
  'stack',
  'cabal',
  'configure',
  'autogen.sh',
]);

/** Whether a command compiles: a compiler, a build system, or a package manager that builds the project. */
export function compiles(command: ShellCommand): boolean {
  return runsCompiler(command) || buildsProject(packageAction(command));
}

/** Whether a command is a compiler or a build system of no particular language. */
export function runsCompiler(command: ShellCommand): boolean {
  const { name } = command;
  if (compilerPrograms.test(name)) return !command.has('--version', '-dumpversion', '-dumpmachine');
  if (buildPrograms.has(name)) return !command.has('--version');
  if (name === 'swift') return command.operands[0] === 'build';
  return name === 'dart' && command.operands[0] === 'compile';
}

/** Tests and generators count as builds to a package manager, but what ships is not made by them. */
function buildsProject(action: PackageAction | undefined): boolean {
  if (action?.manager.kind !== 'language') return false;
  const { manager, kind, command } = action;
  if (manager.id === 'go') return ['build', 'install'].includes(command.operands[0] ?? '');
  if (manager.id === 'cargo') return ['build', 'b', 'install', 'rustc'].includes(command.operands[0] ?? '');
  if (manager.id === 'nuget') return ['build', 'publish'].includes(command.operands[0] ?? '');
  return kind === 'build';
}

/** The compilers and their helpers that a script's installs leave behind. */
export interface LeftBuildTools {
  readonly action: PackageAction;
  /** The package words, in the order of the text. */
  readonly packages: PackageAction['packages'];
}

/**
 * What the installs of one RUN leave behind that only a build needs, when there is a compiler among it. Packages that
 * the same RUN removes again never reach the image. `standsForCompilers` knows words that the shell puts them in for.
 */
export function leftBuildTools(
  actions: readonly PackageAction[],
  standsForCompilers: (word: string) => boolean = () => false,
): readonly LeftBuildTools[] {
  const kindOf = ({ value, text }: PackageAction['packages'][number]) =>
    value === undefined ? (standsForCompilers(text) ? 'compiler' : undefined) : buildPackageKind(value);
  return actions.flatMap((action) => {
    if (action.manager.kind !== 'system' || action.kind !== 'install' || isUndone(action, actions)) return [];
    const packages = action.packages.filter((one) => kindOf(one) !== undefined);
    return packages.some((one) => kindOf(one) === 'compiler') ? [{ action, packages }] : [];
  });
}

/** Whether what an install brought is removed again by another action of the same RUN. */
export function isUndone(install: PackageAction, actions: readonly PackageAction[]): boolean {
  return actions.some(
    (action) => action.manager.kind === 'system' && action.kind === 'remove' && undoes(action, install),
  );
}

/** Whether a removal takes away what an install brought: by the name of its group, or by that of a compiler. */
function undoes(removal: PackageAction, install: PackageAction): boolean {
  if (removal.manager !== install.manager || removal.command.span.start < install.command.span.start) return false;
  const group = install.command.optionValue('--virtual', '-t');
  if (group !== undefined) return removal.packages.some(({ value }) => value === group);
  const removed = removal.packages.map(({ value, text }) => value ?? text);
  // Lists kept in a variable, and everything that was not there before: `apt-mark auto '.*'` and then this.
  if (removed.some((name) => name.includes('$'))) return true;
  if (removed.length === 0) return removal.command.has('--auto-remove', '--autoremove');
  const compilersIn = install.packages.filter(({ value }) => value && buildPackageKind(value) === 'compiler');
  return compilersIn.some(({ value, text }) => removed.includes(value ?? text));
}
