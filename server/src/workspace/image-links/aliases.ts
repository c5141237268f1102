import type { SharedHost } from '../../core/host.ts';
import type { ImageReference } from '../../image/reference.ts';
import { isKustomizationName } from '../kustomize/locations.ts';
import type { WorkspaceFiles } from '../workspace-files.ts';
import { NamePattern } from './name-pattern.ts';
import { readOpenYaml, templateOf } from './open-yaml.ts';
import type { Template } from './template.ts';

/** More names for one image are not followed. */
const most = 20;

interface Alias {
  readonly name: Template;
  readonly newName: Template;
}

/** The other names that kustomizations give to images: an image is built under one, and written under the other. */
export class Aliases {
  private readonly byName = new Map<string, NamePattern[]>();

  constructor(aliases: readonly Alias[]) {
    for (const { name, newName } of aliases) {
      const [one, other] = [new NamePattern(name), new NamePattern(newName)];
      this.add(one, other);
      this.add(other, one);
    }
  }

  /** The aliases in the kustomizations of a workspace. */
  static async in({ yamlFiles }: WorkspaceFiles, host: SharedHost): Promise<Aliases> {
    const found = yamlFiles.filter(isKustomizationName).map((uri) =>
      host.derive(`image aliases ${uri}`, async (asked) => {
        const text = await asked.readText(uri);
        return text?.includes('newName') ? aliasesIn(text) : [];
      }),
    );
    return new Aliases((await Promise.all(found)).flat());
  }

  /** The other names of an image. */
  of(name: NamePattern): readonly NamePattern[] {
    return this.byName.get(keyOf(name)) ?? [];
  }

  /** The same, as texts. */
  ofText({ text, nameEnd }: ImageReference): readonly string[] {
    return (this.byName.get(text.slice(0, nameEnd)) ?? []).map(({ reference }) => reference.text);
  }

  private add(name: NamePattern, other: NamePattern): void {
    const key = keyOf(name);
    const known = this.byName.get(key) ?? [];
    this.byName.set(key, known);
    const isKnown = keyOf(other) === key || known.some((one) => keyOf(one) === keyOf(other));
    if (!isKnown && known.length < most) known.push(other);
  }
}

function keyOf({ reference }: NamePattern): string {
  return reference.text.slice(0, reference.nameEnd);
}

function aliasesIn(text: string): readonly Alias[] {
  return readOpenYaml(text).flatMap(({ root }) =>
    root.get('images').items.flatMap((item) => {
      const [name, newName] = [templateOf(item.get('name')), templateOf(item.get('newName'))];
      return name && newName ? [{ name, newName }] : [];
    }),
  );
}
