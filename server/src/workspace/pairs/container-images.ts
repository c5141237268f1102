import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Container } from '../../kubernetes/container.ts';
import { ImageLinks } from '../image-links/image-links.ts';
import type { Confidence, ImageLink } from '../image-links/link.ts';
import { writtenImageOf } from '../image-links/written-image.ts';
import { workspaceFiles } from '../workspace-files.ts';
import { dockerfileAt } from './dockerfile-at.ts';

/** An image that a container runs. */
export interface ContainerImage {
  /** What it is when it runs. */
  readonly image: RuntimeImage;
  /** The Dockerfile that builds it; undefined when the reference names an image that somebody else makes. */
  readonly built: BuiltImage | undefined;
  /** How sure it is that the container runs it; certain where the reference itself says which image it is. */
  readonly confidence: Confidence;
}

/** How an image is built. */
export interface BuiltImage {
  readonly link: ImageLink;
  readonly file: OtherFile;
  readonly stage: Stage;
}

/**
 * The images that a container may run: the one it is known to, or all that come into question, between which nobody can
 * choose. Empty when one of these is not known. `uri` is that of the file that the container stands in.
 */
export async function imagesOf(
  container: Container,
  uri: string,
  host: SharedHost,
): Promise<readonly ContainerImage[]> {
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
async function imageBy(link: ImageLink, host: SharedHost): Promise<ContainerImage | undefined> {
  const found = await dockerfileAt(link.dockerfile, host);
  const stage = found && stageOf(found.dockerfile, link);
  if (!found || !stage) return undefined;
  const built = { link, file: found.file, stage };
  return { image: RuntimeImage.of(stage), built, confidence: link.confidence };
}

/** The stage that a build makes the image of, with the arguments that it gives. */
export function stageOf(dockerfile: Dockerfile, { target, args }: ImageLink): Stage | undefined {
  const built = dockerfile.builtWith(args);
  if (built.stages.length === 0) return undefined;
  return target === undefined ? built.finalStage : built.stageNamed(target);
}
