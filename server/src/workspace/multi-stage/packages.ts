import { Refusal } from '../../core/fix.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Foundation } from '../../image/foundations.ts';
import { runtimeLibraries } from '../../image/libraries.ts';
import { buildPackageKind, isUndone, plainPackageName } from '../../shell/build-tools.ts';
import type { PackageAction } from '../../shell/package-managers/index.ts';

/** The system packages that the runtime stage needs. */
export interface RuntimePackages {
  /** As they are written in the file, versions included; without those the build alone needs. */
  readonly names: readonly string[];
  /** Whether recommended packages come with them, as they did. */
  readonly withRecommended: boolean;
  /** Whether a C++ compiler was among the packages, so that programs may need its library. */
  readonly hadCompilerOfCpp: boolean;
}

/**
 * What of the packages that the build installs has to be installed in the runtime stage too: all but compilers, build
 * systems and headers, and for headers the libraries that belong to them. Keeping a package costs space; missing one
 * breaks the program, and only for compilers and their helpers it is sure that a program does without.
 */
export function runtimePackages(
  runs: readonly RunInstruction[],
  foundation: Foundation | undefined,
  buildOnly: (name: string) => boolean,
  isBuildVariable: (text: string) => boolean,
): RuntimePackages | Refusal {
  const names: string[] = [];
  let withRecommended = false;
  let hadCompilerOfCpp = false;
  for (const action of runs.flatMap(({ packageActions }) => installs(packageActions))) {
    const packages = action.packages.filter(({ text }) => !isBuildVariable(text));
    const refusal = refusalOf(action, packages);
    if (refusal) return refusal;
    // Such a variable holds the compiler of C++, too.
    hadCompilerOfCpp ||= packages.length < action.packages.length;
    for (const { value = '', text } of packages) {
      const needed = neededFor(value, foundation, buildOnly);
      if (needed instanceof Refusal) return needed;
      hadCompilerOfCpp ||= /^(?:g\+\+|build-base|alpine-sdk|build-essential)/.test(value);
      if (needed.length > 0 && !action.command.has('--no-install-recommends')) withRecommended = true;
      names.push(...needed.map((name) => (name === plainPackageName(value) ? text : name)));
    }
  }
  return { names: [...new Set(names)], withRecommended, hadCompilerOfCpp };
}

/** The command that installs packages on a distribution, leaving nothing else in its layer. */
export function installLine(distribution: Foundation['distribution'], names: readonly string[], recommended: boolean) {
  if (distribution === 'alpine') return `apk add --no-cache ${names.join(' ')}`;
  const option = recommended ? '' : '--no-install-recommends ';
  return `apt-get update && apt-get install -y ${option}${names.join(' ')} && rm -rf /var/lib/apt/lists/*`;
}

function installs(actions: readonly PackageAction[]): readonly PackageAction[] {
  return actions
    .filter(({ manager, kind }) => manager.kind === 'system' && (kind === 'install' || kind === 'upgrade'))
    .filter((action) => !isUndone(action, actions));
}

function refusalOf(
  { manager, kind, command }: PackageAction,
  packages: PackageAction['packages'],
): Refusal | undefined {
  if (kind === 'upgrade') return new Refusal('The packages of the base image are upgraded: which ones is not known.');
  if (manager.id !== 'apt' && manager.id !== 'apk') {
    return new Refusal(`Packages are installed with ${manager.name}: which of them the program needs is not known.`);
  }
  if (packages.some(({ value }) => value === undefined))
    return new Refusal('A variable names the packages to install.');
  if (packages.some(({ value }) => value?.includes('/'))) return new Refusal('A package is installed from a file.');
  return command.has('-t', '--target-release', '-X', '--repository') && manager.id === 'apt'
    ? new Refusal('Packages come from another release of the distribution.')
    : undefined;
}

/** The packages that stand for an installed one at run time. */
function neededFor(
  written: string,
  foundation: Foundation | undefined,
  buildOnly: (name: string) => boolean,
): readonly string[] | Refusal {
  const name = plainPackageName(written);
  if (buildOnly(name)) return [];
  if (/^gfortran/.test(name)) return new Refusal('Programs compiled with gfortran need its libraries.');
  if (!/-(?:dev|devel|headers)$|-dev-/.test(name)) return buildPackageKind(name) ? [] : [name];
  const libraries = foundation && runtimeLibraries(name, foundation);
  return (
    libraries ?? new Refusal(`Which packages hold the libraries that belong to ${name} is not known for this image.`)
  );
}
