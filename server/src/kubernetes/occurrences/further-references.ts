import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import { clientsIn } from './clients.ts';

/** A place that names a resource of which nobody would say that it is missing: it often comes with the cluster. */
export interface FurtherReference {
  readonly kinds: readonly string[];
  readonly group?: string | undefined;
  readonly namespace?: string | undefined;
  readonly value: YamlValue;
}

/** What a resource refers to by name beside what rules ask for (API reference, Kubernetes 1.36). */
export function furtherReferencesOf(resource: Resource): readonly FurtherReference[] {
  const { value, kind, group, namespace, isBuiltIn } = resource;
  const spec = value.get('spec');
  const claims = [
    ...(kind === 'PersistentVolumeClaim' ? [spec] : []),
    ...(kind === 'StatefulSet' ? spec.get('volumeClaimTemplates').items.map((claim) => claim.get('spec')) : []),
    ...resource.pods.flatMap((pod) =>
      pod.spec.get('volumes').items.map((volume) => volume.at('ephemeral', 'volumeClaimTemplate', 'spec')),
    ),
  ];
  return [
    ...claims.flatMap((claim) => [
      { kinds: ['StorageClass'], value: claim.get('storageClassName') },
      { kinds: ['PersistentVolume'], value: claim.get('volumeName') },
    ]),
    ...(kind === 'PersistentVolume' && isBuiltIn
      ? [
          { kinds: ['StorageClass'], value: spec.get('storageClassName') },
          {
            kinds: ['PersistentVolumeClaim'],
            value: spec.at('claimRef', 'name'),
            namespace: spec.at('claimRef', 'namespace').text,
          },
        ]
      : []),
    ...(kind === 'Ingress' && isBuiltIn ? [{ kinds: ['IngressClass'], value: spec.get('ingressClassName') }] : []),
    ...(kind === 'Application' && group === 'argoproj.io'
      ? [{ kinds: ['AppProject'], value: spec.get('project'), namespace }]
      : []),
    ...(isBuiltIn ? endpointsOf(resource) : []),
    ...(kind === 'ServiceAccount' ? secretsOf(resource) : []),
    ...clientsIn(resource).map((service) => ({
      kinds: ['Service'],
      group: '',
      value: service.get('name'),
      namespace: service.get('namespace').text,
    })),
    ...(kind === 'Role' || kind === 'ClusterRole' ? permitted(resource) : []),
  ];
}

/** The Service whose endpoints are written by hand: a Service without a selector has those of its own name. */
function endpointsOf({ value, kind, namespace }: Resource): readonly FurtherReference[] {
  const metadata = value.get('metadata');
  const slice = kind === 'EndpointSlice' ? metadata.at('labels', 'kubernetes.io/service-name') : undefined;
  const name = kind === 'Endpoints' ? metadata.get('name') : slice;
  return name ? [{ kinds: ['Service'], group: '', value: name, namespace }] : [];
}

function secretsOf({ value, namespace }: Resource): readonly FurtherReference[] {
  const listed = [...value.get('imagePullSecrets').items, ...value.get('secrets').items];
  return listed.map((secret) => ({ kinds: ['Secret'], group: '', value: secret.get('name'), namespace }));
}

/** The resources that the rules of a role are restricted to by name, where they are of one kind. */
function permitted({ value, namespace }: Resource): readonly FurtherReference[] {
  return value.get('rules').items.flatMap((rule) => {
    const kinds = rule.get('resources').items.flatMap(({ text }) => kindByPlural.get(text?.split('/')[0] ?? '') ?? []);
    const [kind] = kinds;
    if (kind === undefined || kinds.some((other) => other !== kind)) return [];
    return rule.get('resourceNames').items.map((name) => ({ kinds: [kind], value: name, namespace }));
  });
}

/** Kinds that permissions are given for by name, by how they are called in requests. */
const kindByPlural: ReadonlyMap<string, string> = new Map([
  ['configmaps', 'ConfigMap'],
  ['cronjobs', 'CronJob'],
  ['daemonsets', 'DaemonSet'],
  ['deployments', 'Deployment'],
  ['jobs', 'Job'],
  ['namespaces', 'Namespace'],
  ['persistentvolumeclaims', 'PersistentVolumeClaim'],
  ['secrets', 'Secret'],
  ['serviceaccounts', 'ServiceAccount'],
  ['services', 'Service'],
  ['statefulsets', 'StatefulSet'],
]);
