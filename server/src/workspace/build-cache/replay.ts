import type { Commit } from '../../core/history.ts';
import type { BuildGraph } from '../../dockerfile/build-graph/build-graph.ts';
import type { BuildStep } from '../../dockerfile/build-graph/build-step.ts';
import { originsOf, type Reason, rebuilt } from '../../dockerfile/build-graph/rebuild.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';

/** What became of a Dockerfile, as it stands today, had it been built after each of the last commits. */
export interface Replay {
  /** The commits that changed something that the build gets, the last one first, without their other files. */
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

/** Those of the commits that change something the build gets, with no more than that: the others make no build necessary. */
export function shippedIn(commits: readonly Commit[], ships: (path: string) => boolean): readonly Commit[] {
  return commits.flatMap((commit) => {
    const files = commit.files.filter(ships);
    return files.length > 0 ? [{ ...commit, files }] : [];
  });
}

/**
 * Replays commits, with no other files than those that the build gets: each is a build that remembers the one before. The
 * paths count from the build context. `variables` are those that have another value in each build.
 */
export function replay(graph: BuildGraph, commits: readonly Commit[], variables?: ReadonlySet<string>): Replay {
  const builds = commits.map(({ files }) => rebuilt(graph, { files, ...(variables && { variables }) }));
  const steps = graph.steps
    .filter(({ instruction }) => instruction instanceof RunInstruction || instruction instanceof CopyInstruction)
    .map((step): StepHistory => {
      const again = builds.map((reasons) => reasons.has(step));
      const reasons = builds.filter((_, at) => again[at]);
      let causes: readonly Cause[] | undefined;
      return {
        step,
        rebuilt: again,
        count: reasons.length,
        // Who only counts builds does not ask for it.
        get causes() {
          causes ??= causesOf(step, reasons);
          return causes;
        },
      };
    });
  return { commits, steps };
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
