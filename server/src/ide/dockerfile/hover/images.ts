import { FromInstruction } from '../../../dockerfile/instructions/from.ts';
import { referencesOf } from '../../../dockerfile/references.ts';
import { readImageReference } from '../../../image/reference.ts';
import { isWithin } from '../../../text/span.ts';
import type { Explanation } from '../../assistant.ts';
import { explainImage } from '../../image-explanation.ts';
import type { Pointed } from './index.ts';

/** An image, in FROM, `--from` and mounts; with variables in it, the one that they come to. */
export function explainImages({ dockerfile, instruction, offset }: Pointed): Explanation | undefined {
  const isFrom = instruction instanceof FromInstruction;
  const words = isFrom ? [instruction.image] : referencesOf(instruction);
  const word = words.find((one) => one && isWithin(offset, one.span));
  if (!word) return undefined;
  const scope = isFrom ? dockerfile.globals : instruction.stage.scope;
  const { value } = scope.expand(word.piece, word.span.start);
  if (value === undefined || value === '' || dockerfile.stageReferredTo(value, instruction.stage)) return undefined;
  // A number that is no stage is a mistake, and no image; so is the name of a stage that stands further down.
  const isMistake = /^\d+$/.test(value) || (!isFrom && dockerfile.stages.some(({ name }) => name === value));
  return isMistake ? undefined : { text: explainImage(readImageReference(value)), span: word.span };
}
