import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { instructionsWithin } from '../../dockerfile/places.ts';
import type { Span } from '../../text/span.ts';
import { extractStage, mayBeExtracted } from '../../workspace/extraction/plan.ts';
import type { Assistant, Refactoring } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';

/** Makes the instructions that are selected a stage of their own, from which their stage copies what they leave behind. */
export const stageExtraction: Assistant = { refactorings };

async function refactorings({ file, around }: WorkedOn, at: Span): Promise<readonly Refactoring[]> {
  const dockerfile = dockerfileOf(file);
  const moved = dockerfile && selectedWhole(dockerfile, at);
  if (!dockerfile || !moved) return [];
  const built = await extractStage(dockerfile, moved, { uri: file.uri, host: around.host });
  return [
    { title: 'Extract into a builder stage', built: built instanceof Refusal ? built : [{ file, edits: built }] },
  ];
}

/** The instructions of one stage that a selection holds, when it holds no part of another. */
function selectedWhole(dockerfile: Dockerfile, { start, end }: Span): readonly Instruction[] | undefined {
  if (start === end) return undefined;
  const touched = instructionsWithin(dockerfile, { start, end }).filter(
    ({ span }) => span.start < end && start < span.end,
  );
  const [first] = touched;
  if (!first || touched.some((one) => one.keyword === 'FROM' || one.stage !== first.stage || one.onbuild))
    return undefined;
  const isWhole = touched.every(({ span }) => start <= span.start && span.end <= end);
  return isWhole && mayBeExtracted(first.stage, touched) ? touched : undefined;
}
