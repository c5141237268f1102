import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { RememberedFiles } from '../../core/remembered-files.ts';
import { titleOf } from '../../ide/kubernetes/mention.ts';
import { DiskHost } from '../../node/disk-host.ts';
import { DeadLinks } from '../../workspace/image-links/dead-links.ts';
import { ImageLinks } from '../../workspace/image-links/image-links.ts';
import { type ContainerLinks, ImageUses } from '../../workspace/image-links/image-uses.ts';
import type { Confidence, Evidence, ImageLink } from '../../workspace/image-links/link.ts';
import { normal } from '../../workspace/kustomize/locations.ts';
import type { PlaceInFile } from '../../workspace/manifests/manifest-file.ts';
import type { Surroundings } from '../surroundings.ts';

/**
 * Runs `seaworthy explain --images`: prints which Dockerfiles of a folder build which images, which containers run them,
 * and where that is said; then the builds that lead nowhere, and the images that are built without a Dockerfile, or elsewhere. Returns the exit status: 0,
 * or 2 when there is no such folder.
 */
export async function explainImages(given: string, around: Surroundings): Promise<number> {
  const folder = path.resolve(around.workingFolder, given);
  const found = await stat(folder).catch(() => undefined);
  if (!found?.isDirectory()) {
    around.stderr.write(`seaworthy: ${given}: there is no such folder\n`);
    return 2;
  }
  const disk = new DiskHost(
    () => [path.parse(around.workingFolder).root],
    () => [folder],
    around.resources,
  );
  const { host } = new RememberedFiles(disk).recording();
  const root = normal(pathToFileURL(folder).toString()).replace(/\/$/, '');
  const any = `${root}/Dockerfile`;
  const links = await ImageLinks.around(any, host);
  const [uses, dead] = await Promise.all([ImageUses.around(any, host), DeadLinks.around(any, host)]);
  around.stdout.write(new Outline(root, links.all, uses.all(), dead).text);
  return 0;
}

const runs: Readonly<Record<Confidence, string>> = {
  certain: 'runs in',
  likely: 'most likely runs in',
  guess: 'perhaps runs in',
};

/** What is built by whom and run where, as text. */
class Outline {
  private readonly root: string;
  private readonly links: readonly ImageLink[];
  private readonly containers: readonly ContainerLinks[];
  private readonly dead: DeadLinks;

  /** `root` is the URI of the folder: paths are told from there. */
  constructor(root: string, links: readonly ImageLink[], containers: readonly ContainerLinks[], dead: DeadLinks) {
    this.root = root;
    this.dead = dead;
    this.links = links;
    this.containers = containers;
  }

  get text(): string {
    const sections = [...this.built(), ...this.broken(), ...this.builtOtherwise(), ...this.madeElsewhere()];
    return sections.length > 0 ? sections.join('\n') : 'No image is built or run here.\n';
  }

  /** One section for each stage that is built, with its names, what names it so, and who runs it. */
  private built(): readonly string[] {
    const sections = new Map<string, Set<string>>();
    const section = (link: ImageLink) => {
      const stage = link.target === undefined ? '' : `, stage "${link.target}"`;
      const title = `${this.pathOf(link.dockerfile)}${stage}`;
      const lines = sections.get(title) ?? new Set();
      sections.set(title, lines);
      return lines;
    };
    for (const link of this.links) section(link).add(`  builds ${link.image.text}${this.because(link.evidence[0])}\n`);
    for (const container of this.containers) {
      const [best] = container.links;
      for (const link of container.links) {
        // What is built may be known by another name than the one that the container has for it.
        if (link.confidence === best?.confidence) {
          const reason = link.confidence === 'guess' ? this.because(link.evidence[0]) : '';
          section(link).add(`  ${runs[link.confidence]} ${this.use(container)}${reason}\n`);
        }
      }
    }
    return [...sections]
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([title, lines]) => `${title}\n${[...lines].join('')}`);
  }

  private broken(): readonly string[] {
    const lines = this.dead.all.map((link) => {
      const { place } = link.evidence;
      const subject = link.reason !== 'refused' && link.image ? `${link.image.text}: ` : '';
      return `  ${subject}${this.dead.describe(link)}${place ? `  [${this.lineOf(place)}]` : ''}\n`;
    });
    return lines.length > 0 ? [`Cannot be built\n${[...new Set(lines)].join('')}`] : [];
  }

  private builtOtherwise(): readonly string[] {
    return this.grouped('Built without a Dockerfile of this folder', ({ otherwise }) =>
      otherwise ? this.because(otherwise.evidence) : undefined,
    );
  }

  private madeElsewhere(): readonly string[] {
    return this.grouped('Not built here', ({ links, otherwise }) =>
      links.length === 0 && !otherwise ? '' : undefined,
    );
  }

  /** Images that have something in common, each with who runs it. */
  private grouped(title: string, reasonOf: (container: ContainerLinks) => string | undefined): readonly string[] {
    const users = new Map<string, string[]>();
    for (const container of this.containers) {
      const reason = reasonOf(container);
      if (reason === undefined) continue;
      const image = `  ${container.text}${reason}\n`;
      users.set(image, [...(users.get(image) ?? []), `    runs in ${this.use(container)}\n`]);
    }
    const lines = [...users].toSorted(([one], [other]) => (one < other ? -1 : 1)).flat(2);
    return lines.length > 0 ? [`${title}\n${lines.join('')}`] : [];
  }

  private use({ entry, container, place }: ContainerLinks): string {
    const name = container.name === undefined ? '' : `, container "${container.name}"`;
    return `${titleOf(entry)}${name}  [${this.lineOf(place)}]`;
  }

  private because(evidence: Evidence | undefined): string {
    if (!evidence) return '';
    const { place, says } = evidence;
    return place ? `: ${says}  [${this.lineOf(place)}]` : `: ${says}`;
  }

  private lineOf({ file, span }: PlaceInFile): string {
    return `${this.pathOf(file.uri)}:${file.lines.lineAt(span.start) + 1}`;
  }

  private pathOf(uri: string): string {
    return decodeURIComponent(uri.slice(this.root.length + 1));
  }
}
