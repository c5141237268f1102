import type { SharedHost } from '../../core/host.ts';
import { canonicalName, type ImageReference } from '../../image/reference.ts';
import { GitIgnores } from '../ignoring/gitignore.ts';
import { folderOf, normal } from '../kustomize/locations.ts';
import { dockerfileAt, isDockerfileReadable } from '../pairs/dockerfile-at.ts';
import type { Obstacle } from './build.ts';
import { ImageLinks } from './image-links.ts';
import type { BrokenLink, DeadLink, ImageLink, LostBuild, RefusedFile } from './link.ts';

/**
 * The build definitions of a workspace that cannot be carried out as they are written: whose Dockerfile is not there or
 * cannot be read, or has no such stage, and those that lead back to themselves or build upon files and services that are not there. What
 * variables decide,
 * or something that runs before the build may write, is none of them; nor is what git ignores, or what lies in an empty
 * folder, which is a submodule that nobody has fetched.
 */
export class DeadLinks {
  private readonly links: ImageLinks;
  private readonly lost: readonly LostBuild[];
  private readonly refused: readonly RefusedFile[];
  private readonly root: string;

  private constructor(links: ImageLinks, lost: readonly LostBuild[], refused: readonly RefusedFile[], root: string) {
    this.links = links;
    this.lost = lost;
    this.refused = refused;
    this.root = root;
  }

  /** Those of the workspace that a file belongs to. */
  static around(uri: string, host: SharedHost): Promise<DeadLinks> {
    const root = host.rootOf(uri);
    return host.derive(`dead image links ${root}`, async (asked) => {
      const links = await ImageLinks.around(uri, asked);
      const missing = links.broken.map((link) => withoutFile(link, asked));
      const found = links.all.filter(({ confidence }) => confidence === 'certain').map((link) => ofNoUse(link, asked));
      const lost = (await Promise.all([...missing, ...found])).flatMap((link) => link ?? []);
      const refused = await Promise.all(links.obstacles.map((one) => refusedFor(one, asked)));
      return new DeadLinks(links, distinct(lost), refused.flat(), normal(root));
    });
  }

  /** All of them. */
  get all(): readonly DeadLink[] {
    return [...this.lost, ...this.refused];
  }

  /** Those that a file defines, by its URI. */
  in(uri: string): readonly DeadLink[] {
    const own = normal(uri);
    return this.all.filter(({ evidence }) => evidence.place?.file.uri === own);
  }

  /** The one that an image, as it is written in a file, would be built by; undefined when another one builds it. */
  of(image: string, from: string): LostBuild | undefined {
    if (this.lost.length === 0) return undefined;
    const [best] = this.links.dockerfilesOf(image, from);
    const reference = this.links.referenceOf(image, from);
    const isBare = reference.registry === undefined && !reference.repository.includes('/');
    // A bare name means something else in every folder: what is said near by counts more than what is said elsewhere.
    const isOpen = best === undefined || best.confidence === 'guess' || (isBare && best.confidence !== 'certain');
    const own = isOpen ? this.named(reference, normal(from), isBare) : undefined;
    if (own && !this.links.builtOtherwise(image, from)) return own;
    if (best === undefined || best.confidence === 'guess') return undefined;
    return this.lost.find(({ dockerfile, target }) => dockerfile === best.dockerfile && target === best.target);
  }

  private named(reference: ImageReference, from: string, isBare: boolean): LostBuild | undefined {
    return this.lost.find((dead) => {
      const folder = dead.evidence.place?.file.uri.replace(/[^/]*$/, '') ?? '';
      const isSame = dead.image !== undefined && canonicalName(dead.image) === canonicalName(reference);
      return (!isBare || from.startsWith(folder)) && isSame;
    });
  }

  /** What cannot be built, to begin a sentence with. */
  subjectOf(link: DeadLink): string {
    if (link.reason === 'refused') return 'What this file defines';
    return link.image ? `"${link.image.text}"` : 'This image';
  }

  /** Why one cannot be carried out; paths are told from the folder of the workspace. */
  describe(link: DeadLink): string {
    const { says } = link.evidence;
    return link.reason === 'refused' ? says : `${says}, from ${this.whatIsLost(link)}`;
  }

  private whatIsLost({ dockerfile, target, reason }: LostBuild): string {
    const isWithin = dockerfile.startsWith(`${this.root}/`);
    const path = decodeURIComponent(isWithin ? dockerfile.slice(this.root.length + 1) : dockerfile);
    if (reason === 'missing') return `${path}, which does not exist`;
    return reason === 'unreadable' ? `${path}, which cannot be read` : `${path}, which has no stage "${target}"`;
  }
}

async function withoutFile(
  { image, dockerfile, evidence }: BrokenLink,
  host: SharedHost,
): Promise<LostBuild | undefined> {
  const isMadeLater = await mayComeLater(dockerfile, host);
  return isMadeLater ? undefined : { image, dockerfile, target: undefined, reason: 'missing', evidence };
}

async function refusedFor({ span, file, says, missing }: Obstacle, host: SharedHost): Promise<readonly RefusedFile[]> {
  if (missing !== undefined && (await mayComeLater(missing, host))) return [];
  return [{ reason: 'refused', evidence: { place: { file, span }, says } }];
}

/** Whether a file that is not there is fetched or made by somebody who needs it. */
async function mayComeLater(file: string, host: SharedHost): Promise<boolean> {
  return (await isFetchedLater(file, host)) || GitIgnores.around(file, host).isIgnored(file, 'file');
}

/** Whether the nearest folder above a file that is there has nothing in it. */
async function isFetchedLater(file: string, host: SharedHost): Promise<boolean> {
  const root = host.rootOf(file);
  for (let folder = folderOf(file); folder.length >= root.length; folder = folderOf(folder)) {
    const entries = await host.listFolder(folder);
    if (entries) return entries.length === 0;
  }
  return false;
}

async function ofNoUse(link: ImageLink, host: SharedHost): Promise<LostBuild | undefined> {
  const { image, dockerfile, target, evidence } = link;
  const [first] = evidence;
  const reason = first && (await reasonAgainst(dockerfile, target, host));
  return first && reason && { image, dockerfile, target, reason, evidence: first };
}

/** Why a stage of a Dockerfile cannot be built. What is typed into it without changing the answer changes nothing else. */
function reasonAgainst(dockerfile: string, target: string | undefined, host: SharedHost) {
  const name = `reason against ${dockerfile} ${target ?? ''}`;
  return host.derive(name, async (asked): Promise<LostBuild['reason'] | undefined> => {
    if (!(await isDockerfileReadable(dockerfile, asked))) return 'unreadable';
    if (target === undefined) return undefined;
    return (await dockerfileAt(dockerfile, asked))?.dockerfile.stageNamed(target) ? undefined : 'no stage';
  });
}

/** Those of one place that are lost in the same way are one, as of a file that is included and read on its own. */
function distinct(lost: readonly LostBuild[]): readonly LostBuild[] {
  const keyOf = ({ image, dockerfile, target, evidence: { place } }: LostBuild) =>
    [image?.text, dockerfile, target, place?.file.uri, place?.span.start].join(' ');
  return [...new Map(lost.map((one) => [keyOf(one), one])).values()];
}
