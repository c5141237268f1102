import { BuildGraph } from '../../dockerfile/build-graph/build-graph.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
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
/** The same of copying, which takes less time than most of what RUN does. */
const leastShareOfCopies = 0.2;

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
  const isOfStep = (one: StepHistory) => one.step.instruction.keyword === step.keyword;
  const runsAfter = countsOf(after, changed, isOfStep);
  const runsBefore = countsOf(before, dockerfile, isOfStep);
  // The step itself or, where part of it became a step of its own, that part.
  const fresh = [...runsAfter].flatMap(([text, count]) => (runsBefore.has(text) ? [] : [count]));
  const later = runsAfter.get(textOf(own, dockerfile));
  const counts = later === undefined ? fresh : [later, ...fresh];
  const fewest = Math.min(...counts);
  const saved = own.count - fewest;
  const isCopy = step instanceof CopyInstruction;
  const least = isCopy ? Math.max(2, builds * leastShareOfCopies) : Math.max(1, builds * leastShare);
  if (counts.length === 0 || saved < least) return undefined;
  // To copy others more often may be the price of it, where that is less often than what is saved.
  const lost = isCopy ? sum(moreOften(runsBefore, runsAfter)) : 0;
  const isDearer = moreOften(countsOf(before, dockerfile, isRun), countsOf(after, changed, isRun)).length > 0;
  return isDearer || lost >= saved ? undefined : { before: own.count, after: fewest, builds };
}

function isRun({ step: { instruction } }: StepHistory): boolean {
  return instruction instanceof RunInstruction;
}

/** How much more often steps are carried out than before, of those for which that is so. */
function moreOften(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly number[] {
  return [...before].map(([text, count]) => (after.get(text) ?? 0) - count).filter((more) => more > 0);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** How often steps were carried out again, by their texts. */
function countsOf(
  { steps }: Replay,
  dockerfile: Dockerfile,
  isMeant: (one: StepHistory) => boolean,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of steps) {
    if (!isMeant(one)) continue;
    const text = textOf(one, dockerfile);
    counts.set(text, Math.max(counts.get(text) ?? 0, one.count));
  }
  return counts;
}

function textOf({ step: { instruction, stage } }: StepHistory, { text }: Dockerfile): string {
  return `${stage.index} ${text.slice(instruction.span.start, instruction.span.end)}`;
}
