import type { ShellCommand, ShellWord } from '../command.ts';

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

/** What a command does with a package manager. */
export interface PackageAction {
  readonly manager: PackageManager;
  readonly kind: ActionKind;
  readonly command: ShellCommand;
  /** The packages that are named. */
  readonly packages: readonly ShellWord[];
}

/** The cache of a package manager, as it is when root runs it with its defaults. */
export interface PackageCache {
  /** The folders to keep between builds, for `RUN --mount=type=cache`. */
  readonly folders: readonly string[];
  /** Whether two builds may not use it at the same time. */
  readonly isExclusive: boolean;
  /** Whether later steps read installed packages out of it, as Go and Maven do, instead of from the image. */
  readonly isStore: boolean;
  /** What an install leaves behind that no running program needs; undefined when that is little or nothing. */
  readonly leftovers?: Leftovers;
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
  /** The command that removes it, where there is no such option. */
  readonly command?: string;
  /** Whether the leftovers come with the index, so that `update` leaves them, or with every install. */
  readonly comesWith: 'update' | 'install';
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
  readonly kind: 'system' | 'language';
  readonly cache: PackageCache | undefined;
  readonly project: ProjectFiles | undefined;
  /** Options with which nothing is downloaded. */
  readonly offlineOptions?: readonly string[];
  /** What a command does, when it is one of this manager's. */
  readonly read: (command: ShellCommand) => Pick<PackageAction, 'kind' | 'packages'> | undefined;
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
    return kind && { kind, packages };
  };
}
