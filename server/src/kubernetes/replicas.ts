import type { YamlValue } from '../yaml/value.ts';
import { LabelSelector, Labels } from './labels.ts';
import type { Pod } from './pod.ts';
import type { Resource } from './resource.ts';

/** Workloads of which a number of replicas runs. */
const kindsWithReplicas: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'ReplicaSet',
  'ReplicationController',
]);

/** Node labels that say where a node stands, those of Kubernetes 1.16 and before included. */
const places: ReadonlySet<string> = new Set([
  'kubernetes.io/hostname',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
]);

/** How many replicas a workload runs: one unless it says so; undefined for other kinds, and where it is not known. */
export function replicasOf(resource: Resource): number | undefined {
  if (!kindsWithReplicas.has(resource.kind) || !resource.isBuiltIn) return undefined;
  const replicas = resource.value.at('spec', 'replicas');
  return replicas.exists ? replicas.number : 1;
}

/**
 * Whether something keeps the pods of a workload from all running in one place: constraints on their spread, or an
 * affinity that keeps away from pods with the same labels. What is not known counts as such.
 */
export function isSpreadOut(pod: Pod): boolean {
  const { spec } = pod;
  const constraints = spec.get('topologySpreadConstraints');
  if (constraints.isUnknown || constraints.items.length > 0) return true;
  const antiAffinity = spec.at('affinity', 'podAntiAffinity');
  if (!antiAffinity.exists) return false;
  if (antiAffinity.isOpen) return true;
  const terms = [
    ...antiAffinity.get('requiredDuringSchedulingIgnoredDuringExecution').items,
    ...antiAffinity
      .get('preferredDuringSchedulingIgnoredDuringExecution')
      .items.map((preferred) => preferred.get('podAffinityTerm')),
  ];
  return terms.some((term) => keepsAway(pod, term));
}

/** Whether a term of an anti-affinity keeps the pods of a workload away from one another. */
function keepsAway({ metadata, resource }: Pod, term: YamlValue): boolean {
  const key = term.get('topologyKey');
  if (key.text !== undefined && !places.has(key.text)) return false;
  const namespaces = term.get('namespaces');
  const isElsewhere =
    resource.namespace !== undefined &&
    namespaces.items.length > 0 &&
    namespaces.items.every(({ text }) => text !== undefined && text !== resource.namespace);
  if (isElsewhere) return false;
  const selector = term.get('labelSelector');
  return selector.exists && LabelSelector.of(selector).matches(Labels.of(metadata.get('labels')));
}
