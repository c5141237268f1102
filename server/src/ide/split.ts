import { CommandInstruction } from '../dockerfile/instructions/command.ts';
import { commentAt, instructionAt } from '../dockerfile/places.ts';
import { type Span, shift } from '../text/span.ts';
import { ImageLinks } from '../workspace/image-links/image-links.ts';
import { pairsOf } from '../workspace/pairs/container-images.ts';
import { planSplit, type SplitContext, type SplitPlan } from '../workspace/split/plan.ts';
import type { Assistant, Refactoring } from './assistant.ts';
import { dockerfileOf, manifestAt, type WorkedOn } from './spot.ts';

/**
 * Gives each process of a container a container of its own: offered at the CMD and the ENTRYPOINT of a Dockerfile, and at
 * the name, the image and the command of the container in a manifest.
 */
export const splitting: Assistant = { refactorings };

async function refactorings(worked: WorkedOn, at: Span): Promise<readonly Refactoring[]> {
  const plan = dockerfileOf(worked.file) ? await atInstruction(worked, at) : await atContainer(worked, at);
  return plan ? [plan] : [];
}

async function atInstruction(worked: WorkedOn, at: Span): Promise<SplitPlan | undefined> {
  const { file, around } = worked;
  const dockerfile = dockerfileOf(file);
  if (!dockerfile || commentAt(dockerfile, at.start)) return undefined;
  const instruction = instructionAt(dockerfile, at.start);
  if (!(instruction instanceof CommandInstruction) || instruction.onbuild) return undefined;
  const { keyword } = instruction;
  if (keyword !== 'CMD' && keyword !== 'ENTRYPOINT') return undefined;
  const { stage: own } = instruction;
  const isBuilt = async () =>
    (await ImageLinks.around(file.uri, around.host))
      .imagesOf(file.uri)
      .some(({ target }) => target !== undefined && target.toLowerCase() === own.name);
  const stage =
    dockerfile.targets.find((one) => one.last(keyword) === instruction) ?? ((await isBuilt()) ? own : undefined);
  return stage && planSplit(dockerfile, stage, contextOf(file.uri, around));
}

async function atContainer({ file, around }: WorkedOn, at: Span): Promise<SplitPlan | undefined> {
  const placed = manifestAt({ file, offset: at.start });
  for (const container of placed?.manifest.containers ?? []) {
    const { value } = container;
    const fields = ['name', 'image', 'command', 'args'].map((key) => value.get(key));
    const handles = [container.span, ...fields.flatMap(({ keySpan, span }) => [keySpan, span])];
    const isHere = handles.some((span) => {
      const one = span && placed && shift(span, placed.start);
      return one !== undefined && one.start <= at.end && at.start <= one.end;
    });
    if (!isHere) continue;
    const [pair, ...others] = await pairsOf(container, file.uri, around.host);
    const { built } = pair ?? {};
    if (!built || others.length > 0) return undefined;
    return planSplit(built.dockerfile, built.stage, contextOf(built.file.uri, around));
  }
  return undefined;
}

function contextOf(uri: string, { host, kubernetesVersion }: WorkedOn['around']): SplitContext {
  return { uri, host, kubernetesVersion };
}
