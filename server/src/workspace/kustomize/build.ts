import type { YAMLMap } from 'yaml';
import { mostSimilar } from '../../text/similar.ts';
import { generate } from './generators.ts';
import { imageNames, isScaled, setImage, setReplicas } from './images.ts';
import type { Kustomization, PathEntry } from './kustomization.ts';
import { addAnnotations, addLabels } from './labels.ts';
import { isRemote, locate } from './locations.ts';
import { followNames } from './name-references.ts';
import { affixNames, setNamespace } from './names.ts';
import { isMap } from './nodes.ts';
import { BuildNotes } from './notes.ts';
import { Patcher } from './patcher.ts';
import { Provenance, wholeOf } from './provenance.ts';
import { BuildResource, namesOf } from './resource.ts';
import type { SourceDocument, Sources } from './sources.ts';
import { applyStrategicMerge } from './strategic-merge.ts';

/** What comes out of a kustomization. */
export interface Build {
  readonly root: Kustomization;
  readonly resources: readonly BuildResource[];
  readonly provenance: Provenance;
  readonly notes: BuildNotes;
}

/** Where a build finds the kustomization of a folder. */
export type KustomizationAt = (folder: string) => Promise<Kustomization | undefined>;

/** How deep kustomizations may build upon one another. */
const deepest = 50;

/** Builds a kustomization as `kustomize build` does, without running it. */
export async function build(root: Kustomization, at: KustomizationAt, sources: Sources): Promise<Build> {
  const builder = new Builder(at, sources);
  const resources: BuildResource[] = [];
  await builder.accumulate(root, resources, []);
  followNames(resources, builder.provenance);
  for (const resource of resources) resource.tidy();
  const { provenance, notes } = builder;
  const kept = resources.filter((resource) => resource.meta('annotations', localConfig) !== 'true');
  return { root, resources: kept, provenance, notes };
}

/** What is annotated so is for tools, and left out of the result. */
const localConfig = 'config.kubernetes.io/local-config';

class Builder {
  readonly provenance = new Provenance();
  readonly notes = new BuildNotes();
  private readonly at: KustomizationAt;
  private readonly sources: Sources;

  constructor(at: KustomizationAt, sources: Sources) {
    this.at = at;
    this.sources = sources;
  }

  /** Adds what a kustomization yields to `resources`; a component changes those that are there. */
  async accumulate(kustomization: Kustomization, resources: BuildResource[], above: readonly string[]): Promise<void> {
    if (above.includes(kustomization.uri) || above.length > deepest) {
      this.notes.incomplete.add(`${kustomization.uri} builds upon itself`);
      return;
    }
    const path = [...above, kustomization.uri];
    this.notes.used.add(kustomization.source);
    if (kustomization.source.document.problems.length > 0)
      this.notes.uncertain.add('the kustomization is no valid YAML');
    for (const field of kustomization.addsUnknown) this.notes.incomplete.add(`it has ${field}`);
    for (const field of kustomization.changesUnknown) this.notes.uncertain.add(`it has ${field}`);
    for (const entry of kustomization.resources) await this.addResource(kustomization, entry, resources, path);
    for (const entry of kustomization.generators) await this.addGenerated(kustomization, entry, resources);
    for (const entry of kustomization.components) await this.addComponent(kustomization, entry, resources, path);
    await this.transform(kustomization, resources);
  }

  private async addResource(
    kustomization: Kustomization,
    entry: PathEntry,
    resources: BuildResource[],
    path: readonly string[],
  ): Promise<void> {
    if (isRemote(entry.path)) {
      this.notes.incomplete.add(`${entry.path} lies elsewhere`);
      return;
    }
    const uri = locate(kustomization.folder, entry.path);
    const inner = await this.at(uri);
    if (inner) {
      const own: BuildResource[] = [];
      await this.accumulate(inner, own, path);
      for (const resource of own) this.append(kustomization, entry, resource, resources);
      return;
    }
    const documents = await this.sources.documents(uri);
    if (!documents) return this.notes.missing(kustomization, entry, 'incomplete');
    for (const document of documents) {
      for (const resource of this.read(document)) this.append(kustomization, entry, resource, resources);
    }
  }

