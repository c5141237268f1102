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
  const { sort, owner } = first.occurrence;
  if (sort === 'label' || sort === 'label key') return hasSelectors(entry) || isPatch(entry);
  if (sort === 'resource') {
    const isNamespace = owner.by === 'name' && owner.kinds.includes('Namespace');
    return isNamespace || !withoutReferences.has(entry.kind) || isPatch(entry);
  }
  const kinds = kindsMentioning[sort];
  if (!kinds) return true;
  if (kinds.has(entry.kind)) return true;
  if (sort === 'container' || sort === 'port' || sort === 'volume') return isPatch(entry);
  return definitions.some(({ occurrence, entry: { name } }) => {
    const owner = occurrence.within ?? name;
    return owner === undefined || entry.mentions(owner);
  });
}

/** Kinds that refer to nothing, and often hold much text. */
const withoutReferences: ReadonlySet<string> = new Set(['ConfigMap', 'Namespace', 'Secret']);

/** Whether a resource may select something other than its own pods. */
function hasSelectors(entry: ResourceEntry): boolean {
  if (selecting.has(entry.kind) || /(?:^|\.)istio\.io$|^monitoring\.coreos\.com$/.test(entry.group)) return true;
  return entry.podLabels !== undefined && entry.mentions('labelSelector');
}

const selecting: ReadonlySet<string> = new Set([
  'ClusterRole',
  'MutatingWebhookConfiguration',
  'NetworkPolicy',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'Service',
  'ValidatingWebhookConfiguration',
]);

/** Kinds that mention a name of another resource without naming that; undefined where any kind may. */
const kindsMentioning: Readonly<Partial<Record<Sort, ReadonlySet<string>>>> = {
  container: new Set(['HorizontalPodAutoscaler', 'VerticalPodAutoscaler']),
  port: new Set(['NetworkPolicy', 'PodMonitor', 'Service']),
  volume: new Set(),
  key: new Set(),
  'service port': new Set(['ServiceMonitor']),
  listener: new Set(),
};
