import { Refusal } from '../../core/fix.ts';
import { commonBeginnings, extractCommonStage } from '../../dockerfile/common-stage.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { identicalStage, mergeStages } from '../../dockerfile/identical-stages.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { SourceFile } from '../../engine/engine.ts';
import type { Span } from '../../text/span.ts';
import { ImageLinks } from '../../workspace/image-links/image-links.ts';
import { testTargetOf } from '../../workspace/test-target.ts';
import type { Assistant, Refactoring } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';

/**
 * Puts the stages of a Dockerfile together anew: what several do first becomes a stage that they are built upon, of two
 * that are the same one goes, and the tests of a project get a target of their own.
 */
export const stageSurgery: Assistant = { refactorings };

async function refactorings(worked: WorkedOn, at: Span): Promise<readonly Refactoring[]> {
  const { file } = worked;
  const dockerfile = dockerfileOf(file);
  // Most places are in no FROM, and then nothing is compared.
  const stage = dockerfile?.stages.find(({ from }) => from && from.span.start <= at.end && at.start <= from.span.end);
  if (!dockerfile || !stage) return [];
  return [
    ...sharing(dockerfile, stage, file),
    ...(await merging(dockerfile, stage, worked)),
    ...(await testing(dockerfile, stage, worked)),
  ];
}

function sharing(dockerfile: Dockerfile, stage: Stage, file: SourceFile): readonly Refactoring[] {
  const beginning = commonBeginnings(dockerfile).find(({ stages }) => stages.includes(stage));
  if (!beginning) return [];
  const built = extractCommonStage(dockerfile, beginning);
  const lines = beginning.length === 1 ? 'instruction' : `${beginning.length} instructions`;
  const title = `Make the first ${lines} of ${beginning.stages.length} stages a stage of their own`;
  return [{ title, built: built instanceof Refusal ? built : [{ file, edits: built }] }];
}

async function merging(
  dockerfile: Dockerfile,
  stage: Stage,
  { file, around }: WorkedOn,
): Promise<readonly Refactoring[]> {
  const kept = identicalStage(dockerfile, stage);
  if (!kept) return [];
  const links = (await ImageLinks.around(file.uri, around.host)).imagesOf(file.uri);
  const isBuilt = stage.name !== undefined && links.some(({ target }) => target?.toLowerCase() === stage.name);
  const built = isBuilt
    ? new Refusal(`Something in the workspace builds ${stage.label} by its name.`)
    : mergeStages(dockerfile, stage, kept);
  const title = `Merge with ${kept.label}, which is the same`;
  return [{ title, built: built instanceof Refusal ? built : [{ file, edits: built }] }];
}

async function testing(
  dockerfile: Dockerfile,
  stage: Stage,
  { file, around }: WorkedOn,
): Promise<readonly Refactoring[]> {
  const target = await testTargetOf(dockerfile, stage, { uri: file.uri, host: around.host });
  if (!target) return [];
  return [
    { title: `Add the target "${target.name}" that runs ${target.command}`, built: [{ file, edits: target.edits }] },
  ];
}
