import { URI } from 'vscode-uri';
import type { SharedHost } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import type { ReadFile } from '../../core/surveyor.ts';
import type { PlacedUnit } from '../../core/unit.ts';
import { type ByName, type BySelector, type Occurrence, occurrencesOf } from '../../kubernetes/occurrences/index.ts';
import { kustomizationsOf } from '../manifests/kustomizations.ts';
import { ManifestFile, type PlaceInFile, type ResourceEntry } from '../manifests/manifest-file.ts';
import { Manifests } from '../manifests/manifests.ts';
import { mayShareNamespace, ResourceIndex } from '../manifests/resource-index.ts';
import { mayMention } from './may-mention.ts';
import { type Relation, Relations } from './relations.ts';

/** A name where it stands in the workspace. */
export interface PlacedName {
  readonly occurrence: Occurrence;
  readonly entry: ResourceEntry;
  readonly place: PlaceInFile;
}

/** A file in which names are looked for. */
type NamedFile = Pick<ManifestFile, 'uri' | 'text' | 'entries'>;

const known = new Notes<readonly PlacedUnit[], Names>();

/** The names in the manifests of a workspace, seen from one file: where they are defined, and where they are meant. */
export class Names {
  readonly manifests: Manifests;
  readonly own: ManifestFile;
  private readonly relations: Relations;
  private readonly ownIndex: ResourceIndex;

  private constructor(own: ManifestFile, manifests: Manifests, relations: Relations) {
    this.own = own;
    this.manifests = manifests;
    this.relations = relations;
    this.ownIndex = new ResourceIndex(own.entries);
  }

  /** The names around a file, which counts as it is given; the others as the host has them. */
  static async around({ uri, text, units }: ReadFile, host: SharedHost): Promise<Names> {
    const manifests = await Manifests.around(uri, host);
    const before = known.get(units);
    if (before?.manifests === manifests) return before;
    const relations = await relationsOf(manifests, host);
    const names = new Names(ManifestFile.of(URI.parse(uri).toString(), text, units), manifests, relations);
    known.set(units, names);
    return names;
  }

  /** The same names, seen from the same file with another text. */
  with(own: ManifestFile): Names {
    return new Names(own, this.manifests, this.relations);
  }

  /** The name at a place of the file; that one, where it is said what it is called. */
  at(offset: number, called?: string): PlacedName | undefined {
    const names = this.entriesAround(offset)
      .filter((entry) => called === undefined || entry.mentions(called))
      .flatMap((entry) => namesIn(entry))
      .filter(({ place: { span } }) => span.start <= offset && offset <= span.end)
      .filter(({ occurrence: { name } }) => called === undefined || name === called);
    return names.toSorted((one, other) => lengthOf(one) - lengthOf(other))[0];
  }

  /** The resources of the file that may hold a place: they are placed by their names, so that it is one of two. */
  private entriesAround(offset: number): readonly ResourceEntry[] {
    const { entries } = this.own;
    const behind = entries.findIndex(({ span }) => span.start > offset);
    return behind === -1 ? entries.slice(-1) : entries.slice(Math.max(0, behind - 1), behind + 1);
  }

  /** All resources of some kinds, those of the file itself first. */
  ofKind(...kinds: readonly string[]): readonly ResourceEntry[] {
    return [...this.ownIndex.ofKind(...kinds), ...this.others(this.manifests.index.ofKind(...kinds))];
  }

  /** All resources, those of the file itself first. */
  get all(): readonly ResourceEntry[] {
    return [...this.own.entries, ...this.others(this.manifests.index.entries)];
  }

  /** The kustomizations that may generate resources of some kinds. */
  generators(kinds: readonly string[]): readonly ResourceEntry[] {
    const areGenerated = kinds.includes('ConfigMap') || kinds.includes('Secret');
    return areGenerated ? this.ofKind('Kustomization', 'Component') : [];
  }

  /** All that runs pods. */
  get workloads(): readonly ResourceEntry[] {
    return [...this.ownIndex.workloads, ...this.others(this.manifests.index.workloads)];
  }

  /** All files with manifests, this one first. */
  get files(): readonly NamedFile[] {
    return [this.own, ...[...this.manifests.files.values()].filter(({ uri }) => uri !== this.own.uri)];
  }

