import type { PackageAction, PackageManager } from '../shell/package-managers/index.ts';
import type { Dockerfile } from './dockerfile.ts';
import { CopyInstruction } from './instructions/copy.ts';
import { RunInstruction } from './instructions/run.ts';
import type { Stage } from './stage.ts';

/** An install of a project's dependencies that runs anew whenever any of its sources changes. */
export interface DependencyInstall {
  /** The COPY that brings all sources, the dependency files among them. */
  readonly copy: CopyInstruction;
  /** The folder of the build context that it brings; empty for all of it, otherwise with a `/` at its end. */
  readonly sourceFolder: string;
  readonly run: RunInstruction;
  readonly action: PackageAction;
}

/**
 * The installs of dependencies that come after all sources were copied, the first of each stage and package manager.
 * Installs whose downloads are kept in a cache mount are left out, and so are those that fetch nothing.
 */
export function dependencyInstalls(dockerfile: Dockerfile): readonly DependencyInstall[] {
  const stages = dockerfile.stages.length > 0 ? dockerfile.stages : [dockerfile.preamble];
  return stages.flatMap(installsOf);
}

function installsOf(stage: Stage): DependencyInstall[] {
  const installs: DependencyInstall[] = [];
  const done = new Set<PackageManager>();
  const prepared = new Set<string>();
  let copiedBefore = false;
  let whole: { copy: CopyInstruction; sourceFolder: string } | undefined;
  for (const instruction of stage.instructions) {
    if (instruction instanceof CopyInstruction) {
      const sourceFolder = wholeFolder(instruction, stage, copiedBefore);
      if (sourceFolder !== undefined) whole ??= { copy: instruction, sourceFolder };
      copiedBefore ||= instruction.readsContext;
    } else if (instruction instanceof RunInstruction) {
      // Whoever runs the tool before the sources are there has thought of it, whatever the task is called.
      if (!whole) for (const { name } of instruction.script?.commands ?? []) prepared.add(name);
      for (const action of instruction.packageActions) {
        if (!fetchesDependencies(action) || done.has(action.manager)) continue;
        const { name } = action.command;
        if (action.manager.cache?.isStore && (prepared.has(name) || isRunBelow(stage, name))) continue;
        done.add(action.manager);
        if (whole && !keepsDownloads(instruction, action)) installs.push({ ...whole, run: instruction, action });
      }
    }
  }
  return installs;
}

/** Whether a stage that this one is built upon runs a tool, whose downloads are then there. */
function isRunBelow({ parent }: Stage, name: string): boolean {
  for (let stage = parent; stage; stage = stage.parent) {
    if (stage.own('RUN').some(({ commands }) => commands.some((command) => command.name === name))) return true;
  }
  return false;
}

/** Whether an action installs what the project lists: as its purpose, or on the way to building it. */
function fetchesDependencies({ kind, manager, command }: PackageAction): boolean {
  if (kind === 'dependencies') return true;
  return kind === 'build' && manager.cache?.isStore === true && !command.has(...(manager.offlineOptions ?? []));
}

function keepsDownloads(run: RunInstruction, { manager }: PackageAction): boolean {
  return run.mountsOver(manager.cache?.folders ?? []) || run.flag('network')?.value?.text === 'none';
}

/** The folder that a COPY brings as a whole; undefined when it brings something else. */
function wholeFolder(copy: CopyInstruction, stage: Stage, copiedBefore: boolean): string | undefined {
  const [source] = copy.sources;
  if (!source || !copy.readsContext || copy.onbuild) return undefined;
  if (/^(?:\.|\.\/|\/|\*|\.\/\*)$/.test(source.text)) return '';
  // A single folder that becomes the working directory is the project as well, unless parts of it came before.
  if (copiedBefore) return undefined;
  const isFolder =
    copy.sources.length === 1 && /^(?:\.\/)?[\w.-]+(?:\/[\w.-]+)*\/?$/.test(source.text) && !/\.\w+$/.test(source.text);
  const destination = copy.destination?.text.replace(/\/$/, '') ?? '';
  const workdir = stage.last('WORKDIR')?.value?.text.replace(/\/$/, '');
  const isWorkdir = destination === '.' || destination === '' || destination === workdir;
  return isFolder && isWorkdir ? `${source.text.replace(/^\.\//, '').replace(/\/$/, '')}/` : undefined;
}
