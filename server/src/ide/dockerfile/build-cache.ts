import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Span } from '../../text/span.ts';
import { adviceFor, gainInWords } from '../../workspace/build-cache/advice.ts';
import { type CacheHistory, cacheHistoryOf } from '../../workspace/build-cache/cache-history.ts';
import { proposalsFor } from '../../workspace/build-cache/proposals.ts';
import type { StepHistory } from '../../workspace/build-cache/replay.ts';
import { summaryOf } from '../../workspace/build-cache/table.ts';
import type { Assistant, Explanation, Lens, Refactoring } from '../assistant.ts';
import { dockerfileOf, type Spot, type WorkedOn } from '../spot.ts';

/** Tells of the instructions of a Dockerfile how often a builder would have carried them out again, and because of what. */
export const buildCache: Assistant = { lenses, explain, refactorings };

/** What the last commits would have cost an open Dockerfile; undefined for other files. Of several targets, the last. */
async function cacheHistoryIn({ file, around }: WorkedOn): Promise<CacheHistory | undefined> {
  const dockerfile = dockerfileOf(file);
  if (!dockerfile || dockerfile.stages.length === 0) return undefined;
  return cacheHistoryOf(dockerfile, dockerfile.finalStage, { uri: file.uri, host: around.host });
}

/** The same, and what would have saved something. */
export async function cacheAdviceIn({ file, around }: WorkedOn) {
  const dockerfile = dockerfileOf(file);
  if (!dockerfile || dockerfile.stages.length === 0) return undefined;
  return adviceFor(dockerfile, dockerfile.finalStage, { uri: file.uri, host: around.host });
}

/** At the instructions that it is about: what would have saved builds, and how many. */
async function refactorings(worked: WorkedOn, at: Span): Promise<readonly Refactoring[]> {
  const isAt = ({ span }: Instruction) => span.start <= at.end && at.start <= span.end;
  const dockerfile = dockerfileOf(worked.file);
  if (!dockerfile || !proposalsFor(dockerfile).some((proposal) => proposal.at.some(isAt))) return [];
  const { advice } = (await cacheAdviceIn(worked)) ?? { advice: [] };
  return advice
    .filter(({ proposal }) => proposal.at.some(isAt))
    .map(({ proposal, edits, gain }) => ({
      title: `${proposal.title} (${gainInWords(gain)})`,
      built: [{ file: worked.file, edits }],
    }));
}

/** Above each instruction from which on it is built more often than before. */
async function lenses(worked: WorkedOn): Promise<readonly Lens[]> {
  const history = await cacheHistoryIn(worked);
  if (!history) return [];
  const last = new Map<StepHistory['step']['stage'], number>();
  return history.replay.steps.flatMap((one): readonly Lens[] => {
    const { stage, instruction } = one.step;
    const before = last.get(stage) ?? 0;
    last.set(stage, one.count);
    if (one.count <= before) return [];
    return [{ kind: 'cache', offset: instruction.span.start, title: capital(summaryOf(one)), opens: 'build cache' }];
  });
}

/** How many causes are listed. */
const mostCauses = 8;

/** At the keyword of an instruction: how often it was to blame, and what was changed. */
async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const instruction = dockerfileOf(spot.file)?.instructionAt(spot.offset);
  if (!instruction || instruction.keywordSpan.end < spot.offset) return [];
  const history = await cacheHistoryIn(spot);
  const own = history?.replay.steps.find(({ step }) => step.instruction === instruction);
  if (!history || !own || own.count === 0) return [];
  const causes = own.causes.slice(0, mostCauses).map(({ path, builds }) => `- \`${path}\`: ${builds}`);
  const notes = history.notes.map((note) => `*${note}*`);
  const text = [`**Build cache**: ${summaryOf(own)}`, causes.join('\n'), ...notes].join('\n\n');
  return [{ text, span: instruction.keywordSpan }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
