import type { YamlDocument } from '../../yaml/document.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { folderOf, isKustomizationName, normal } from './locations.ts';
import { textOf } from './nodes.ts';
import type { SourceDocument } from './sources.ts';

/** A path that a kustomization names, and where it is written. */
export interface PathEntry {
  readonly path: string;
  readonly value: YamlValue;
}

/** A patch: a text in the kustomization itself or the path of a file, and what it is for when it says so. */
export interface PatchEntry {
  /** The field it stands in; the two older ones fix of which form the patch is. */
  readonly field: 'patches' | 'patchesStrategicMerge' | 'patchesJson6902';
  readonly entry: YamlValue;
  readonly inline: YamlValue | undefined;
  readonly path: PathEntry | undefined;
  readonly target: YamlValue | undefined;
}

/** Labels that are given to all resources, and how far they reach into them. */
export interface LabelEntry {
  readonly pairs: YamlValue;
  readonly includeSelectors: boolean;
  readonly includeTemplates: boolean;
}

/** A ConfigMap or Secret that is made from literals and files. */
export interface GeneratorEntry {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly entry: YamlValue;
}

/** Fields that add resources which only `kustomize` itself, or its plug-ins, can tell. */
const addsUnknown: readonly string[] = ['helmCharts', 'helmChartInflationGenerator', 'generators'];

/** Fields that change resources in ways which only they can tell. */
const changesUnknown: readonly string[] = ['transformers', 'replacements', 'vars', 'crds', 'openapi', 'configurations'];

/**
 * A kustomization file (kustomize.config.k8s.io/v1beta1, "The Kustomization File"). Flux has a kind of the same name,
 * which is a resource like others.
 */
export class Kustomization {
  readonly source: SourceDocument;

  constructor(source: SourceDocument) {
    this.source = source;
  }

  /** The kustomization that a document is; undefined when it is something else. */
  static in(source: SourceDocument): Kustomization | undefined {
    const { root } = source.document;
    const apiVersion = root.get('apiVersion').text;
    const kind = root.get('kind').text;
    const isGroup = apiVersion === undefined || apiVersion.startsWith('kustomize.config.k8s.io/');
    const isKind = kind === undefined || kind === 'Kustomization' || kind === 'Component';
    return root.isMap && isGroup && isKind ? new Kustomization(source) : undefined;
  }

  /** The kustomization that a manifest is; undefined when it, or its file, is called otherwise. */
  static at(uri: string, document: YamlDocument): Kustomization | undefined {
    return isKustomizationName(uri) ? Kustomization.in({ uri: normal(uri), start: 0, document }) : undefined;
  }

  get uri(): string {
    return this.source.uri;
  }

  /** The folder its paths start from. */
  get folder(): string {
    return folderOf(this.uri);
  }

  get root(): YamlValue {
    return this.source.document.root;
  }

  get isComponent(): boolean {
    return this.root.get('kind').text === 'Component';
  }

  /** What it builds upon: files and folders, those of the old field `bases` included. */
  get resources(): readonly PathEntry[] {
    return [...pathsIn(this.root.get('resources')), ...pathsIn(this.root.get('bases'))];
  }

  get components(): readonly PathEntry[] {
    return pathsIn(this.root.get('components'));
  }

  /** The patches that are applied first, in the order in which they are. */
  get patches(): readonly PatchEntry[] {
    const merges = this.root.get('patchesStrategicMerge').items.map((entry): PatchEntry => {
      const isText = textOf(entry.node)?.includes('\n') ?? false;
      const path = isText ? undefined : pathEntry(entry);
      return { field: 'patchesStrategicMerge', entry, inline: isText ? entry : undefined, path, target: undefined };
    });
    return [...merges, ...this.patchesIn('patches')];
  }

  /** JSON patches of the old field `patchesJson6902`, which are applied after names and labels are. */
  get latePatches(): readonly PatchEntry[] {
    return this.patchesIn('patchesJson6902');
  }

  get labels(): readonly LabelEntry[] {
    const entries = this.root.get('labels').items.map((entry) => ({
      pairs: entry.get('pairs'),
      includeSelectors: entry.get('includeSelectors').boolean ?? false,
      includeTemplates: entry.get('includeTemplates').boolean ?? false,
    }));
    const common = this.root.get('commonLabels');
    return common.isMap ? [...entries, { pairs: common, includeSelectors: true, includeTemplates: true }] : entries;
  }

  get generators(): readonly GeneratorEntry[] {
    const of = (kind: GeneratorEntry['kind'], field: string) =>
      this.root.get(field).items.map((entry) => ({ kind, entry }));
    return [...of('ConfigMap', 'configMapGenerator'), ...of('Secret', 'secretGenerator')];
  }

  /** The fields in it that add resources which cannot be told without running `kustomize`. */
  get addsUnknown(): readonly string[] {
    return addsUnknown.filter((field) => this.root.get(field).exists);
  }

  /** The fields in it that change resources in ways which cannot be told. */
  get changesUnknown(): readonly string[] {
    return changesUnknown.filter((field) => this.root.get(field).exists);
  }

  private patchesIn(field: 'patches' | 'patchesJson6902'): readonly PatchEntry[] {
    return this.root.get(field).items.map((entry) => {
      const target = entry.get('target');
      const inline = entry.get('patch').exists ? entry.get('patch') : undefined;
      return { field, entry, inline, path: pathEntry(entry.get('path')), target: target.exists ? target : undefined };
    });
  }
}

function pathsIn(list: YamlValue): readonly PathEntry[] {
  return list.items.flatMap((value) => pathEntry(value) ?? []);
}

/** The path that a value is; undefined when it is none. */
export function pathEntry(value: YamlValue): PathEntry | undefined {
  const path = textOf(value.node)?.trim();
  return path ? { path, value } : undefined;
}
