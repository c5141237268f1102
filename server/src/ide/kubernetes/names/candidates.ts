import type { Labels } from '../../../kubernetes/labels.ts';
import type { ByName } from '../../../kubernetes/occurrences/index.ts';
import type { ResourceEntry } from '../../../workspace/manifests/manifest-file.ts';
import { mayShareNamespace } from '../../../workspace/manifests/resource-index.ts';
import { type Names, namesIn, type PlacedName } from '../../../workspace/names/names.ts';
import { titleOf } from '../mention.ts';

/** A name that can be written. */
export interface Candidate {
  readonly name: string;
  /** For a label of which both are written, its value. */
  readonly value?: string | undefined;
  /** What is called so, and where it stands. */
  readonly detail: string;
}

/** The names that can stand where one is being written, the nearest first, each once. */
export function candidatesFor(name: PlacedName, names: Names, isBareKey: boolean): readonly Candidate[] {
  return distinct(found(name, names, isBareKey));
}

function found(name: PlacedName, names: Names, isBareKey: boolean): readonly Candidate[] {
  const { sort, owner } = name.occurrence;
  if (sort === 'label' || sort === 'label key') return labels(name, names, isBareKey);
  if (sort !== 'resource') return parts(name, names);
  return owner.by === 'name' ? resources(name, owner, names) : [];
}

/** The resources of the kinds that can be meant. */
function resources(name: PlacedName, owner: ByName, names: Names): readonly Candidate[] {
  if (name.occurrence.isDefinition && !names.isPatch(name.entry)) return [];
  const { kinds, group, namespace } = owner;
  const possible = [...names.ofKind(...kinds), ...names.generators(kinds)]
    .filter((entry) => entry !== name.entry)
    .filter(
      (entry) =>
        mayShareNamespace(entry.namespace, namespace) && (!group || entry.group === group || isGenerator(entry)),
    );
  const declared = nearestFirst(possible, names).flatMap((entry): readonly Candidate[] => {
    if (isGenerator(entry)) return generated(entry, kinds, names);
    return entry.name === undefined || names.isPatch(entry)
      ? []
      : [{ name: entry.name, detail: detailOf(entry, names) }];
  });
  const further = kinds.flatMap((kind) =>
    (existing.get(kind) ?? []).map((one) => ({ name: one, detail: `${kind} of every cluster` })),
  );
  return [...declared, ...(kinds.includes('Namespace') ? namespacesIn(names, name) : []), ...further];
}

/** What exists without a manifest that declares it (kubernetes.io, "Pod Priority and Preemption", "Service Accounts"). */
const existing: ReadonlyMap<string, readonly string[]> = new Map([
  ['Namespace', ['default', 'kube-system']],
  ['PriorityClass', ['system-cluster-critical', 'system-node-critical']],
  ['ServiceAccount', ['default']],
]);

function namespacesIn(names: Names, { occurrence }: PlacedName): readonly Candidate[] {
  const entries = nearestFirst(names.all, names);
  return entries.flatMap((entry) =>
    entry.namespace === undefined || entry.namespace === occurrence.name
      ? []
      : [{ name: entry.namespace, detail: `namespace of ${detailOf(entry, names)}` }],
  );
}

function isGenerator({ group }: ResourceEntry): boolean {
  return group === 'kustomize.config.k8s.io';
}

function generated(entry: ResourceEntry, kinds: readonly string[], names: Names): readonly Candidate[] {
  return namesIn(entry).flatMap(({ occurrence: { sort, owner, isDefinition, name } }) => {
    const isOne = sort === 'resource' && isDefinition && owner.by === 'name';
    const kind = isOne ? owner.kinds.find((one) => kinds.includes(one)) : undefined;
    return kind === undefined ? [] : [{ name, detail: `${kind}, generated · ${names.pathOf(entry.file.uri)}` }];
  });
}

