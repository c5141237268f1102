import type { SharedHost } from '../../core/host.ts';
import { isOfficialImage } from '../../image/official-tags.ts';
import { readImageReference } from '../../image/reference.ts';
import { ImageLinks } from '../image-links/image-links.ts';
import { normal } from '../kustomize/locations.ts';
import type { ImageUse } from './image-use.ts';

/**
 * The images of a file, and of which of them nobody is asked because the workspace says that they come from no registry,
 * or under another name.
 */
export async function withoutOwn(
  uses: readonly ImageUse[],
  uri: string,
  host: SharedHost,
): Promise<readonly ImageUse[]> {
  if (!uses.some(({ unasked }) => unasked === undefined)) return uses;
  const links = await ImageLinks.around(uri, host);
  return uses.map((use) => (use.unasked === undefined ? { ...use, unasked: whyOwn(use, uri, links, host) } : use));
}

function whyOwn({ image }: ImageUse, uri: string, links: ImageLinks, host: SharedHost): string | undefined {
  const reference = readImageReference(image);
  const name = image.slice(0, reference.nameEnd);
  const isGiven = links.buildsOf(uri).some(({ namedContexts }) => namedContexts.includes(name));
  if (isGiven) return `The build is given something else in the place of ${name}.`;
  // What names a registry is an image as well where no kustomization puts another in its place.
  if (reference.registry === undefined && links.isReplaced(reference))
    return `A kustomization puts another image in the place of ${name}: pin that.`;
  // With a path, it is the name that it has in a registry once it was pushed there.
  if (name.includes('/') || isOfficialImage(reference)) return undefined;
  const [link] = links.dockerfilesOf(image, uri);
  if (link && link.confidence !== 'guess') return `It is built here, from ${pathOf(link.dockerfile, uri, host)}.`;
  const otherwise = links.builtOtherwise(image, uri);
  return otherwise && `${otherwise.evidence.says}.`;
}

/** A file's path in its workspace. */
function pathOf(file: string, from: string, host: SharedHost): string {
  const root = `${normal(host.rootOf(from)).replace(/\/$/, '')}/`;
  return decodeURIComponent(file.startsWith(root) ? file.slice(root.length) : file.replace(/^.*\//, ''));
}
