import { Refusal } from '../../core/fix.ts';
import type { PackageAction, ProjectFiles } from '../../shell/package-managers/index.ts';
import type { ContextFolder } from '../build-context.ts';

/** How to install a project's dependencies before its sources are there. */
export interface DependencyPlan {
  /** The files that the install needs, below the project's folder. Folders end in `/`. */
  readonly files: readonly string[];
  /**
   * The command that installs the dependencies and nothing else, to be run in addition; undefined when the command
   * that is there does just that and can itself be run before the sources are copied.
   */
  readonly command: string | undefined;
}

/** Plans for the package managers of one language. `folder` is undefined when the project cannot be looked at. */
export type Planner = (
  action: PackageAction,
  project: ProjectFiles,
  folder: ContextFolder | undefined,
) => Promise<DependencyPlan | Refusal>;

/**
 * The files by which a project tells its package manager what to install: those that are there or, when that cannot be
 * seen, patterns that match them and do no harm when they match nothing.
 */
export function filesOf(project: ProjectFiles, folder: ContextFolder | undefined): readonly string[] {
  if (folder) return folder.matching([...project.manifests, ...project.locks, ...project.settings]);
  const [manifest] = project.manifests;
  return [...(manifest ? [manifest] : []), ...project.locks.map((lock) => (lock.includes('*') ? lock : `${lock}*`))];
}

/** A refusal because what a file says makes the install depend on the sources. */
export function needsSources(file: string, what: string): Refusal {
  return new Refusal(`${file} ${what}, so the install may need the sources.`);
}

/** The text of a command without the variables set for it alone. */
export function textOf({ command }: PackageAction): string {
  return command.words.map(({ text }) => text).join(' ');
}
