import { runsAsRoot } from '../image/base-images.ts';
import { isOfficialImage } from '../image/official-tags.ts';
import { bundledUserId, isDistroless, usersOf } from '../image/users.ts';
import type { Container } from './container.ts';

/** Whether a container is known to start as root, because its image does and nobody says which user it is to be. */
export function startsAsRoot(container: Container): boolean {
  const { image } = container;
  if (!image || container.security('runAsUser').exists) return false;
  return (isOfficialImage(image) || isDistroless(image)) && runsAsRoot(image);
}

/** A user that its image has for applications, by name and number. */
export function ownUserOf({ image }: Container): { readonly name: string; readonly id: number } | undefined {
  if (!image) return undefined;
  const name = usersOf(image).bundled;
  const id = name === undefined ? undefined : bundledUserId(image, name);
  return name === undefined || id === undefined ? undefined : { name, id: Number(id) };
}
