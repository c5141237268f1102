import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { type ImageUse, ImageUses } from '../image-links/image-uses.ts';
import type { ImageLink } from '../image-links/link.ts';
import { kustomizationsOf } from '../manifests/kustomizations.ts';
import type { ResourceEntry } from '../manifests/manifest-file.ts';
import { Manifests } from '../manifests/manifests.ts';
import { imagesOf, stageOf } from './container-images.ts';

/** A container that runs what a Dockerfile builds. */
export interface ImageContainer {
  readonly container: Container;
  readonly entry: ResourceEntry;
  readonly image: RuntimeImage;
  readonly link: ImageLink;
}

/**
 * The containers that run what a Dockerfile builds, those of which it is surer first. Those are left out that may run
 * another image as well, or whose manifest is no more than a part of what is applied: they are told apart where they stand.
 * `uri` is the Dockerfile's.
 */
export async function containersOf(
  dockerfile: Dockerfile,
  uri: string,
  host: SharedHost,
): Promise<readonly ImageContainer[]> {
  const uses = (await ImageUses.around(uri, host)).of(uri);
  if (uses.length === 0) return [];
  const kustomizations = await kustomizationsOf(await Manifests.around(uri, host), host);
  const whole = uses.filter(
    ({ container, place }) => !container.isPartial && kustomizations.rootsOf(place.file.uri).length === 0,
  );
  const found = await Promise.all(whole.map((use) => containerBy(use, dockerfile, host)));
  return found.flatMap((one) => one ?? []);
}

async function containerBy(
  { container, entry, link, place }: ImageUse,
  dockerfile: Dockerfile,
  host: SharedHost,
): Promise<ImageContainer | undefined> {
  const images = await imagesOf(container, place.file.uri, host);
  const stage = stageOf(dockerfile, link);
  return images.length === 1 && stage ? { container, entry, link, image: RuntimeImage.of(stage) } : undefined;
}
