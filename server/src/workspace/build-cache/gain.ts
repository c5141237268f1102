import { BuildGraph } from '../../dockerfile/build-graph/build-graph.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { applyEdits, type TextEdit } from '../../text/edit.ts';
import type { CacheHistory } from './cache-history.ts';
import type { Proposal } from './proposal.ts';
import { type Replay, replay, type StepHistory } from './replay.ts';

/** How much less a builder would have had to do, counted in builds. */
export interface Gain {
  /** How often the step ran again. */
  readonly before: number;
  /** How often it would have. */
  readonly after: number;
  /** How many builds there were. */
  readonly builds: number;
}

/** Less than this share of the builds is not worth a change. */
const leastShare = 0.05;

/**
 * Replays the same commits through a Dockerfile and through what a proposal makes of it. Undefined when that saves nothing
 * worth speaking of, or when other steps would be carried out more often for it.
 */
export function gainOf(
  { graph, replay: known }: Pick<CacheHistory, 'graph' | 'replay'>,
  { step, changing }: Pick<Proposal, 'step' | 'changing'>,
  edits: readonly TextEdit[],
): Gain | undefined {
  const { commits } = known;
  const { dockerfile, target } = graph;
  const changed = new Dockerfile(applyEdits(dockerfile.text, edits), dockerfile.fileName);
  const sameTarget = changed.stages[target.index];
  // Who takes stages away or adds some has to be measured otherwise.
  if (!sameTarget || changed.stages.length !== dockerfile.stages.length) return undefined;
  const before = changing ? replay(graph, commits, changing) : known;
  const after = replay(BuildGraph.of(changed, sameTarget), commits, changing);
  const builds = before.commits.length;
  const own = before.steps.find(({ step: { instruction } }) => instruction === step);
  if (!own || builds === 0) return undefined;
  const runsAfter = countsOf(after, changed);
  const runsBefore = countsOf(before, dockerfile);
  // The step itself or, where part of it became a step of its own, that part.
  const fresh = [...runsAfter].find(([text]) => !runsBefore.has(text));
  const later = runsAfter.get(textOf(own, dockerfile)) ?? fresh?.[1];
  const fewest = fresh && later !== undefined ? Math.min(later, fresh[1]) : later;
  if (fewest === undefined || own.count - fewest < Math.max(1, builds * leastShare)) return undefined;
  const isDearer = [...runsBefore].some(([text, count]) => (runsAfter.get(text) ?? 0) > count);
  return isDearer ? undefined : { before: own.count, after: fewest, builds };
}

/** How often each RUN was carried out again, by its text. */
function countsOf({ steps }: Replay, dockerfile: Dockerfile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of steps) {
    if (!(one.step.instruction instanceof RunInstruction)) continue;
    const text = textOf(one, dockerfile);
    counts.set(text, Math.max(counts.get(text) ?? 0, one.count));
  }
  return counts;
}

function textOf({ step: { instruction, stage } }: StepHistory, { text }: Dockerfile): string {
  return `${stage.index} ${text.slice(instruction.span.start, instruction.span.end)}`;
}
