import { type Names, namesIn, type PlacedName, placeKey } from '../../../workspace/names/names.ts';

/** All places at which something is called by its name, to be renamed together. */
export interface Meant {
  readonly definitions: readonly PlacedName[];
  readonly references: readonly PlacedName[];
  /** Labels of the same name that nothing of this depends on, on the resources that are concerned. */
  readonly alike: readonly PlacedName[];
}

/** More rounds are not made from what is mentioned to what else that may mean. */
const mostRounds = 8;

/**
 * What a name means, with all that would no longer mean the same if it were changed at some of the places alone: what a
 * selector selects beside the pods of one workload, and what selects those.
 */
export function meantBy(name: PlacedName, names: Names): Meant {
  const definitions = new Map(startsOf(name, names).map((one) => [placeKey(one), one]));
  if (definitions.size === 0) {
    return { definitions: [], references: names.mentionsOfUnknown(name), alike: [] };
  }
  let references: readonly PlacedName[] = [];
  for (let round = 0; round < mostRounds; round++) {
    references = names.referencesTo([...definitions.values()]);
    const before = definitions.size;
    for (const one of references.flatMap((reference) => names.definitionsOf(reference))) {
      definitions.set(placeKey(one), one);
    }
    if (definitions.size === before) break;
  }
  const found = [...definitions.values()];
  return { definitions: found, references, alike: labelsAlike([...found, ...references], names) };
}

/** Where to begin: a label of a workload is most often that of its pods too. */
function startsOf(name: PlacedName, names: Names): readonly PlacedName[] {
  const defined = names.definitionsOf(name);
  if (name.occurrence.labelled !== 'resource' || !name.occurrence.isDefinition) return defined;
  return [...defined, ...namesIn(name.entry).filter((other) => isSameLabel(other, name, 'pods'))];
}

/** The labels of the resources themselves that are called as those of the pods are, and what selects them. */
function labelsAlike(meant: readonly PlacedName[], names: Names): readonly PlacedName[] {
  const known = new Set(meant.map(placeKey));
  const entries = new Set(meant.map(({ entry }) => entry));
  const [first] = meant;
  if (!first?.occurrence.labelled) return [];
  const labels = [...entries].flatMap((entry) => namesIn(entry).filter((one) => isSameLabel(one, first, 'resource')));
  const others = labels.filter((one) => !known.has(placeKey(one)));
  return [...others, ...names.referencesTo(others)].filter((one) => !known.has(placeKey(one)));
}

function isSameLabel({ occurrence: one }: PlacedName, { occurrence: other }: PlacedName, of: 'pods' | 'resource') {
  const isDefinition = one.isDefinition && one.labelled === of;
  return isDefinition && one.sort === other.sort && one.name === other.name && one.key === other.key;
}
