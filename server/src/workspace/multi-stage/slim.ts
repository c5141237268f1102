import { Refusal } from '../../core/fix.ts';
import { slimTag } from '../../image/runtime-images.ts';
import type { Build } from './conversion.ts';

/** The slim variant of the base image, written as the file writes the image, variables included. */
export function slimVariant({ image, imageWord }: Build): string | Refusal {
  const { tag = '' } = image;
  const slim = slimTag(image);
  if (slim === undefined) return new Refusal('Which slim variant belongs to the base image is not known.');
  const { text } = imageWord;
  if (slim === tag) return text;
  if (!text.includes('$')) return `${text.slice(0, image.nameEnd)}:${slim}`;
  return slim === `${tag}-slim` ? `${text}-slim` : new Refusal('A variable decides on the version of the base image.');
}
