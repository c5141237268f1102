import type { YamlValue } from '../../yaml/value.ts';
import { LabelSelector } from '../labels.ts';
import type { Resource } from '../resource.ts';
import { type BySelector, type Owner, self } from './occurrence.ts';

/** A selector as it stands in a resource, and what it selects from. */
export interface StandingSelector {
  readonly selector: LabelSelector;
  readonly owner: Owner;
}

/**
 * The selectors of labels in a resource (API reference, Kubernetes 1.36; istio.io, 1.27; prometheus-operator.dev, v1).
 * That of a workload is for its own pods.
 */
export function selectorsIn(resource: Resource): readonly StandingSelector[] {
  const { value, kind, group, isBuiltIn } = resource;
  const spec = value.get('spec');
  if (resource.pods.length > 0 || workloadsWithSelector.has(kind)) {
    return [...ownSelector(resource), ...resource.pods.flatMap((pod) => placement(pod.spec, resource))];
  }
  if (group.endsWith('istio.io')) return selectorsOfIstio(resource);
  if (group === 'monitoring.coreos.com') return selectorsOfPrometheus(resource);
  if (!isBuiltIn) return [];
  switch (kind) {
    case 'Service':
      return [podsByMap(spec.get('selector'), resource)];
    case 'PodDisruptionBudget':
      return [pods(spec.get('selector'), resource)];
    case 'NetworkPolicy':
      return selectorsOfPolicy(resource);
    case 'PersistentVolumeClaim':
      return [resources(spec.get('selector'), ['PersistentVolume'])];
    case 'ClusterRole':
      return value
        .at('aggregationRule', 'clusterRoleSelectors')
        .items.map((selector) => resources(selector, ['ClusterRole']));
    case 'MutatingWebhookConfiguration':
    case 'ValidatingWebhookConfiguration':
      return value.get('webhooks').items.map((webhook) => resources(webhook.get('namespaceSelector'), ['Namespace']));
    default:
      return [];
  }
}

/** Kinds of which a patch may have the selector alone. */
const workloadsWithSelector: ReadonlySet<string> = new Set([
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'Rollout',
  'StatefulSet',
]);

function ownSelector({ value, kind }: Resource): readonly StandingSelector[] {
  const selector = value.at('spec', 'selector');
  if (!selector.isMap) return [];
  const isMap = kind === 'ReplicationController';
  return [{ selector: isMap ? LabelSelector.ofMap(selector) : LabelSelector.of(selector), owner: self }];
}

/** Beside which other pods a pod is placed, and apart from which. */
function placement(spec: YamlValue, resource: Resource): readonly StandingSelector[] {
  const affinities = [spec.at('affinity', 'podAffinity'), spec.at('affinity', 'podAntiAffinity')];
  const terms = affinities.flatMap((affinity) => [
    ...affinity.get('requiredDuringSchedulingIgnoredDuringExecution').items,
    ...affinity
      .get('preferredDuringSchedulingIgnoredDuringExecution')
      .items.map((preferred) => preferred.get('podAffinityTerm')),
  ]);
  return [
    ...spec.get('topologySpreadConstraints').items.map((one) => pods(one.get('labelSelector'), resource)),
    ...terms.map((term) => {
      const isElsewhere = term.get('namespaces').exists || term.get('namespaceSelector').exists;
      return pods(term.get('labelSelector'), isElsewhere ? undefined : resource);
    }),
  ];
}

function selectorsOfPolicy(resource: Resource): readonly StandingSelector[] {
  const spec = resource.value.get('spec');
  const peers = [
    ...spec.get('ingress').items.flatMap((rule) => rule.get('from').items),
    ...spec.get('egress').items.flatMap((rule) => rule.get('to').items),
  ];
  return [
    pods(spec.get('podSelector'), resource),
    ...peers.flatMap((peer) => [
      pods(peer.get('podSelector'), peer.get('namespaceSelector').exists ? undefined : resource),
      resources(peer.get('namespaceSelector'), ['Namespace']),
    ]),
  ];
}

function selectorsOfIstio(resource: Resource): readonly StandingSelector[] {
  const { value, kind, group } = resource;
  const spec = value.get('spec');
  if (kind === 'Gateway' && group === 'networking.istio.io') return [podsByMap(spec.get('selector'), undefined)];
  return [
    podsByMap(spec.at('selector', 'matchLabels'), resource),
    podsByMap(spec.at('workloadSelector', 'labels'), resource),
    ...spec.get('subsets').items.map((subset) => podsByMap(subset.get('labels'), resource)),
  ];
}

function selectorsOfPrometheus(resource: Resource): readonly StandingSelector[] {
  const { value, kind } = resource;
  const spec = value.get('spec');
  const isElsewhere = spec.get('namespaceSelector').exists;
  if (kind === 'PodMonitor') return [pods(spec.get('selector'), isElsewhere ? undefined : resource)];
  if (kind === 'ServiceMonitor') {
    return [resources(spec.get('selector'), ['Service'], isElsewhere ? undefined : resource.namespace)];
  }
  return [
    resources(spec.get('serviceMonitorSelector'), ['ServiceMonitor']),
    resources(spec.get('podMonitorSelector'), ['PodMonitor']),
    resources(spec.get('probeSelector'), ['Probe']),
    resources(spec.get('ruleSelector'), ['PrometheusRule']),
    resources(spec.get('alertmanagerConfigSelector'), ['AlertmanagerConfig']),
  ];
}

function pods(value: YamlValue, within: Resource | undefined): StandingSelector {
  const selector = LabelSelector.of(value);
  return { selector, owner: selected(selector, 'pods', within?.namespace) };
}

function podsByMap(value: YamlValue, within: Resource | undefined): StandingSelector {
  const selector = LabelSelector.ofMap(value);
  return { selector, owner: selected(selector, 'pods', within?.namespace) };
}

function resources(value: YamlValue, kinds: readonly string[], namespace?: string): StandingSelector {
  const selector = LabelSelector.of(value);
  return { selector, owner: selected(selector, kinds, namespace) };
}

/** In which resources there is what a selector selects. */
export function selected(
  selector: LabelSelector,
  selects: BySelector['selects'],
  namespace: string | undefined,
): BySelector {
  return { by: 'selector', selector, selects, namespace };
}