  private append(
    kustomization: Kustomization,
    { value }: PathEntry,
    resource: BuildResource,
    to: BuildResource[],
  ): void {
    const twin = to.find(
      (one) =>
        one.kind === resource.kind &&
        one.group === resource.group &&
        one.name === resource.name &&
        one.namespace === resource.namespace,
    );
    if (twin && resource.name !== '') {
      const detail = `${resource.kind} "${resource.name}"`;
      this.notes.remark(kustomization, 'duplicate', value, detail);
      this.notes.failures.add(`${detail} is there twice`);
    }
    to.push(resource);
  }

  /** The resources of a document, those of a list each of their own. */
  private read(source: SourceDocument): BuildResource[] {
    const { document } = source;
    if (document.problems.length > 0 || (/\{\{/.test(document.text) && !document.root.isMap)) {
      this.notes.incomplete.add(`${source.uri} is no valid YAML`);
      return [];
    }
    this.notes.used.add(source);
    const { root } = document;
    const values =
      root.get('kind').text?.endsWith('List') && root.get('items').isList ? root.get('items').items : [root];
    return values.flatMap((value) => {
      const node = this.provenance.copy(value, wholeOf(source));
      return isMap(node) ? [new BuildResource(node as YAMLMap, source)] : [];
    });
  }

  private async addGenerated(
    kustomization: Kustomization,
    entry: Kustomization['generators'][number],
    resources: BuildResource[],
  ): Promise<void> {
    const { resource, missing } = await generate(kustomization, entry, this.provenance, this.sources);
    for (const path of missing) this.notes.missing(kustomization, { path, value: entry.entry }, 'uncertain');
    if (!resource) return;
    const behavior = entry.entry.get('behavior').text ?? 'create';
    const known = resources.find(
      ({ kind, identities }) => kind === resource.kind && identities.some(({ name }) => name === resource.name),
    );
    if (behavior === 'create' || !known) resources.push(resource);
    else if (behavior === 'merge') applyStrategicMerge(known.root, resource.root, known);
    else resources[resources.indexOf(known)] = resource;
  }

  private async addComponent(
    kustomization: Kustomization,
    entry: PathEntry,
    resources: BuildResource[],
    path: readonly string[],
  ): Promise<void> {
    if (isRemote(entry.path)) {
      this.notes.uncertain.add(`${entry.path} lies elsewhere`);
      return;
    }
    const component = await this.at(locate(kustomization.folder, entry.path));
    if (component) await this.accumulate(component, resources, path);
    else this.notes.missing(kustomization, entry, 'uncertain');
  }

  /** What a kustomization does to all it has, in the order in which `kustomize` does it. */
  private async transform(kustomization: Kustomization, resources: BuildResource[]): Promise<void> {
    const { root } = kustomization;
    const part = wholeOf(kustomization.source);
    const { provenance } = this;
    const patcher = new Patcher(kustomization, provenance, this.sources, this.notes);
    for (const patch of kustomization.patches) await patcher.apply(patch, resources);
    const namespace = root.get('namespace');
    if (namespace.text) setNamespace(resources, namespace, part, provenance);
    for (const affix of ['namePrefix', 'nameSuffix'] as const) {
      const { text } = root.get(affix);
      if (text) affixNames(resources, affix, text, provenance);
    }
    for (const entry of kustomization.labels) addLabels(resources, entry, part, provenance);
    const annotations = root.get('commonAnnotations');
    if (annotations.isMap) addAnnotations(resources, annotations, part, provenance);
    for (const patch of kustomization.latePatches) await patcher.apply(patch, resources);
    for (const entry of root.get('replicas').items) {
      const detail = entry.get('name').text ?? '';
      if (setReplicas(resources, entry, part, provenance)) continue;
      const nearest = mostSimilar(detail, namesOf(resources.filter(isScaled)));
      this.notes.remark(kustomization, 'replicas-without-use', entry.get('name'), detail, nearest);
      this.notes.failures.add(`there is no ${detail} to scale`);
    }
    for (const entry of root.get('images').items) {
      const detail = entry.get('name').text ?? '';
      if (setImage(resources, entry, part, provenance)) continue;
      const nearest = mostSimilar(detail, imageNames(resources));
      this.notes.remark(kustomization, 'image-without-use', entry.get('name'), detail, nearest);
    }
  }
}
