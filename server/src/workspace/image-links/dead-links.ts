import type { SharedHost } from '../../core/host.ts';
import { canonicalName, type ImageReference } from '../../image/reference.ts';
import { normal } from '../kustomize/locations.ts';
import { dockerfileAt } from '../pairs/dockerfile-at.ts';
import { ImageLinks } from './image-links.ts';
import type { BrokenLink, DeadLink, ImageLink } from './link.ts';

/**
 * The build definitions of a workspace that cannot be carried out as they are written: whose Dockerfile is not there or
 * cannot be read, or has no such stage. What variables decide, or something that runs before the build may write, is none
 * of them; nor is what lies in an empty folder, which is a submodule that nobody has fetched.
 */
export class DeadLinks {
  private readonly links: ImageLinks;
  private readonly dead: readonly DeadLink[];
  private readonly root: string;

  private constructor(links: ImageLinks, dead: readonly DeadLink[], root: string) {
    this.links = links;
    this.dead = dead;
    this.root = root;
  }

  /** Those of the workspace that a file belongs to. */
  static around(uri: string, host: SharedHost): Promise<DeadLinks> {
    const root = host.rootOf(uri);
    return host.derive(`dead image links ${root}`, async (asked) => {
      const links = await ImageLinks.around(uri, asked);
      const missing = links.broken.map((link) => withoutFile(link, asked));
      // A Dockerfile is read only where there is something to look for in it.
      const stages = links.all
        .filter(({ target, confidence }) => target !== undefined && confidence === 'certain')
        .map((link) => withoutStage(link, asked));
      const dead = (await Promise.all([...missing, ...stages])).flatMap((link) => link ?? []);
      return new DeadLinks(links, dead, normal(root));
    });
  }

  /** All of them. */
  get all(): readonly DeadLink[] {
    return this.dead;
  }

  /** Those that a file defines, by its URI. */
  in(uri: string): readonly DeadLink[] {
    const own = normal(uri);
    return this.dead.filter(({ evidence }) => evidence.place?.file.uri === own);
  }

  /** The one that an image, as it is written in a file, would be built by; undefined when another one builds it. */
  of(image: string, from: string): DeadLink | undefined {
    if (this.dead.length === 0) return undefined;
    const [best] = this.links.dockerfilesOf(image, from);
    const reference = this.links.referenceOf(image, from);
    const isBare = reference.registry === undefined && !reference.repository.includes('/');
    // A bare name means something else in every folder: what is said near by counts more than what is said elsewhere.
    const isOpen = best === undefined || best.confidence === 'guess' || (isBare && best.confidence !== 'certain');
    const own = isOpen ? this.named(reference, normal(from), isBare) : undefined;
    if (own && !this.links.builtOtherwise(image, from)) return own;
    if (best === undefined || best.confidence === 'guess') return undefined;
    return this.dead.find(({ dockerfile, target }) => dockerfile === best.dockerfile && target === best.target);
  }

  private named(reference: ImageReference, from: string, isBare: boolean): DeadLink | undefined {
    return this.dead.find((dead) => {
      const folder = dead.evidence.place?.file.uri.replace(/[^/]*$/, '') ?? '';
      return (!isBare || from.startsWith(folder)) && canonicalName(dead.image) === canonicalName(reference);
    });
  }

  /** What is wrong with one, to be put behind `builds it from`; paths are told from the folder of the workspace. */
  describe({ dockerfile, target, reason }: DeadLink): string {
    const isWithin = dockerfile.startsWith(`${this.root}/`);
    const path = decodeURIComponent(isWithin ? dockerfile.slice(this.root.length + 1) : dockerfile);
    if (reason === 'missing') return `${path}, which does not exist`;
    return reason === 'unreadable' ? `${path}, which cannot be read` : `${path}, which has no stage "${target}"`;
  }
}

async function withoutFile(
  { image, dockerfile, evidence }: BrokenLink,
  host: SharedHost,
): Promise<DeadLink | undefined> {
  const folder = await host.listFolder(dockerfile.slice(0, dockerfile.lastIndexOf('/')));
  const isFetchedLater = folder?.length === 0;
  return isFetchedLater ? undefined : { image, dockerfile, target: undefined, reason: 'missing', evidence };
}

async function withoutStage(link: ImageLink, host: SharedHost): Promise<DeadLink | undefined> {
  const { image, dockerfile, target, evidence } = link;
  const [first] = evidence;
  if (target === undefined || !first) return undefined;
  const read = await dockerfileAt(dockerfile, host);
  const common = { image, dockerfile, target, evidence: first };
  if (!read) return { ...common, reason: 'unreadable' };
  return read.dockerfile.stageNamed(target) ? undefined : { ...common, reason: 'no stage' };
}