  /** Whether a resource only says how another one is changed. */
  isPatch(entry: ResourceEntry): boolean {
    return this.relations.isPatch(entry);
  }

  /** How the file of a resource has to do with this one. */
  relationTo({ file }: ResourceEntry): Relation {
    return this.relations.between(this.own.uri, file.uri);
  }

  /** The path of a file from the folder of the workspace. */
  pathOf(uri: string): string {
    const { root } = this.manifests;
    return decodeURIComponent(uri.startsWith(`${root}/`) ? uri.slice(root.length + 1) : uri);
  }

  /** How the files of two resources have to do with each other. */
  relationOf(one: ResourceEntry, other: ResourceEntry): Relation {
    return this.relations.between(one.file.uri, other.file.uri);
  }

  /** Where a name is defined: several where it may mean each of them, none where it is not in the workspace. */
  definitionsOf(name: PlacedName): readonly PlacedName[] {
    const { occurrence, entry } = name;
    if (occurrence.isDefinition && !this.relations.isPatch(entry)) return [name];
    const found = this.ownersOf(name).flatMap((owner) => namesIn(owner).filter((other) => defines(other, name)));
    const whole = found.filter((one) => !this.relations.isPatch(one.entry));
    return whole.length > 0 ? whole : found;
  }

  /** Where names are mentioned that are defined at some places, in some files; the definitions are left out. */
  referencesTo(definitions: readonly PlacedName[], within: readonly NamedFile[] = this.files): readonly PlacedName[] {
    const owners = new Set(definitions.map(({ entry }) => entry));
    const places = new Set(definitions.map(placeKey));
    const isPatch = (entry: ResourceEntry) => this.relations.isPatch(entry);
    // The label of a resource and that of its pods may be renamed together, and are not selected by the same.
    const sorts = new Map(definitions.map((one) => [one.occurrence.labelled, one]));
    return [...sorts.values()]
      .flatMap((one) => this.like(one, within, (entry) => mayMention(entry, definitions, isPatch)))
      .filter((name) => !places.has(placeKey(name)) && this.ownersOf(name).some((owner) => owners.has(owner)));
  }

  /** The mentions of something that is not in the workspace: all that mean the same. */
  mentionsOfUnknown(name: PlacedName, within: readonly NamedFile[] = this.files): readonly PlacedName[] {
    const { owner } = name.occurrence;
    if (owner.by !== 'name') return [name];
    return this.like(name, within, () => true).filter(
      ({ occurrence, ...other }) =>
        occurrence.owner.by === 'name' &&
        mayBeSame(occurrence.owner, owner) &&
        this.ownersOf({ occurrence, ...other }).length === 0,
    );
  }

  /** Where the same is written as the same sort of name, in resources that may be of interest. */
  private like(
    { occurrence }: PlacedName,
    within: readonly NamedFile[],
    isOfInterest: (entry: ResourceEntry) => boolean,
  ): readonly PlacedName[] {
    const { name, key = '' } = occurrence;
    return within
      .filter(({ text }) => text.includes(name) && text.includes(key))
      .flatMap(({ entries }) => entries.filter((entry) => entry.mentions(name) && (key === '' || entry.mentions(key))))
      .filter(isOfInterest)
      .flatMap((entry) => namesIn(entry).filter((other) => isLike(other.occurrence, occurrence)));
  }

  /** The resources in which the definition of a name is to be found. */
  ownersOf({ occurrence, entry }: PlacedName): readonly ResourceEntry[] {
    const { owner, isDefinition } = occurrence;
    const isPatch = this.relations.isPatch(entry);
    if (isDefinition && !isPatch) return [entry];
    if (owner.by === 'self') return isPatch ? [entry, ...this.patchedBy(entry)] : [entry];
    if (owner.by === 'selector') return this.selectedBy(owner, entry.file.uri);
    const named = this.named(owner, entry.file.uri);
    return isDefinition && named.length === 0 ? [entry] : named;
  }

  /** What a patch is for. */
  private patchedBy({ kind, group, name, namespace, file }: ResourceEntry): readonly ResourceEntry[] {
    return name === undefined ? [] : this.named({ by: 'name', kinds: [kind], group, name, namespace }, file.uri);
  }

