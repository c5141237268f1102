import type { FixContext } from '../core/fix.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { isOfficialImage } from '../image/official-tags.ts';
import type { ImageReference } from '../image/reference.ts';
import { BuildContexts } from './build-contexts.ts';

/**
 * Whether a name is one that no registry knows: of an own image, or of a context that the build is given. Which it is
 * stands in other files.
 */
export function mayBeContext(reference: ImageReference): boolean {
  return !reference.text.includes('/') && !isOfficialImage(reference);
}

/** Those of some images that are surely none: no build gives a context of their name. Asks nobody where none may be. */
export async function withoutContexts<T extends { readonly reference: ImageReference }>(
  images: readonly T[],
  dockerfile: Dockerfile,
  build: FixContext,
): Promise<readonly T[]> {
  const named = images.filter(({ reference }) => mayBeContext(reference));
  if (named.length === 0) return [];
  const contexts = await BuildContexts.of(dockerfile, build);
  return named.filter(({ reference }) => !contexts.givenAs(reference.text));
}
