import { isWindowsImage } from '../base-images.ts';
import { type ImageReference, officialName } from '../reference.ts';
import type { Start } from './image-start.ts';
import { officialStart } from './official.ts';
import { otherStart } from './others.ts';

/** What an image is known to say of how its containers are started and stopped; what is not known is left out. */
export function startOf(image: ImageReference): Start {
  if (isWindowsImage(image)) return {};
  const name = officialName(image);
  return name === undefined ? otherStart(image) : officialStart(name, image);
}