  /** The resources of a name, be they declared or generated; what patches them is none of them. */
  private named(owner: ByName, from: string): readonly ResourceEntry[] {
    const declared = [...this.ownIndex.find(owner), ...this.others(this.manifests.index.find(owner))];
    const found = [...declared.filter((entry) => !this.relations.isPatch(entry)), ...this.generated(owner)];
    return this.relations.nearest(found, from);
  }

  private generated({ kinds, name }: ByName): readonly ResourceEntry[] {
    return this.generators(kinds).filter(
      (entry) =>
        entry.mentions(name) &&
        namesIn(entry).some(
          ({ occurrence }) =>
            occurrence.isDefinition &&
            occurrence.sort === 'resource' &&
            occurrence.name === name &&
            occurrence.owner.by === 'name' &&
            occurrence.owner.kinds.some((kind) => kinds.includes(kind)),
        ),
    );
  }

  private selectedBy({ selector: written, selects, namespace }: BySelector, from: string): readonly ResourceEntry[] {
    // What a controller adds to the labels of its pods stands in no template.
    const selector = written.withoutControllerLabels;
    if (selects !== 'pods') {
      const selected = this.ofKind(...selects).filter(
        (entry) => mayShareNamespace(entry.namespace, namespace) && selector.matches(entry.labels.closed),
      );
      return this.relations.nearest(selected, from);
    }
    const candidates = [
      ...this.ownIndex.mayBeSelectedBy(selector),
      ...this.others(this.manifests.index.mayBeSelectedBy(selector)),
    ];
    const selected = candidates.filter(
      ({ podLabels, namespace: other }) =>
        podLabels && mayShareNamespace(other, namespace) && selector.matches(podLabels.closed),
    );
    const nearest = this.relations.nearest(selected, from);
    // What asks for nothing is for all pods around, and for none that have nothing to do with it.
    return selector.isEmpty
      ? nearest.filter(({ file }) => this.relations.between(from, file.uri) !== 'apart')
      : nearest;
  }

  /** Without those of the file as it was before. */
  private others(entries: readonly ResourceEntry[]): readonly ResourceEntry[] {
    return entries.filter(({ file }) => file.uri !== this.own.uri);
  }
}

/** The names that stand in a resource. */
export function namesIn(entry: ResourceEntry): readonly PlacedName[] {
  const resource = entry.read();
  if (!resource) return [];
  return occurrencesOf(resource).flatMap((occurrence) => {
    const place = entry.placeOf(occurrence.span);
    return place ? [{ occurrence, entry, place }] : [];
  });
}

/** The same for each place, whenever and however often it is read. */
export function placeKey({ occurrence: { sort }, place: { file, span } }: PlacedName): string {
  return `${file.uri} ${span.start} ${sort}`;
}

const relationsByManifests = new Notes<Manifests, Relations>();

async function relationsOf(manifests: Manifests, host: SharedHost): Promise<Relations> {
  const kustomizations = await kustomizationsOf(manifests, host);
  const before = relationsByManifests.get(manifests);
  if (before) return before;
  const relations = new Relations(manifests, kustomizations);
  relationsByManifests.set(manifests, relations);
  return relations;
}

function lengthOf({ place: { span } }: PlacedName): number {
  return span.end - span.start;
}

/** Whether one name defines what another means, if it stands in a resource where that is to be found. */
function defines({ occurrence: one, entry }: PlacedName, { occurrence: other }: PlacedName): boolean {
  if (!one.isDefinition || !isLike(one, other)) return false;
  // A kustomization may generate several resources, each with keys of its own.
  const isPart = one.within !== undefined && other.owner.by === 'name';
  return !isPart || one.within === other.owner.name || entry.name === other.owner.name;
}

function isLike(one: Occurrence, other: Occurrence): boolean {
  if (one.sort !== other.sort || one.name !== other.name) return false;
  if (one.sort === 'label') return one.key === other.key && one.labelled === other.labelled;
  if (one.sort === 'label key') return one.labelled === other.labelled;
  if (one.sort !== 'resource' || one.owner.by !== 'name' || other.owner.by !== 'name') return true;
  return one.owner.kinds.some((kind) => other.owner.by === 'name' && other.owner.kinds.includes(kind));
}

function mayBeSame(one: ByName, other: ByName): boolean {
  return (
    one.kinds.some((kind) => other.kinds.includes(kind)) &&
    (one.group === undefined || other.group === undefined || one.group === other.group) &&
    mayShareNamespace(one.namespace, other.namespace)
  );
}
