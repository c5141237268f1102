import type { SchemaView } from '../../yaml/schema/schema-view.ts';

/** Fields that most manifests have, of all kinds, in the order in which people write them. */
const common: readonly string[] = [
  [
    'apiVersion',
    'kind',
    'metadata',
    'name',
    'namespace',
    'labels',
    'annotations',
    'spec',
    'data',
    'stringData',
    'type',
  ],
  [
    'replicas',
    'selector',
    'matchLabels',
    'strategy',
    'template',
    'schedule',
    'jobTemplate',
    'rules',
    'tls',
    'subjects',
  ],
  ['roleRef', 'scaleTargetRef', 'minReplicas', 'maxReplicas', 'metrics', 'containers', 'initContainers', 'volumes'],
  ['serviceAccountName', 'image', 'imagePullPolicy', 'command', 'args', 'ports'],
  ['containerPort', 'port', 'targetPort', 'protocol', 'env', 'envFrom', 'value', 'valueFrom', 'resources'],
  ['components', 'patches', 'images', 'configMapGenerator', 'secretGenerator', 'namePrefix', 'nameSuffix', 'requests'],
  ['limits', 'cpu', 'memory', 'volumeMounts', 'mountPath', 'subPath', 'readOnly', 'livenessProbe', 'readinessProbe'],
  ['startupProbe', 'httpGet', 'path', 'configMap', 'secret', 'emptyDir', 'persistentVolumeClaim', 'configMapKeyRef'],
  ['secretKeyRef', 'key', 'ingressClassName', 'host', 'http', 'paths', 'pathType', 'backend', 'service', 'number'],
  [
    'securityContext',
    'restartPolicy',
    'runAsNonRoot',
    'runAsUser',
    'readOnlyRootFilesystem',
    'allowPrivilegeEscalation',
    'capabilities',
    'seccompProfile',
  ],
  ['accessModes', 'storageClassName', 'nodeSelector', 'tolerations', 'affinity', 'topologySpreadConstraints'],
].flat();

const places = new Map(common.map((name, place) => [name, place]));

/** The names of fields in the order in which people write them; those that few write come last, as they are. */
export function inUsualOrder(names: readonly string[]): readonly string[] {
  const place = (name: string) => places.get(name) ?? common.length;
  return names.toSorted((one, other) => place(one) - place(other));
}

/** Where a field stands among others: what has to be there first, then what most people write, what is deprecated last. */
export function rankOfField(name: string, view: SchemaView): number {
  const place = places.get(name);
  const usual = place === undefined ? 0 : place - 200;
  if (view.isRequired) return usual - 400;
  return view.isDeprecated ? 200 : usual;
}
