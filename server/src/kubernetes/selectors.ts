import type { YamlValue } from '../yaml/value.ts';
import { LabelSelector } from './labels.ts';
import type { Resource } from './resource.ts';

/** A place in a resource where others are selected by their labels. */
export interface SelectorPlace {
  readonly selector: LabelSelector;
  /** The value it was read from; its key is what the selector is called there. */
  readonly value: YamlValue;
  readonly selects: 'pods' | 'services';
  /** The namespace that is looked in; undefined when that is decided on applying, or when there may be several. */
  readonly namespace: string | undefined;
}

/**
 * The places where a resource selects others than the pods it makes itself (API reference, Kubernetes 1.36;
 * prometheus-operator.dev, v1; istio.io, 1.29). A selector that asks for nothing is among them.
 */
export function selectorsOf(resource: Resource): readonly SelectorPlace[] {
  const found = [...ownSelectors(resource), ...resource.pods.flatMap(({ spec }) => spreadSelectors(spec))];
  return found.map(
    ({ selects = 'pods', isAnywhere, selector, value }): SelectorPlace => ({
      selector,
      value,
      selects,
      namespace: isAnywhere ? undefined : resource.namespace,
    }),
  );
}

interface Found {
  readonly selector: LabelSelector;
  readonly value: YamlValue;
  readonly selects?: SelectorPlace['selects'];
  readonly isAnywhere?: boolean;
}

function ownSelectors({ kind, group, value, isBuiltIn }: Resource): readonly Found[] {
  const spec = value.get('spec');
  if (isBuiltIn) {
    if (kind === 'Service') return byMap(spec.get('selector'));
    if (kind === 'PodDisruptionBudget') return byLabels(spec.get('selector'));
    if (kind === 'NetworkPolicy') return [...byLabels(spec.get('podSelector')), ...peersOf(spec)];
    return [];
  }
  if (group === 'monitoring.coreos.com') {
    const isAnywhere = spec.get('namespaceSelector').exists;
    if (kind === 'PodMonitor') return byLabels(spec.get('selector'), { isAnywhere });
    if (kind === 'ServiceMonitor') return byLabels(spec.get('selector'), { isAnywhere, selects: 'services' });
  }
  if (group === 'networking.istio.io') {
    if (kind === 'Gateway') return byMap(spec.get('selector'), { isAnywhere: true });
    return byMap(spec.at('workloadSelector', 'labels'));
  }
  return group === 'security.istio.io' ? byLabels(spec.get('selector')) : [];
}

/** The pods a NetworkPolicy allows connections from and to. */
function peersOf(spec: YamlValue): readonly Found[] {
  const peers = [
    ...spec.get('ingress').items.flatMap((rule) => rule.get('from').items),
    ...spec.get('egress').items.flatMap((rule) => rule.get('to').items),
  ];
  return peers.flatMap((peer) =>
    byLabels(peer.get('podSelector'), { isAnywhere: peer.get('namespaceSelector').exists }),
  );
}

/** The pods that those of a workload are spread among, kept near or kept away from. */
function spreadSelectors(spec: YamlValue): readonly Found[] {
  const terms = ['podAffinity', 'podAntiAffinity'].flatMap((sort) => {
    const affinity = spec.at('affinity', sort);
    return [
      ...affinity.get('requiredDuringSchedulingIgnoredDuringExecution').items,
      ...affinity
        .get('preferredDuringSchedulingIgnoredDuringExecution')
        .items.map((preferred) => preferred.get('podAffinityTerm')),
    ];
  });
  return [
    ...spec.get('topologySpreadConstraints').items.flatMap((one) => byLabels(one.get('labelSelector'))),
    ...terms.flatMap((term) => {
      const isAnywhere = term.get('namespaces').exists || term.get('namespaceSelector').exists;
      return byLabels(term.get('labelSelector'), { isAnywhere });
    }),
  ];
}

/** A selector with `matchLabels` and `matchExpressions`, where there is one. */
function byLabels(value: YamlValue, more: Partial<Found> = {}): readonly Found[] {
  return value.isMap ? [{ selector: LabelSelector.of(value), value, ...more }] : [];
}

/** A selector that is a map of labels, where there is one. */
function byMap(value: YamlValue, more: Partial<Found> = {}): readonly Found[] {
  return value.isMap ? [{ selector: LabelSelector.ofMap(value), value, ...more }] : [];
}
