import type { SharedHost } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Container } from '../../kubernetes/container.ts';
import { ImageLinks } from '../image-links/image-links.ts';
import type { ImageLink } from '../image-links/link.ts';
import { writtenImageOf } from '../image-links/written-image.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { type DockerfileAt, dockerfileAt } from './dockerfile-at.ts';
import { Pair, type PairedImage } from './pair.ts';

/** What was found, by the host that was asked: it is a new one whenever somebody looks around anew. */
const found = new Notes<SharedHost, Map<Container, Promise<readonly Pair[]>>>();

/**
 * A container with each of the images that it may run: the one it is known to, or all that come into question, between which
 * nobody can choose. Empty when one of these is not known. `uri` is that of the file that the container stands in. They are
 * looked for once for all who are given the same host.
 */
export function pairsOf(container: Container, uri: string, host: SharedHost): Promise<readonly Pair[]> {
  const ofHost = found.get(host) ?? new Map<Container, Promise<readonly Pair[]>>();
  found.set(host, ofHost);
  const pairs =
    ofHost.get(container) ??
    imagesOf(container, uri, host).then((images) => images.map((image) => new Pair(container, image, uri, host)));
  ofHost.set(container, pairs);
  return pairs;
}

async function imagesOf(container: Container, uri: string, host: SharedHost): Promise<readonly PairedImage[]> {
  const written = writtenImageOf(container);
  if (!written) return [];
  const { dockerfiles } = await workspaceFiles(host.rootOf(uri), host);
  if (dockerfiles.length > 0) {
    const links = await ImageLinks.around(uri, host);
    const [best, ...others] = links.dockerfilesOf(written.text, uri);
    if (best) {
      const candidates = [best, ...others.filter(({ confidence }) => confidence === best.confidence)];
      const built = await Promise.all(candidates.map((link) => imageBy(link, host)));
      // What holds for the others need not hold for one that is not known.
      return built.every((one) => one !== undefined) ? built : [];
    }
    if (links.builtOtherwise(written.text, uri)) return [];
  }
  const { image } = container;
  return image ? [{ image: RuntimeImage.from(image), built: undefined, confidence: 'certain' }] : [];
}

/** What a link leads to; undefined when that cannot be read, or has no such stage. */
async function imageBy(link: ImageLink, host: SharedHost): Promise<PairedImage | undefined> {
  const read = await dockerfileAt(link.dockerfile, host);
  return read && imageFrom(read, link);
}

/** The image that a build makes of a Dockerfile, with the arguments that it gives; undefined without such a stage. */
export function imageFrom({ dockerfile, file }: DockerfileAt, link: ImageLink): PairedImage | undefined {
  const built = dockerfile.builtWith(link.args);
  const stage = link.target === undefined ? built.finalStage : built.stageNamed(link.target);
  if (!stage || built.stages.length === 0) return undefined;
  return {
    image: RuntimeImage.of(stage),
    built: { link, file, dockerfile: built, stage },
    confidence: link.confidence,
  };
}
