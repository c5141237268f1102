import type { Sort } from '../../kubernetes/occurrences/index.ts';
import type { ResourceEntry } from '../manifests/manifest-file.ts';
import type { PlacedName } from './names.ts';

/**
 * Whether a resource may mention what is defined at some places, as far as that can be told without reading it: names
 * such as `http` stand in every other document of a workspace, and mean one pod in few of them.
 */
export function mayMention(
  entry: ResourceEntry,
  definitions: readonly PlacedName[],
  isPatch: (entry: ResourceEntry) => boolean,
): boolean {
  const [first] = definitions;
  if (!first || definitions.some((one) => one.entry === entry)) return true;
  const { sort } = first.occurrence;
  const kinds = kindsMentioning[sort];
  if (!kinds) return true;
  if (kinds.has(entry.kind)) return true;
  if (sort === 'container' || sort === 'port' || sort === 'volume') return isPatch(entry);
  return definitions.some(({ occurrence, entry: { name } }) => {
    const owner = occurrence.within ?? name;
    return owner === undefined || entry.mentions(owner);
  });
}

/** Kinds that mention a name of another resource without naming that; undefined where any kind may. */
const kindsMentioning: Readonly<Partial<Record<Sort, ReadonlySet<string>>>> = {
  container: new Set(['HorizontalPodAutoscaler', 'VerticalPodAutoscaler']),
  port: new Set(['NetworkPolicy', 'PodMonitor', 'Service']),
  volume: new Set(),
  key: new Set(),
  'service port': new Set(['ServiceMonitor']),
  listener: new Set(),
};
