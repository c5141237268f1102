import type { SharedHost } from '../../core/host.ts';
import type { Container } from '../../kubernetes/container.ts';
import { runsPods } from '../../kubernetes/workloads.ts';
import { normal } from '../kustomize/locations.ts';
import type { ManifestFile, PlaceInFile, ResourceEntry } from '../manifests/manifest-file.ts';
import { Manifests } from '../manifests/manifests.ts';
import { ImageLinks } from './image-links.ts';
import type { BuiltOtherwise, ImageLink } from './link.ts';
import { writtenImageOf } from './written-image.ts';

/** A container that runs an image of the workspace. */
export interface ImageUse {
  readonly entry: ResourceEntry;
  readonly container: Container;
  /** Where its image is written. */
  readonly place: PlaceInFile;
  /** What leads from its image to the Dockerfile. */
  readonly link: ImageLink;
}

/** An image as a container names it. */
export interface WrittenImage {
  readonly entry: ResourceEntry;
  readonly container: Container;
  readonly text: string;
  readonly place: PlaceInFile;
}

/** A container with all that may be what builds its image. */
export interface ContainerLinks extends WrittenImage {
  /** The best first; empty when no Dockerfile of the workspace does. */
  readonly links: readonly ImageLink[];
  /** What builds it instead, where something says so. */
  readonly otherwise: BuiltOtherwise | undefined;
}

/** The images that the containers of a file name; a file that stays as it is is not read again. */
const writtenIn = new WeakMap<ManifestFile, readonly WrittenImage[]>();

/** Which containers of a workspace run what its Dockerfiles build. */
export class ImageUses {
  private readonly links: ImageLinks;
  private readonly manifests: Manifests;
  private readonly answers = new Map<string, readonly ImageUse[]>();

  constructor(links: ImageLinks, manifests: Manifests) {
    this.links = links;
    this.manifests = manifests;
  }

  /** The uses in the workspace that a file belongs to. */
  static around(uri: string, host: SharedHost): Promise<ImageUses> {
    return host.derive(`image uses ${host.rootOf(uri)}`, async (asked) => {
      const [links, manifests] = await Promise.all([ImageLinks.around(uri, asked), Manifests.around(uri, asked)]);
      return new ImageUses(links, manifests);
    });
  }

  /** The containers that run what a Dockerfile, given by its URI, builds; those of which it is surer first. */
  of(dockerfile: string): readonly ImageUse[] {
    const uri = normal(dockerfile);
    const known = this.answers.get(uri) ?? this.find(uri);
    this.answers.set(uri, known);
    return known;
  }

  /** All containers of the workspace that name an image. */
  all(): readonly ContainerLinks[] {
    return [...this.manifests.files.values()].flatMap(imagesIn).map((image): ContainerLinks => {
      const { uri } = image.place.file;
      const links = this.links.dockerfilesOf(image.text, uri);
      return { ...image, links, otherwise: links.length > 0 ? undefined : this.links.builtOtherwise(image.text, uri) };
    });
  }

  private find(dockerfile: string): readonly ImageUse[] {
    const names = this.links.namesOf(dockerfile);
    const uses = [...this.manifests.files.values()]
      .filter((file) => mayName(file, names))
      .flatMap(imagesIn)
      .flatMap(({ entry, container, text, place }): ImageUse[] => {
        const links = this.links.dockerfilesOf(text, place.file.uri);
        const link = links.find((one) => one.dockerfile === dockerfile && one.confidence === links[0]?.confidence);
        return link ? [{ entry, container, place, link }] : [];
      });
    const order = ['certain', 'likely', 'guess'];
    return uses.toSorted((one, other) => order.indexOf(one.link.confidence) - order.indexOf(other.link.confidence));
  }
}

/** What stands behind `image` in a file, or all of it where it is not known on which line that is. */
const imageTexts = new WeakMap<ManifestFile, string>();

/** Whether a file may name one of these images: on a line with `image` in it, or in a value that a template puts in. */
function mayName(file: ManifestFile, names: readonly string[]): boolean {
  const text = imageTexts.get(file) ?? imageTextOf(file.text);
  imageTexts.set(file, text);
  return text.includes('{{') || names.some((name) => text.includes(name));
}

function imageTextOf(text: string): string {
  if (text.includes('{{')) return text;
  const values = [...text.matchAll(/\bimage\b["']?[ \t]*:[ \t]*([^\r\n]*)/g)].map(([, value = '']) => value);
  // An alias, a block scalar and a value on the next line stand elsewhere.
  return values.some((value) => /^(?:[*&|>!#]|$)/.test(value)) ? text : values.join('\n');
}

function imagesIn(file: ManifestFile): readonly WrittenImage[] {
  const known = writtenIn.get(file) ?? file.entries.flatMap(imagesOf);
  writtenIn.set(file, known);
  return known;
}

function imagesOf(entry: ResourceEntry): readonly WrittenImage[] {
  // A definition describes pods that others run, and may be by far the largest thing in a workspace.
  if (entry.kind === 'CustomResourceDefinition') return [];
  if (!entry.podLabels && !runsPods(entry.kind) && entry.group === '') return [];
  return (entry.read()?.pods ?? []).flatMap(({ containers }) =>
    containers.flatMap((container): WrittenImage[] => {
      const written = writtenImageOf(container);
      const place = written && entry.placeOf(written.span);
      return place ? [{ entry, container, text: written.text, place }] : [];
    }),
  );
}
