import { FromInstruction } from '../../../dockerfile/instructions/from.ts';
import { referencesOf } from '../../../dockerfile/references.ts';
import { readImageReference } from '../../../image/reference.ts';
import { isWithin } from '../../../text/span.ts';
import { BuildContexts } from '../../../workspace/build-contexts.ts';
import type { Evidence } from '../../../workspace/image-links/link.ts';
import type { Explanation } from '../../assistant.ts';
import { explainImage } from '../../image-explanation.ts';
import type { Pointed } from './index.ts';

/** An image or a named context, in FROM, `--from` and mounts; with variables in it, the one that they come to. */
export async function explainImages(pointed: Pointed): Promise<Explanation | undefined> {
  const { dockerfile, instruction, offset, spot } = pointed;
  const isFrom = instruction instanceof FromInstruction;
  const words = isFrom ? [instruction.image] : referencesOf(instruction);
  const word = words.find((one) => one && isWithin(offset, one.span));
  if (!word) return undefined;
  const scope = isFrom ? dockerfile.globals : instruction.stage.scope;
  const { value } = scope.expand(word.piece, word.span.start);
  if (value === undefined || value === '' || dockerfile.stageReferredTo(value, instruction.stage)) return undefined;
  // A number that is no stage is a mistake, and no image; so is the name of a stage that stands further down.
  const isMistake = /^\d+$/.test(value) || (!isFrom && dockerfile.stages.some(({ name }) => name === value));
  if (isMistake) return undefined;
  const contexts = await BuildContexts.of(dockerfile, { uri: spot.file.uri, host: spot.around.host });
  const given = contexts.givenAs(value);
  const text = given ? explainContext(value, given) : explainImage(readImageReference(value));
  return { text, span: word.span };
}

/** A context that a build gives under a name. */
function explainContext(name: string, { place, says }: Evidence): string {
  const who = place ? `\`${place.file.uri.slice(place.file.uri.lastIndexOf('/') + 1)}\`` : says;
  return `**Build context \`${name}\`**\n\nA build gives it under this name, so it is neither a stage nor an image: ${who}`;
}
