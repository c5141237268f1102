import { type FixContext, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { cacheHistoryOf } from './cache-history.ts';
import { type Gain, gainOf } from './gain.ts';
import type { Proposal } from './proposal.ts';

/** Fewer builds than these prove nothing against a change: the next one may be the one that it is for. */
const fewestBuilds = 10;

/** What the last commits say of a change: what it would have saved, or in how many builds nothing. */
export type Proof = { readonly gain: Gain } | { readonly gain: undefined; readonly builds: number };

/**
 * Replays the last commits through a Dockerfile and through what a proposal makes of it. Undefined where that says nothing:
 * there is no history, or too little, or the change cannot be made.
 */
export async function proofOf(
  dockerfile: Dockerfile,
  proposal: Proposal,
  build: FixContext,
): Promise<Proof | undefined> {
  const history = await cacheHistoryOf(dockerfile, proposal.step.stage, build);
  const { commits } = history.replay;
  if (commits.length === 0) return undefined;
  const edits = await proposal.build(build);
  if (edits instanceof Refusal) return undefined;
  const gain = gainOf(history, proposal, edits);
  if (gain) return { gain };
  return commits.length < fewestBuilds ? undefined : { gain: undefined, builds: commits.length };
}
