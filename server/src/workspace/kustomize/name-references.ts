import type { YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq, membersOf, type Node, nodeAt, nodesAt, pairAt, putPair, textOf } from './nodes.ts';
import type { Provenance } from './provenance.ts';
import type { BuildResource } from './resource.ts';

/** Fields of a pod's spec that name a resource, by its kind. */
const podReferences: Readonly<Record<string, readonly string[]>> = {
  ConfigMap: [
    'volumes/configMap/name',
    'volumes/projected/sources/configMap/name',
    'containers/env/valueFrom/configMapKeyRef/name',
    'initContainers/env/valueFrom/configMapKeyRef/name',
    'containers/envFrom/configMapRef/name',
    'initContainers/envFrom/configMapRef/name',
  ],
  Secret: [
    'volumes/secret/secretName',
    'volumes/projected/sources/secret/name',
    'containers/env/valueFrom/secretKeyRef/name',
    'initContainers/env/valueFrom/secretKeyRef/name',
    'containers/envFrom/secretRef/name',
    'initContainers/envFrom/secretRef/name',
    'imagePullSecrets/name',
  ],
  ServiceAccount: ['serviceAccountName'],
  PersistentVolumeClaim: ['volumes/persistentVolumeClaim/claimName'],
  PriorityClass: ['priorityClassName'],
};

/** Where the kinds that run pods keep the pod's spec. */
const podSpecs: Readonly<Record<string, readonly string[]>> = {
  Pod: ['spec'],
  PodTemplate: ['template', 'spec'],
  ReplicationController: ['spec', 'template', 'spec'],
  ReplicaSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
};

/** Fields of other kinds that name a resource: the kind they stand in, the field, and the kind that is named. */
const references: readonly (readonly [kind: string, path: string, named: string])[] = [
  ...['Deployment', 'ReplicationController', 'ReplicaSet', 'StatefulSet'].map(
    (named) => ['HorizontalPodAutoscaler', 'spec/scaleTargetRef/name', named] as const,
  ),
  ['Role', 'rules/resourceNames', 'ConfigMap'],
  ['ClusterRole', 'rules/resourceNames', 'ConfigMap'],
  ['Role', 'rules/resourceNames', 'Secret'],
  ['ClusterRole', 'rules/resourceNames', 'Secret'],
  ['ClusterRole', 'rules/resourceNames', 'PersistentVolume'],
  ['RoleBinding', 'roleRef/name', 'Role'],
  ['RoleBinding', 'roleRef/name', 'ClusterRole'],
  ['ClusterRoleBinding', 'roleRef/name', 'ClusterRole'],
  ['RoleBinding', 'subjects', 'ServiceAccount'],
  ['ClusterRoleBinding', 'subjects', 'ServiceAccount'],
  ['StatefulSet', 'spec/serviceName', 'Service'],
  ['Ingress', 'spec/rules/http/paths/backend/serviceName', 'Service'],
  ['Ingress', 'spec/backend/serviceName', 'Service'],
  ['Ingress', 'spec/rules/http/paths/backend/service/name', 'Service'],
  ['Ingress', 'spec/defaultBackend/service/name', 'Service'],
  ['Ingress', 'spec/tls/secretName', 'Secret'],
  ['Ingress', 'spec/ingressClassName', 'IngressClass'],
  ['APIService', 'spec/service/name', 'Service'],
  ['ValidatingWebhookConfiguration', 'webhooks/clientConfig/service', 'Service'],
  ['MutatingWebhookConfiguration', 'webhooks/clientConfig/service', 'Service'],
  ['ValidatingAdmissionPolicyBinding', 'spec/policyName', 'ValidatingAdmissionPolicy'],
  ['ServiceAccount', 'imagePullSecrets/name', 'Secret'],
  ['PersistentVolumeClaim', 'spec/volumeName', 'PersistentVolume'],
  ['PersistentVolumeClaim', 'spec/storageClassName', 'StorageClass'],
  ['PersistentVolume', 'spec/storageClassName', 'StorageClass'],
  ['PersistentVolume', 'spec/azureFile/secretName', 'Secret'],
  ['StatefulSet', 'spec/volumeClaimTemplates/spec/storageClassName', 'StorageClass'],
];

/**
 * Lets all that refers to a resource by a name it had call it by the name it has (`kustomize`, "Name references"). Runs
 * once, when all names are what they will be.
 */
