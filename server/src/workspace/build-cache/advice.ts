import { type FixContext, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { TextEdit } from '../../text/edit.ts';
import { type CacheHistory, cacheHistoryOf } from './cache-history.ts';
import { type Gain, gainOf } from './gain.ts';
import type { Proposal } from './proposal.ts';
import { proposalsFor } from './proposals.ts';

/** A change that would have paid in the last commits. */
export interface Advice {
  readonly proposal: Proposal;
  readonly edits: readonly TextEdit[];
  readonly gain: Gain;
}

/** What there is to advise for the build of a stage, the greatest gain first; nothing where there is no history. */
export async function adviceFor(
  dockerfile: Dockerfile,
  target: Stage,
  build: FixContext,
): Promise<{ readonly history: CacheHistory; readonly advice: readonly Advice[] }> {
  const history = await cacheHistoryOf(dockerfile, target, build);
  const { graph, replay } = history;
  if (replay.commits.length === 0) return { history, advice: [] };
  const advice: Advice[] = [];
  for (const proposal of proposalsFor(dockerfile)) {
    if (!graph.steps.some(({ instruction }) => instruction === proposal.step)) continue;
    const edits = await proposal.build(build);
    if (edits instanceof Refusal) continue;
    const gain = gainOf(history, proposal, edits);
    if (gain) advice.push({ proposal, edits, gain });
  }
  advice.sort((one, other) => other.gain.before - other.gain.after - (one.gain.before - one.gain.after));
  const isBest = ({ proposal: { choice } }: Advice, at: number) =>
    choice === undefined || advice.findIndex(({ proposal }) => proposal.choice === choice) === at;
  return { history, advice: advice.filter(isBest) };
}

/** What a change would have saved, in a few words: `47 of 50 builds down to 3`. */
export function gainInWords({ before, after, builds }: Gain): string {
  return `${before} of ${builds} builds down to ${after}`;
}
