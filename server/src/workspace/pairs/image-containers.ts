import type { SharedHost } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { LineMap } from '../../text/lines.ts';
import { type ImageUse, ImageUses } from '../image-links/image-uses.ts';
import { kustomizationsOf } from '../manifests/kustomizations.ts';
import type { ResourceEntry } from '../manifests/manifest-file.ts';
import { Manifests } from '../manifests/manifests.ts';
import { imageFrom, pairsOf } from './container-images.ts';
import type { DockerfileAt } from './dockerfile-at.ts';
import { type BuiltImage, Pair } from './pair.ts';

/** A container that runs what a Dockerfile builds, and what it runs. */
export interface ImageContainer {
  readonly pair: Pair;
  readonly built: BuiltImage;
  /** The resource that the container stands in. */
  readonly entry: ResourceEntry;
}

/** What was found, by the host that was asked: it is a new one whenever somebody looks around anew. */
const found = new Notes<SharedHost, Map<Dockerfile, Promise<readonly ImageContainer[]>>>();

/**
 * The containers that run what a Dockerfile builds, those of which it is surer first. Those are left out that may run
 * another image as well, or whose manifest is no more than a part of what is applied: they are told apart where they stand.
 * `uri` is the Dockerfile's. They are looked for once for all who are given the same host.
 */
export function containersOf(
  dockerfile: Dockerfile,
  uri: string,
  host: SharedHost,
): Promise<readonly ImageContainer[]> {
  const ofHost = found.get(host) ?? new Map<Dockerfile, Promise<readonly ImageContainer[]>>();
  found.set(host, ofHost);
  const containers = ofHost.get(dockerfile) ?? find(dockerfile, uri, host);
  ofHost.set(dockerfile, containers);
  return containers;
}

async function find(dockerfile: Dockerfile, uri: string, host: SharedHost): Promise<readonly ImageContainer[]> {
  const whole = await wholeUsesOf(uri, host);
  if (whole.length === 0) return [];
  const at = { dockerfile, file: { uri, lines: new LineMap(dockerfile.text) } };
  const containers = await Promise.all(whole.map((use) => containerBy(use, at, host)));
  return containers.flatMap((one) => one ?? []);
}

/** The uses of a Dockerfile in whole manifests; the same list as long as none of these changes, whatever others do. */
function wholeUsesOf(uri: string, host: SharedHost): Promise<readonly ImageUse[]> {
  return host.derive(`whole image uses ${uri}`, async (asked, previous: readonly ImageUse[] | undefined) => {
    const uses = (await ImageUses.around(uri, asked)).of(uri);
    if (uses.length === 0) return previous?.length === 0 ? previous : [];
    const kustomizations = await kustomizationsOf(await Manifests.around(uri, asked), asked);
    const whole = uses.filter(
      ({ container, place }) => !container.isPartial && kustomizations.rootsOf(place.file.uri).length === 0,
    );
    const isSame = previous?.length === whole.length && whole.every((use, at) => areSame(use, previous[at]));
    return isSame ? previous : whole;
  });
}

function areSame({ container, entry, link, place }: ImageUse, other: ImageUse | undefined): boolean {
  return (
    container === other?.container && entry === other.entry && link === other.link && place.file === other.place.file
  );
}

async function containerBy(
  { container, entry, link, place }: ImageUse,
  at: DockerfileAt,
  host: SharedHost,
): Promise<ImageContainer | undefined> {
  const pairs = await pairsOf(container, place.file.uri, host);
  // The Dockerfile may have been edited since it was read for others.
  const image = imageFrom(at, link);
  return pairs.length === 1 && image?.built
    ? { pair: new Pair(container, image, place.file.uri, host), built: image.built, entry }
    : undefined;
}
