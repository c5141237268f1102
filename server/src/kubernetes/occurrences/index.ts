import { Notes } from '../../core/notes.ts';
import type { Resource } from '../resource.ts';
import { kustomizationOccurrences } from './kustomizations.ts';
import { labelOccurrences } from './labels.ts';
import type { Occurrence } from './occurrence.ts';
import { partOccurrences } from './parts.ts';
import { podOccurrences } from './pods.ts';
import { resourceOccurrences } from './resources.ts';

export type { ByName, BySelector, Occurrence, Owner, Sort } from './occurrence.ts';

const known = new Notes<Resource, readonly Occurrence[]>();

/** All places in a resource where a name stands, as its definition or as a mention of what is defined elsewhere. */
export function occurrencesOf(resource: Resource): readonly Occurrence[] {
  const before = known.get(resource);
  if (before) return before;
  const found = [
    ...resourceOccurrences(resource),
    ...labelOccurrences(resource),
    ...podOccurrences(resource),
    ...partOccurrences(resource),
    ...kustomizationOccurrences(resource),
  ];
  const occurrences = distinct(found);
  known.set(resource, occurrences);
  return occurrences;
}

/** Two keys of one ConfigMap are asked for by one name: it stands at one place. */
function distinct(occurrences: readonly Occurrence[]): readonly Occurrence[] {
  const seen = new Set<string>();
  return occurrences.filter(({ sort, span, isDefinition }) => {
    const place = `${sort} ${span.start} ${span.end} ${isDefinition}`;
    return !seen.has(place) && seen.add(place);
  });
}
