import { type Built, type FixContext, Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { isWindowsImage } from '../../image/base-images.ts';
import { workingFolderOf } from '../../image/equipment.ts';
import { foundationOf } from '../../image/foundations.ts';
import { BuildContexts } from '../build-contexts.ts';
import { refusalForResult } from './check.ts';
import type { Build, Language } from './conversion.ts';
import { type Division, divide } from './divide.ts';
import { languageOf } from './languages.ts';
import { resolvePath } from './paths.ts';
import { writeConversion } from './runtime-stage.ts';
import { startupOf } from './startup.ts';
import { survey } from './survey.ts';

/**
 * Turns a Dockerfile of one stage into two: one that builds, and one that holds what the program needs to run. Refuses,
 * with the reason, whatever is not sure to behave as before.
 */
export async function convertToStages(dockerfile: Dockerfile, context: FixContext): Promise<Built> {
  const stage = dockerfile.finalStage;
  const refusal = refusalForFile(dockerfile, stage);
  if (refusal) return refusal;
  const language = languageOf(stage);
  if (language instanceof Refusal) return language;
  const division = divide(stage, language);
  if (division instanceof Refusal) return division;
  const build = await understand(dockerfile, stage, language, division, context);
  if (build instanceof Refusal) return build;
  const plan = await language.plan(build);
  if (plan instanceof Refusal) return plan;
  const edits = writeConversion(build, plan, language, division);
  return edits instanceof Refusal ? edits : ((await refusalForResult(build, edits, language)) ?? edits);
}

/** What no language can make up for. */
export function refusalForFile({ stages }: Dockerfile, stage: Stage): Refusal | undefined {
  const { from } = stage;
  const reference = stage.image?.reference;
  if (stages.length > 1) return new Refusal('There are several stages already: let the last one copy from another.');
  if (!from?.image || !reference) return new Refusal('The base image is not known.');
  if (isWindowsImage(reference)) return new Refusal('Windows images are not converted.');
  if (stage.own('ONBUILD').length > 0) return new Refusal('ONBUILD makes this image a base for others.');
  if (stage.own('SHELL').length > 0) return new Refusal('SHELL changes what runs commands, in the build and after it.');
  if (reference.tag === undefined || reference.tag === 'latest') {
    return new Refusal('The base image has no tag that says its version: pin it first.');
  }
  if (from.platform?.value?.text.includes('$')) {
    return new Refusal('The build may run on another platform than the program: copy the result by hand.');
  }
  return undefined;
}

/** All that a plan may look at; refused where the build leaves something behind that is not known. */
export async function understand(
  dockerfile: Dockerfile,
  stage: Stage,
  language: Language,
  { building, staying, accounts }: Division,
  context: FixContext,
): Promise<Build | Refusal> {
  const { from } = stage;
  const image = stage.image?.reference;
  if (!from?.image || !image) return new Refusal('The base image is not known.');
  const project = (await BuildContexts.of(dockerfile, context)).certain;
  const found = await survey(building, workingFolderOf(image), language, new Set(accounts), project);
  if (found instanceof Refusal) return found;
  const folder = folderBehind(found.folder, staying);
  if (folder === undefined) return new Refusal('A variable that only the build knows decides on the WORKDIR.');
  const startup = await startupOf(stage, folder, found, project);
  if (startup instanceof Refusal) return startup;
  const foundation = isSettled(from.image.text) ? foundationOf(image) : undefined;
  return { dockerfile, stage, from, imageWord: from.image, image, foundation, survey: found, folder, startup, project };
}

/** Whether an image word names its release itself, so that no argument of the build can bring in a newer one. */
function isSettled(image: string): boolean {
  return !image.includes('$') || /-(?:bullseye|bookworm|trixie|alpine3\.\d+)$/.test(image);
}

/** The working directory behind more instructions. */
function folderBehind(start: string, instructions: readonly Instruction[]): string | undefined {
  let folder = start;
  for (const { keyword, stage, arguments: piece, span } of instructions) {
    if (keyword !== 'WORKDIR') continue;
    const path = stage.scope.expand(piece, span.start).value;
    if (path === undefined) return undefined;
    folder = resolvePath(folder, path);
  }
  return folder;
}
