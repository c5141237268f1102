/**
 * By what the members of a list are told apart in a strategic merge patch (`x-kubernetes-patch-merge-key` of the
 * OpenAPI specification, and `x-kubernetes-list-map-keys` where there are several). Lists that have none are replaced.
 */
export function mergeKeysOf(kind: string, path: readonly string[]): readonly string[] | undefined {
  const field = path.at(-1) ?? '';
  const owner = path.at(-2) ?? '';
  if (field === 'ownerReferences' && owner === 'metadata') return ['uid'];
  if (path.length === 2 && owner === 'spec' && field === 'ports' && kind === 'Service') return ['port', 'protocol'];
  if (path.length === 1 && field === 'webhooks') return ['name'];
  if (path.length === 1 && kind === 'ServiceAccount') return field === 'secrets' ? ['name'] : undefined;
  if (containerLists.has(owner)) return containerKeys.get(field);
  return owner === 'spec' && podKinds.has(kind) && isPodSpec(kind, path.length) ? podKeys.get(field) : undefined;
}

/** Lists of plain values that a strategic merge patch adds to. */
export function isMergedSet(path: readonly string[]): boolean {
  return path.at(-1) === 'finalizers' && path.at(-2) === 'metadata';
}

/** Whether the schema of a kind is known, so that its lists can be merged: Kubernetes' own kinds alone. */
export function hasMergeKeys(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io');
}

/** How deep the fields of a pod's spec lie in each kind that has one. */
const podKinds: ReadonlyMap<string, number> = new Map([
  ['Pod', 2],
  ['PodTemplate', 3],
  ['ReplicationController', 4],
  ['ReplicaSet', 4],
  ['Deployment', 4],
  ['StatefulSet', 4],
  ['DaemonSet', 4],
  ['Job', 4],
  ['CronJob', 6],
]);

function isPodSpec(kind: string, depth: number): boolean {
  return podKinds.get(kind) === depth;
}

const podKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['containers', ['name']],
  ['initContainers', ['name']],
  ['ephemeralContainers', ['name']],
  ['volumes', ['name']],
  ['imagePullSecrets', ['name']],
  ['hostAliases', ['ip']],
  ['topologySpreadConstraints', ['topologyKey', 'whenUnsatisfiable']],
]);

const containerLists: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

const containerKeys: ReadonlyMap<string, readonly string[]> = new Map([
  ['env', ['name']],
  ['ports', ['containerPort', 'protocol']],
  ['volumeMounts', ['mountPath']],
  ['volumeDevices', ['devicePath']],
]);
