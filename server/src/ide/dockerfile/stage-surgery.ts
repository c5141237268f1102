import { Refusal } from '../../core/fix.ts';
import { commonBeginnings, extractCommonStage } from '../../dockerfile/common-stage.ts';
import type { Span } from '../../text/span.ts';
import type { Assistant, Refactoring } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';

/** Puts the stages of a Dockerfile together anew: what several do first becomes a stage that they are built upon. */
export const stageSurgery: Assistant = { refactorings };

function refactorings({ file }: WorkedOn, at: Span): readonly Refactoring[] {
  const dockerfile = dockerfileOf(file);
  // Most places are in no FROM, and then nothing is compared.
  const stage = dockerfile?.stages.find(({ from }) => from && from.span.start <= at.end && at.start <= from.span.end);
  if (!dockerfile || !stage) return [];
  const beginning = commonBeginnings(dockerfile).find(({ stages }) => stages.includes(stage));
  if (!beginning) return [];
  const built = extractCommonStage(dockerfile, beginning);
  const lines = beginning.length === 1 ? 'instruction' : `${beginning.length} instructions`;
  const title = `Make the first ${lines} of ${beginning.stages.length} stages a stage of their own`;
  return [{ title, built: built instanceof Refusal ? built : [{ file, edits: built }] }];
}
