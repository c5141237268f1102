import type { Commit } from '../../core/history.ts';
import type { BuildGraph } from '../../dockerfile/build-graph/build-graph.ts';
import type { BuildStep } from '../../dockerfile/build-graph/build-step.ts';
import { originsOf, type Reason, rebuilt } from '../../dockerfile/build-graph/rebuild.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';

/** What became of a Dockerfile, as it stands today, had it been built after each of the last commits. */
export interface Replay {
  /** The commits that changed something in the build context, the last one first. */
  readonly commits: readonly Commit[];
  /** RUN, COPY and ADD, in the order of the build; the others take no time. */
  readonly steps: readonly StepHistory[];
}

/** How often an instruction would have been carried out again. */
export interface StepHistory {
  readonly step: BuildStep;
  /** For each commit whether it would have been. */
  readonly rebuilt: readonly boolean[];
  /** In how many of the builds that was. */
  readonly count: number;
  /** What was changed in these, by the builds that it is to blame for, the most first. */
  readonly causes: readonly Cause[];
}

/** A file or, with a slash at its end, a folder of the build context whose changes made a builder work. */
export interface Cause {
  readonly path: string;
  readonly builds: number;
}

/**
 * Replays commits: each is a build that remembers the one before. `ships` says whether the build gets a file; the paths of
 * commits count from the build context. `variables` are those that have another value in each build.
 */
export function replay(
  graph: BuildGraph,
  commits: readonly Commit[],
  ships: (path: string) => boolean,
  variables?: ReadonlySet<string>,
): Replay {
  const shipped = commits.map(({ files }) => files.filter(ships));
  // What the build does not get makes no build necessary.
  const builds = commits.flatMap((commit, at) => {
    const files = shipped[at] ?? [];
    return files.length > 0 ? [{ commit, reasons: rebuilt(graph, { files, ...(variables && { variables }) }) }] : [];
  });
  const steps = graph.steps
    .filter(({ instruction }) => instruction instanceof RunInstruction || instruction instanceof CopyInstruction)
    .map((step): StepHistory => {
      const again = builds.map(({ reasons }) => reasons.has(step));
      const reasons = builds.filter((_, at) => again[at]).map((build) => build.reasons);
      return { step, rebuilt: again, count: reasons.length, causes: causesOf(step, reasons) };
    });
  return { commits: builds.map(({ commit }) => commit), steps };
}

/** What is to blame, told by the files or folders in it that a reader of the Dockerfile knows. */
function causesOf(step: BuildStep, builds: readonly ReadonlyMap<BuildStep, Reason>[]): readonly Cause[] {
  const counts = new Map<string, number>();
  for (const reasons of builds) {
    const files = originsOf(step, reasons).flatMap((origin) => reasons.get(origin)?.files ?? []);
    for (const path of new Set(files.map(topOf))) counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].map(([path, count]) => ({ path, builds: count })).sort((a, b) => b.builds - a.builds);
}

/** The folder of the build context that a file lies in, or the file itself where it lies in none. */
function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash === -1 ? path : path.slice(0, slash + 1);
}
