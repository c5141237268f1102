import type { ShellCommand, ShellWord } from '../command.ts';
import type { PackageRequest } from './request.ts';

/**
 * What a command asks of a package manager.
 *
 * - `update`: fetch the index of packages
 * - `install`: install packages that the command names
 * - `dependencies`: install what the project's own files list
 * - `build`: build the project, which fetches what is missing on the way
 * - `upgrade`: upgrade all that is installed
 * - `remove`, `clean`: remove packages, empty the cache
 */
export type ActionKind = 'update' | 'install' | 'dependencies' | 'build' | 'upgrade' | 'remove' | 'clean';

/** What a manager reads from one of its commands. */
export interface ReadAction {
  readonly kind: ActionKind;
  /** The word that says what to do, such as `install`; undefined when none is needed, as for `yarn`. */
  readonly subcommand: ShellWord | undefined;
  /** The packages that are named. */
  readonly packages: readonly ShellWord[];
}

/** What a command does with a package manager. */
export interface PackageAction extends ReadAction {
  readonly manager: PackageManager;
  readonly command: ShellCommand;
}

/** The cache of a package manager, as it is when root runs it with its defaults. */
export interface PackageCache {
  /** The folders to keep between builds, for `RUN --mount=type=cache`; none when that is not worth it. */
  readonly folders: readonly string[];
  /** Where it lies under other versions, or as well-known images and guides set it: a mount there keeps it too. */
  readonly elsewhere?: readonly string[];
  /** Whether two builds may not use it at the same time. */
  readonly isExclusive: boolean;
  /** Whether later steps read installed packages out of it, as Go and Maven do, instead of from the image. */
  readonly isStore: boolean;
  /** What an install leaves behind that no running program needs; empty when that is little or nothing. */
  readonly leftovers?: readonly Leftovers[];
}

/** What an install leaves in the layer, and how to avoid that. */
export interface Leftovers {
  /** What it is, for messages. */
  readonly what: string;
  /** Folders; when they are removed in the same layer, or are mounts, nothing is left. */
  readonly folders: readonly string[];
  /** The option of the install command that leaves nothing. */
  readonly option?: string;
  /** Other options with which nothing is left. */
  readonly alsoAvoidedBy?: readonly string[];
  /** The environment variable that does the same when it is set to something true. */
  readonly variable?: string;
  /** What files and commands spell that configure the manager to leave nothing. */
  readonly setting?: RegExp;
  /** The command that removes it, where there is no such option. */
  readonly command?: string;
  /** Whether a clean action of the manager removes it, given the words of that command. */
  readonly isCleanedBy: (subcommand: string, program: string) => boolean;
  /** Whether the leftovers come with the index, so that `update` leaves them, or with every install. */
  readonly comesWith: 'update' | 'install';
  /** The official images that are set up to leave nothing. */
  readonly absentIn?: readonly string[];
  /** What must have been configured before for anything to be left; undefined when it always is. */
  readonly needs?: RegExp;
}

/** How a manager that asks before it acts is answered beforehand. Nobody answers in a build, which then fails. */
export interface Confirmation {
  /** The option that answers, for messages and fixes. */
  readonly option: string;
  /** Where the option is written: `apt-get install -y`, but `zypper -n install`. */
  readonly place: 'before subcommand' | 'after subcommand';
  /** All that answer, or leave nothing to ask. */
  readonly answers: readonly string[];
  /** The subcommands that ask. */
  readonly asking: readonly string[];
  /** What configuration files, and options that stand in for them, spell to answer for good. */
  readonly setting?: RegExp;
}

/** The files by which a project tells a package manager what it depends on. Names may hold `*`. */
export interface ProjectFiles {
  /** At least one of them is there in any project of this sort. */
  readonly manifests: readonly string[];
  readonly locks: readonly string[];
  /** What else has a say in what is installed, when it is there: settings, wrappers. Folders end in `/`. */
  readonly settings: readonly string[];
  /** Options by which a command works on a project in another folder than the one it is run in. */
  readonly elsewhere?: readonly string[];
}

export interface PackageManager {
  readonly id: string;
  readonly name: string;
  /** The programs among whose commands are its own, without the version at the end: `pip` for `pip3.13`. */
  readonly programs: readonly string[];
  readonly kind: 'system' | 'language';
  readonly cache: PackageCache | undefined;
  readonly project: ProjectFiles | undefined;
  /** Options with which nothing is downloaded. */
  readonly offlineOptions?: readonly string[];
  /** What a command does, when it is one of this manager's. */
  readonly read: (command: ShellCommand) => ReadAction | undefined;
  /** What a word that names a package asks for; undefined for words that install nothing. */
  readonly request?: (word: string) => PackageRequest | undefined;
  /** Options that say the versions of all that a command installs: `gem install -v 3.1`, `pip install -c list.txt`. */
  readonly versionOptions?: readonly string[];
  /** Undefined for managers that do not ask. */
  readonly confirmation?: Confirmation;
  /** Options with which packages are installed whose origin nobody has checked. */
  readonly unverifiedOptions?: readonly string[];
  /** The same as files and `--option name=value` spell it. */
  readonly unverifiedSetting?: RegExp;
  /** Where it reads its settings from: files, and folders with a `/` at their end. */
  readonly settingsFiles?: readonly string[];
}

/** An action that names no packages. */
export function unnamed(kind: ActionKind, subcommand: ShellWord | undefined): ReadAction {
  return { kind, subcommand, packages: [] };
}

/** A subcommand and what it does. */
export type Subcommands = Readonly<Record<string, ActionKind>>;

/**
 * A reader for managers of the form `program subcommand operands`. `takingValue` names the options whose value is the
 * next word.
 */
export function bySubcommand(
  programs: readonly string[],
  subcommands: Subcommands,
  takingValue: readonly string[] = [],
): PackageManager['read'] {
  return (command) => {
    if (!programs.includes(command.name)) return undefined;
    const [subcommand, ...packages] = command.operandWords(takingValue);
    const name = subcommand?.value ?? '';
    const kind = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
    return kind && { kind, subcommand, packages };
  };
}

/** For managers whose install commands install the project's dependencies unless packages are named. */
export function installsOrNames(
  programs: readonly string[],
  installs: readonly string[],
  { build: builds = [] }: { readonly build?: readonly string[] },
): PackageManager['read'] {
  return (command) => {
    if (!programs.includes(command.name)) return undefined;
    const [subcommand, ...packages] = command.operandWords([
      '--prefix',
      '-C',
      '--dir',
      '--filter',
      '-w',
      '--workspace',
      '--cache',
      '--registry',
      '--loglevel',
      '--store-dir',
      '--omit',
      '--include',
      '--only',
      '--tag',
      '--userconfig',
      '--fetch-timeout',
      '--fetch-retries',
      '--network-timeout',
    ]);
    const name = subcommand?.value ?? '';
    if (installs.includes(name))
      return { kind: packages.length > 0 ? 'install' : 'dependencies', subcommand, packages };
    if (name === 'cache' || name === 'store') return unnamed('clean', subcommand);
    const written = [name, packages[0]?.value ?? ''].join(' ').trim();
    return builds.some((one) => written === one || name === one) ? unnamed('build', subcommand) : undefined;
  };
}