export function followNames(resources: readonly BuildResource[], provenance: Provenance): void {
  const moved = resources.filter(({ previous }) => previous.length > 0);
  if (moved.length === 0) return;
  const byKind = new Map<string, BuildResource[]>();
  for (const resource of moved) byKind.set(resource.kind, [...(byKind.get(resource.kind) ?? []), resource]);
  for (const referrer of resources) {
    for (const [path, kind] of referencesOf(referrer)) {
      const candidates = byKind.get(kind);
      if (!candidates) continue;
      const steps = path.split('/');
      const field = steps.pop() ?? '';
      for (const owner of nodesAt(referrer.root, steps)) follow(referrer, owner, field, candidates, provenance);
    }
  }
}

function* referencesOf({ kind, root }: BuildResource): Generator<readonly [path: string, kind: string]> {
  for (const [owner, path, named] of references) if (owner === kind) yield [path, named];
  const spec = Object.hasOwn(podSpecs, kind) ? podSpecs[kind] : undefined;
  if (!spec || !nodeAt(root, ...spec)) return;
  for (const [named, paths] of Object.entries(podReferences)) {
    for (const path of paths) yield [[...spec, path].join('/'), named];
  }
}

function follow(
  referrer: BuildResource,
  owner: Node,
  field: string,
  candidates: readonly BuildResource[],
  provenance: Provenance,
): void {
  const pair = pairAt(owner, field);
  const { value } = pair ?? {};
  if (!pair || !value) return;
  if (isScalar(value)) {
    const referral = choose(referrer, textOf(value), candidates);
    if (referral && referral.name !== value.value) pair.value = provenance.make(referral.name, value);
  } else if (isMap(value)) {
    followObject(referrer, value as YAMLMap, candidates, provenance);
  } else if (isSeq(value)) {
    const members = membersOf(value);
    members.forEach((member, index) => {
      if (isMap(member)) followObject(referrer, member as YAMLMap, candidates, provenance);
      const referral = isScalar(member) ? choose(referrer, textOf(member), candidates) : undefined;
      if (referral) members[index] = provenance.make(referral.name, member);
    });
  }
}

/** Where a name and a namespace stand together, both follow. */
function followObject(
  referrer: BuildResource,
  object: YAMLMap,
  candidates: readonly BuildResource[],
  provenance: Provenance,
): void {
  const name = pairAt(object, 'name');
  if (!name?.value) return;
  const namespace = textOf(pairAt(object, 'namespace')?.value);
  const inOriginal = candidates.filter((one) => (one.identities[0]?.namespace || 'default') === namespace);
  const inCurrent = candidates.filter((one) => (one.namespace || 'default') === namespace);
  const near = namespace === undefined ? candidates : inOriginal.length > 0 ? inOriginal : inCurrent;
  const referral = choose(referrer, textOf(name.value), near);
  if (!referral) return;
  if (referral.name !== textOf(name.value)) name.value = provenance.make(referral.name, name.value);
  const written = nodeAt(referral.root, 'metadata', 'namespace');
  if (!written || referral.namespace === namespace) return;
  putPair(object, provenance.makePair('namespace', provenance.duplicate(written)));
}

/** The one resource that was called so before and can be meant; undefined when there is none or it cannot be told. */
function choose(
  referrer: BuildResource,
  name: string | undefined,
  candidates: readonly BuildResource[],
): BuildResource | undefined {
  const role = nodeAt(referrer.root, 'roleRef', 'kind');
  const named = candidates.filter(
    (one) =>
      one.previous.some((identity) => identity.name === name) &&
      (!role || one.kind === 'ServiceAccount' || textOf(role) === one.kind) &&
      (referrer.isClusterScoped ||
        one.isClusterScoped ||
        one.kind === 'ServiceAccount' ||
        (one.namespace || 'default') === (referrer.namespace || 'default')),
  );
  if (named.length <= 1) return named[0];
  const similar = named.filter((one) => isAlike(one, referrer, true));
  const same = similar.length > 1 ? similar.filter((one) => isAlike(one, referrer, false)) : similar;
  return same.every((one) => one.name === same[0]?.name) ? same[0] : undefined;
}

/** Whether two resources were given the same affixes, as far as both were given any. */
function isAlike(one: BuildResource, other: BuildResource, allowsNone: boolean): boolean {
  return endAlike(one.prefixes, other.prefixes, allowsNone) && endAlike(one.suffixes, other.suffixes, allowsNone);
}

function endAlike(one: readonly string[], other: readonly string[], allowsNone: boolean): boolean {
  const length = Math.min(one.length, other.length);
  if (length === 0) return allowsNone || one.length === other.length;
  return one.slice(-length).join('\0') === other.slice(-length).join('\0');
}
