import { fewAtOnce } from '../../core/few-at-once.ts';
import type { SharedHost } from '../../core/host.ts';
import type { ImageReference } from '../../image/reference.ts';
import { folderOf, isKustomizationName } from '../kustomize/locations.ts';
import type { WorkspaceFiles } from '../workspace-files.ts';
import { NamePattern } from './name-pattern.ts';
import { readOpenYaml, templateOf } from './open-yaml.ts';
import type { Template } from './template.ts';

/** More names for one image are not followed. */
const most = 20;

/** A name that a kustomization puts in the place of another. */
interface Renaming {
  readonly name: Template;
  readonly newName: Template;
  /** The folder, by URI, of the kustomization. */
  readonly folder: string;
}

/** Another name of an image. */
interface Alias {
  readonly name: NamePattern;
  readonly folder: string;
}

/** The other names that kustomizations give to images: an image is built under one, and written under the other. */
export class Aliases {
  private readonly byName = new Map<string, Alias[]>();
  private readonly replaced = new Set<string>();

  constructor(renamings: readonly Renaming[]) {
    for (const { name, newName, folder } of renamings) {
      const [one, other] = [new NamePattern(name), new NamePattern(newName)];
      this.add(one, { name: other, folder });
      this.add(other, { name: one, folder });
      if (nameIn(one.reference) !== nameIn(other.reference)) this.replaced.add(nameIn(one.reference));
    }
  }

  /**
   * The other names of an image that is written in a file: those of the innermost kustomization around the file, or of all
   * when there is none around it.
   */
  of({ reference }: NamePattern, from: string): readonly NamePattern[] {
    const all = this.byName.get(nameIn(reference)) ?? [];
    const around = all.filter(({ folder }) => from.startsWith(`${folder}/`));
    const innermost = Math.max(...around.map(({ folder }) => folder.length));
    const chosen = around.length === 0 ? all : around.filter(({ folder }) => folder.length === innermost);
    return chosen.map(({ name }) => name);
  }

  /** All other names of an image, as texts. */
  ofText(reference: ImageReference): readonly string[] {
    return (this.byName.get(nameIn(reference)) ?? []).map(({ name }) => name.reference.text);
  }

  /** Whether a kustomization puts another name in the place of an image's. */
  replaces(reference: ImageReference): boolean {
    return this.replaced.has(nameIn(reference));
  }

  private add({ reference }: NamePattern, alias: Alias): void {
    const name = nameIn(reference);
    const known = this.byName.get(name) ?? [];
    this.byName.set(name, known);
    if (name !== nameIn(alias.name.reference) && known.length < most) known.push(alias);
  }
}

/** What the kustomizations of a workspace rename, for each of them. */
export function renamingsOf(
  { yamlFiles }: WorkspaceFiles,
  host: SharedHost,
): Promise<readonly (readonly Renaming[])[]> {
  return fewAtOnce(yamlFiles.filter(isKustomizationName), (uri) =>
    host.derive(`image names ${uri}`, async (asked) => {
      const text = await asked.readText(uri);
      return text?.includes('newName') ? renamingsIn(text, folderOf(uri)) : [];
    }),
  );
}

function nameIn({ text, nameEnd }: ImageReference): string {
  return text.slice(0, nameEnd);
}

function renamingsIn(text: string, folder: string): readonly Renaming[] {
  return readOpenYaml(text).flatMap(({ root }) =>
    root.get('images').items.flatMap((item) => {
      const [name, newName] = [templateOf(item.get('name')), templateOf(item.get('newName'))];
      return name && newName ? [{ name, newName, folder }] : [];
    }),
  );
}