/** What is defined within the resources in which the definition has to stand. */
function parts(name: PlacedName, names: Names): readonly Candidate[] {
  const { sort, name: word, owner, isDefinition } = name.occurrence;
  if (isDefinition && !names.isPatch(name.entry)) return [];
  return names.ownersOf(name).flatMap((entry) =>
    namesIn(entry)
      .filter(({ occurrence: one }) => one.sort === sort && one.isDefinition && one.name !== word)
      .filter(({ occurrence: one }) => one.within === undefined || owner.by !== 'name' || one.within === owner.name)
      .map(({ occurrence: one }) => ({ name: one.name, detail: `${sort} of ${detailOf(entry, names)}` })),
  );
}

/** The labels of what can be selected; for a label that is given to something, those that are written beside it. */
function labels(name: PlacedName, names: Names, isBareKey: boolean): readonly Candidate[] {
  const { sort, key: written, owner, value, name: word, isDefinition } = name.occurrence;
  const beside = sort === 'label' || value.key === word ? value.parent : undefined;
  const taken = new Map(beside?.entries.map(([key, { text }]) => [key, text]));
  const pairs =
    isDefinition || owner.by === 'self'
      ? labelsInside(name, names)
      : selectable(name, names, taken).flatMap((entry) =>
          [...labelsOf(entry, name).written].map(([key, value]) => ({ key, value, detail: detailOf(entry, names) })),
        );
  if (sort === 'label')
    return pairs.flatMap(({ key, value, detail }) => (key === written ? [{ name: value, detail }] : []));
  const free = pairs.filter(({ key }) => !taken.has(key));
  return free.map(({ key, value, detail }) => (isBareKey ? { name: key, value, detail } : { name: key, detail }));
}

interface Pair {
  readonly key: string;
  readonly value: string;
  readonly detail: string;
}

/** The labels that are written elsewhere in the same resource. */
function labelsInside({ entry, occurrence: { name: word } }: PlacedName, names: Names): readonly Pair[] {
  return namesIn(entry).flatMap(({ occurrence: { sort, key, name, owner } }) =>
    sort === 'label' && key !== undefined && owner.by === 'self' && name !== word && key !== word
      ? [{ key, value: name, detail: detailOf(entry, names) }]
      : [],
  );
}

/** What may be selected: where something has all the other labels that are asked for, nothing else. */
function selectable(
  { occurrence: { owner, name: word } }: PlacedName,
  names: Names,
  wanted: ReadonlyMap<string, string | undefined>,
): readonly ResourceEntry[] {
  if (owner.by !== 'selector') return [];
  const { selects, namespace } = owner;
  const all = selects === 'pods' ? names.workloads : names.ofKind(...selects);
  const possible = nearestFirst(all, names).filter((one) => mayShareNamespace(one.namespace, namespace));
  const asked = [...wanted].filter(([key, value]) => key !== word && value !== word);
  const labelled = (one: ResourceEntry) => (selects === 'pods' ? one.podLabels : one.labels);
  const fitting = possible.filter((one) => asked.every(([key, value]) => labelled(one)?.get(key) === value));
  return fitting.length > 0 ? fitting : possible;
}

function labelsOf(entry: ResourceEntry, { occurrence: { labelled } }: PlacedName): Labels {
  return labelled === 'pods' && entry.podLabels ? entry.podLabels : entry.labels;
}

/** Those of the file itself, then those that belong together with it, then those of its folder, then all others. */
function nearestFirst(entries: readonly ResourceEntry[], names: Names): readonly ResourceEntry[] {
  const order = { together: 1, near: 2, apart: 3 } as const;
  const distances = new Map(
    entries.map((one) => [one, one.file === names.own ? 0 : order[names.relationTo(one)]] as const),
  );
  return entries.toSorted((one, other) => (distances.get(one) ?? 0) - (distances.get(other) ?? 0));
}

function detailOf(entry: ResourceEntry, names: Names): string {
  const namespace = entry.namespace === undefined ? '' : ` in ${entry.namespace}`;
  const file = entry.file === names.own ? '' : ` · ${names.pathOf(entry.file.uri)}`;
  return `${titleOf(entry)}${namespace}${file}`;
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ name, value }) => {
    const key = `${name}\0${value}`;
    return !seen.has(key) && seen.add(key);
  });
}
