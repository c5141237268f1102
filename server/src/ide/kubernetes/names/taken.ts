import type { Occurrence } from '../../../kubernetes/occurrences/index.ts';
import type { ResourceEntry } from '../../../workspace/manifests/manifest-file.ts';
import { mayShareNamespace } from '../../../workspace/manifests/resource-index.ts';
import { type Names, namesIn, type PlacedName } from '../../../workspace/names/names.ts';
import type { Meant } from './meant.ts';

/** Why a name cannot be given, as a sentence: something else is called so where it would be meant. */
export function takenBy(newName: string, { definitions, references }: Meant, names: Names): string | undefined {
  for (const one of definitions) {
    const other = takes(one, newName, names);
    if (other !== undefined) return `${other} is called "${newName}" already.`;
  }
  const [first] = definitions;
  if (!first) return undefined;
  const { sort, key } = first.occurrence;
  if (sort === 'label key') {
    const doubled = [...definitions, ...references].some(
      ({ occurrence: { value } }) => value.parent?.get(newName).hasKey,
    );
    return doubled ? `There is a label "${newName}" beside it already.` : undefined;
  }
  if (sort !== 'label' || references.length === 0 || key === undefined) return undefined;
  const concerned = new Set(definitions.map(({ entry }) => entry));
  const joined = names.workloads.some(
    (entry) =>
      !concerned.has(entry) &&
      entry.podLabels?.get(key) === newName &&
      definitions.some((one) => mayMeet(one.entry, entry, names)),
  );
  return joined ? `Other pods have the label ${key}=${newName} already, and would be selected as well.` : undefined;
}

/** What bears a name that a definition would get, for the beginning of a sentence. */
function takes({ occurrence, entry }: PlacedName, newName: string, names: Names): string | undefined {
  const { sort, owner, within } = occurrence;
  if (sort === 'label' || sort === 'label key') return undefined;
  if (sort === 'resource') {
    const kinds = owner.by === 'name' ? owner.kinds : [];
    const other = names
      .ofKind(...kinds)
      .find((one) => one.name === newName && one !== entry && one.group === entry.group && mayMeet(entry, one, names));
    return other && `Another ${other.kind}`;
  }
  const isTaken = namesIn(entry).some(
    ({ occurrence: one }) => one.sort === sort && one.isDefinition && one.name === newName && one.within === within,
  );
  return isTaken ? `Another ${describeSort(occurrence).replace(/^an? /, '')}` : undefined;
}

/** Whether two resources may stand in one namespace of one cluster. */
function mayMeet(one: ResourceEntry, other: ResourceEntry, names: Names): boolean {
  return mayShareNamespace(one.namespace, other.namespace) && names.relationOf(one, other) !== 'apart';
}

/** What an occurrence is the name of, for messages. */
export function describeSort({ sort, owner }: Pick<Occurrence, 'sort' | 'owner'>): string {
  switch (sort) {
    case 'resource':
      return `the name of a ${owner.by === 'name' ? owner.kinds.join(' or ') : 'resource'}`;
    case 'label':
      return 'the value of a label';
    case 'label key':
      return 'the key of a label';
    case 'key':
      return 'a key';
    default:
      return `the name of a ${sort}`;
  }
}
