import { type Built, type FixContext, Refusal } from '../../core/fix.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { sameImage } from '../../dockerfile/runtime-image/same-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { officialName } from '../../image/reference.ts';
import { isRootName } from '../../shell/accounts.ts';
import { applyEdits } from '../../text/edit.ts';
import { BuildContexts } from '../build-contexts.ts';
import { outermost } from '../multi-stage/contents.ts';
import { isWithin } from '../multi-stage/paths.ts';
import { follow } from './following.ts';
import { scriptTexts } from './later-scripts.ts';
import { LaterUses } from './later-uses.ts';
import { neededAbove } from './needs.ts';
import { outputsOf } from './outputs.ts';
import { packagesHandedOn } from './packages.ts';
import { type Extraction, writeExtraction } from './writing.ts';

/** What can be moved into a stage of its own: what builds, and what it is built with. */
const movable: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'ENV', 'ARG', 'WORKDIR']);

/** Whether instructions of one stage, one behind the other, are such as could be a stage of their own. */
export function mayBeExtracted(stage: Stage, moved: readonly Instruction[]): boolean {
  if (!stage.from?.image || !moved.some(({ keyword }) => keyword === 'RUN' || keyword === 'ADD')) return false;
  const makes = ({ keyword }: Instruction) => keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
  // What is a stage of its own already, and handed on by COPY, is left as it is.
  const isAll = stage.instructions.every((one) => !makes(one) || moved.includes(one));
  return !(isAll && stage.usedBy.length > 0 && stage.children.length === 0);
}

/**
 * Makes instructions of a stage, one behind the other, a stage above it, from which it copies what they leave behind.
 * Refuses whatever is not sure to make the same image.
 */
export async function extractStage(
  dockerfile: Dockerfile,
  moved: readonly Instruction[],
  context: FixContext,
): Promise<Built> {
  const [first] = moved;
  const last = moved.at(-1);
  if (!first || !last) return new Refusal('No instruction is selected.');
  const { stage } = first;
  const refusal = refusalFor(dockerfile, stage, moved);
  if (refusal) return refusal;
  const project = (await BuildContexts.of(dockerfile, context)).certain;
  const left = await follow(moved, dockerfile, project);
  if (left instanceof Refusal) return left;
  const later = new LaterUses(dockerfile, stage, last);
  const store = left.stores.find(({ programs }) => later.commands.some(({ name }) => programs.includes(name)));
  if (store) return new Refusal(`${store.name} runs again later, and what it downloads there would be missing.`);
  const installs = left.packages.length + left.programs.length > 0;
  const scripts = installs ? await scriptTexts(later.commands, dockerfile, stage, project) : [];
  if (scripts instanceof Refusal) return scripts;
  const packages = packagesHandedOn(left, later, scripts);
  if (packages instanceof Refusal) return packages;
  const image = stage.rootImage?.reference;
  const outputs = outputsOf(left, later, image && officialName(image));
  if (outputs instanceof Refusal) return outputs;
  const user = stage.userAt(first.span.start).text;
  if (user === undefined) return new Refusal('As whom the base image works is not known: say so with USER above.');
  const above = stage.instructions.slice(1, stage.instructions.indexOf(first));
  const extraction: Extraction = {
    dockerfile,
    stage,
    moved,
    shared: neededAbove(above, moved, left, dockerfile.text),
    owner: isRootName(user) ? undefined : user,
    outputs: outermost([...packages, ...outputs]),
  };
  return checked(extraction, outputs);
}

function refusalFor(dockerfile: Dockerfile, stage: Stage, moved: readonly Instruction[]): Refusal | undefined {
  const stays = moved.find(({ keyword }) => !movable.has(keyword));
  if (stays) return new Refusal(`${stays.keyword} is for the image itself: select around it.`);
  if (stage.isWindows) return new Refusal('Paths and users of Windows images are another matter.');
  if (stage.lineage.some((one) => one.own('ONBUILD').length > 0)) {
    return new Refusal('ONBUILD of the stage would be carried out in both stages.');
  }
  if (dockerfile.stages.some(({ uses }) => uses.some(({ word }) => /^\d+$/.test(word.text)))) {
    return new Refusal('Stages are referred to by number, and the numbers would change.');
  }
  return undefined;
}

/** Writes it down, and holds the images that come out against those there were. */
function checked(extraction: Extraction, outputs: readonly string[]): Built {
  const { dockerfile, stage } = extraction;
  const volumes = stage.lineage.flatMap((one) =>
    one.own('VOLUME').flatMap(({ words }) => words.map(({ text }) => text)),
  );
  if (volumes.some((volume) => outputs.some((path) => isWithin(volume, path) || isWithin(path, volume)))) {
    return new Refusal('What is written there lies in a volume.');
  }
  const edits = writeExtraction(extraction);
  const after = new Dockerfile(applyEdits(dockerfile.text, edits), dockerfile.fileName);
  const more = after.stages.length - dockerfile.stages.length;
  const isSame = dockerfile.stages.every((one, index) => {
    const now = after.stages[index < stage.index ? index : index + more];
    return now !== undefined && now.name === one.name && sameImage(one, now);
  });
  return isSame ? edits : new Refusal('The image would run in another way afterwards.');
}
