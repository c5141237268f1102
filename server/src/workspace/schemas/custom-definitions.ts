import type { SharedHost } from '../../core/host.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import { type CustomSchema, schemasOfDefinition } from '../../kubernetes/schema/custom-resource.ts';
import { skim } from '../../yaml/skim.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import { Manifests } from '../manifests/manifests.ts';

/** A kind of resource, in an API version. */
export interface KindOfResource {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What defines kinds of resources. */
export interface SchemaSource {
  /** The schema of a kind: the same object when it is asked for again; undefined when the kind is not known here. */
  schemaOf(apiVersion: string, kind: string, kubernetesVersion?: string): Promise<object | undefined>;
  /** All kinds that are known here. */
  kinds(kubernetesVersion?: string): Promise<readonly KindOfResource[]>;
}

/** The names of versions have a form of their own, so that lines tell them. */
const versionLine = /^ *(?:- *)?(?:name|version): *["']?(v\d+(?:(?:alpha|beta)\d+)?)["']?[ \t]*\r?$/gm;

/**
 * A CustomResourceDefinition of the workspace. Some are larger than all manifests together, so that one is parsed only
 * when its kind is asked for.
 */
class CustomDefinition {
  readonly text: string;
  private readonly named: { readonly group: string; readonly kind: string } | undefined;
  private read: readonly CustomSchema[] | undefined;

  constructor(text: string) {
    this.text = text;
    const spec = skim(text);
    const [group, kind] = [spec?.at('spec', 'group'), spec?.at('spec', 'names', 'kind')];
    this.named = typeof group === 'string' && typeof kind === 'string' ? { group, kind } : undefined;
  }

  /** Its schemas; there are some of the kind whenever `mayDefine` says no. */
  get schemas(): readonly CustomSchema[] {
    this.read ??= new Manifest(this.text)
      .ofKind('CustomResourceDefinition')
      .flatMap(({ value }) => schemasOfDefinition(value));
    return this.read;
  }

  get kinds(): readonly KindOfResource[] {
    const { named } = this;
    if (!named) return this.schemas;
    const versions = new Set([...this.text.matchAll(versionLine)].map(([, version]) => version));
    return [...versions].map((version) => ({ apiVersion: `${named.group}/${version}`, kind: named.kind }));
  }

  mayDefine(apiVersion: string, kind: string): boolean {
    return !this.named || (this.named.kind === kind && apiVersion.startsWith(`${this.named.group}/`));
  }
}

/** The custom resources that the workspace defines. */
export class CustomDefinitions implements SchemaSource {
  private readonly definitions: readonly CustomDefinition[];

  private constructor(definitions: readonly CustomDefinition[]) {
    this.definitions = definitions;
  }

  /** Those of the workspace that a file belongs to; a definition is read again only when it has changed. */
  static around(uri: string, host: SharedHost): Promise<CustomDefinitions> {
    const root = host.rootOf(uri);
    return host.derive(`custom definitions ${root}`, async (asked, previous: CustomDefinitions | undefined) => {
      const known = new Map(previous?.definitions.map((one) => [one.text, one]));
      const { index, files } = await Manifests.around(uri, asked);
      const found = new Set(index.ofKind('CustomResourceDefinition').map(({ file }) => file.uri));
      const texts = [...found].flatMap((file) => definitionsIn(files.get(file)?.text ?? ''));
      return new CustomDefinitions(texts.map((text) => known.get(text) ?? new CustomDefinition(text)));
    });
  }

  /** Those that one text defines. */
  static in(text: string): CustomDefinitions {
    return new CustomDefinitions(definitionsIn(text).map((one) => new CustomDefinition(one)));
  }

  /** Whether several definitions that are not the same declare a kind, so that it depends on which of them is applied. */
  isContradictory(apiVersion: string, kind: string): boolean {
    const texts = this.definitions.filter((one) => one.mayDefine(apiVersion, kind)).map(({ text }) => text);
    return new Set(texts).size > 1;
  }

  async schemaOf(apiVersion: string, kind: string): Promise<object | undefined> {
    const candidates = this.definitions.filter((one) => one.mayDefine(apiVersion, kind));
    return candidates
      .flatMap(({ schemas }) => schemas)
      .find((one) => one.apiVersion === apiVersion && one.kind === kind)?.schema;
  }

  async kinds(): Promise<readonly KindOfResource[]> {
    return this.definitions.flatMap(({ kinds }) => kinds);
  }
}

function definitionsIn(text: string): readonly string[] {
  return splitDocuments(text)
    .map((document) => document.text)
    .filter((one) => /\bCustomResourceDefinition\b/.test(one));
}
