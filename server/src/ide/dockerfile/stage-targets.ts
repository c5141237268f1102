import { Refusal } from '../../core/fix.ts';
import type { Span } from '../../text/span.ts';
import { type PossibleTarget, possibleTargets } from '../../workspace/targets/add-target.ts';
import type { Assistant, Refactoring } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';

/** Adds targets beside the image itself, at the FROM of a stage that builds: to develop the project. */
export const stageTargets: Assistant = { refactorings };

const titles: Readonly<Record<PossibleTarget['name'], string>> = {
  development: 'Add a target for development',
};

async function refactorings({ file, around }: WorkedOn, at: Span): Promise<readonly Refactoring[]> {
  const dockerfile = dockerfileOf(file);
  const stage = dockerfile?.stages.find(({ from }) => from && from.span.start <= at.end && at.start <= from.span.end);
  if (!dockerfile || !stage) return [];
  const targets = await possibleTargets(dockerfile, stage, { uri: file.uri, host: around.host });
  return targets.map(({ name, built }) => ({
    title: titles[name],
    built: built instanceof Refusal ? built : [{ file, edits: built }],
  }));
}
