import type { Resource } from '../resource.ts';
import { lifetimeOfKind } from '../schema/history.ts';
import { isAtLeast, type Release } from './release.ts';

/** What became of a kind in an API version that Kubernetes retires. */
export interface Retirement {
  readonly apiVersion: string;
  readonly kinds: readonly string[];
  /** The release since which it is deprecated. */
  readonly deprecated: Release;
  /** The release that no longer serves it; undefined as long as none is named. */
  readonly removed?: Release;
  /** The API version to use instead; undefined when there is none. */
  readonly replacement?: string;
  /** The release since which the replacement is served. */
  readonly available?: Release;
  /** What to use instead where that is another kind, or nothing of the same sort. */
  readonly instead?: string;
}

const podSecurity = 'Pod Security Admission or an admission policy';
const claims = 'the device requests of resource.k8s.io/v1';

/**
 * Facts from the "Deprecated API Migration Guide" of Kubernetes, and for what is younger than it from the lifecycle that
 * the API types declare (Kubernetes 1.36). Of alpha versions only those are here that people have used.
 */
const retirements: readonly Retirement[] = [
  row('extensions/v1beta1', 'DaemonSet Deployment ReplicaSet', '1.9', '1.16', 'apps/v1', '1.9'),
  row('extensions/v1beta1', 'NetworkPolicy', '1.9', '1.16', 'networking.k8s.io/v1', '1.8'),
  row('extensions/v1beta1', 'Ingress', '1.14', '1.22', 'networking.k8s.io/v1', '1.19'),
  gone('extensions/v1beta1', 'PodSecurityPolicy', '1.10', '1.16', podSecurity),
  row('apps/v1beta1', 'ControllerRevision Deployment StatefulSet', '1.9', '1.16', 'apps/v1', '1.9'),
  row(
    'apps/v1beta2',
    'ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet',
    '1.9',
    '1.16',
    'apps/v1',
    '1.9',
  ),
  row(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration',
    '1.16',
    '1.22',
    'admissionregistration.k8s.io/v1',
    '1.16',
  ),
  row(
    'admissionregistration.k8s.io/v1alpha1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    '1.29',
    '1.32',
    'admissionregistration.k8s.io/v1',
    '1.30',
  ),
  row(
    'admissionregistration.k8s.io/v1beta1',
    'ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
    '1.31',
    '1.34',
    'admissionregistration.k8s.io/v1',
    '1.30',
  ),
  row(
    'admissionregistration.k8s.io/v1beta1',
    'MutatingAdmissionPolicy MutatingAdmissionPolicyBinding',
    '1.37',
    '1.40',
    'admissionregistration.k8s.io/v1',
    '1.36',
  ),
  row('apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition', '1.16', '1.22', 'apiextensions.k8s.io/v1', '1.16'),
  row('apiregistration.k8s.io/v1beta1', 'APIService', '1.19', '1.22', 'apiregistration.k8s.io/v1', '1.10'),
  row('authentication.k8s.io/v1alpha1', 'SelfSubjectReview', '1.29', '1.32', 'authentication.k8s.io/v1', '1.28'),
  row('authentication.k8s.io/v1beta1', 'SelfSubjectReview', '1.30', '1.33', 'authentication.k8s.io/v1', '1.28'),
  row('authentication.k8s.io/v1beta1', 'TokenReview', '1.19', '1.22', 'authentication.k8s.io/v1', '1.6'),
  row(
    'authorization.k8s.io/v1beta1',
    'LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
    '1.19',
    '1.22',
    'authorization.k8s.io/v1',
    '1.6',
  ),
  row('autoscaling/v2beta1', 'HorizontalPodAutoscaler', '1.22', '1.25', 'autoscaling/v2', '1.23'),
  row('autoscaling/v2beta2', 'HorizontalPodAutoscaler', '1.23', '1.26', 'autoscaling/v2', '1.23'),
  row('batch/v1beta1', 'CronJob', '1.21', '1.25', 'batch/v1', '1.21'),
  row('batch/v2alpha1', 'CronJob', '1.21', '1.21', 'batch/v1', '1.21'),
  row('certificates.k8s.io/v1beta1', 'CertificateSigningRequest', '1.19', '1.22', 'certificates.k8s.io/v1', '1.19'),
  row('coordination.k8s.io/v1beta1', 'Lease', '1.19', '1.22', 'coordination.k8s.io/v1', '1.14'),
  row('discovery.k8s.io/v1beta1', 'EndpointSlice', '1.21', '1.25', 'discovery.k8s.io/v1', '1.21'),
  row('events.k8s.io/v1beta1', 'Event', '1.22', '1.25', 'events.k8s.io/v1', '1.19'),
  row(
    'flowcontrol.apiserver.k8s.io/v1beta1',
    'FlowSchema PriorityLevelConfiguration',
    '1.23',
    '1.26',
    'flowcontrol.apiserver.k8s.io/v1',
    '1.29',
  ),
  row(
    'flowcontrol.apiserver.k8s.io/v1beta2',
    'FlowSchema PriorityLevelConfiguration',
    '1.26',
    '1.29',
    'flowcontrol.apiserver.k8s.io/v1',
    '1.29',
  ),
  row(
    'flowcontrol.apiserver.k8s.io/v1beta3',
    'FlowSchema PriorityLevelConfiguration',
    '1.29',
    '1.32',
    'flowcontrol.apiserver.k8s.io/v1',
    '1.29',
  ),
  row('networking.k8s.io/v1beta1', 'Ingress IngressClass', '1.19', '1.22', 'networking.k8s.io/v1', '1.19'),
  row('networking.k8s.io/v1alpha1', 'IPAddress ServiceCIDR', '1.30', '1.33', 'networking.k8s.io/v1', '1.33'),
  gone('networking.k8s.io/v1alpha1', 'ClusterCIDR', '1.28', '1.29', 'the ranges that the network plugin is told'),
  row('networking.k8s.io/v1beta1', 'IPAddress ServiceCIDR', '1.34', '1.37', 'networking.k8s.io/v1', '1.33'),
  row('node.k8s.io/v1alpha1', 'RuntimeClass', '1.20', '1.24', 'node.k8s.io/v1', '1.20'),
  row('node.k8s.io/v1beta1', 'RuntimeClass', '1.22', '1.25', 'node.k8s.io/v1', '1.20'),
  row('policy/v1beta1', 'Eviction PodDisruptionBudget', '1.21', '1.25', 'policy/v1', '1.21'),
  gone('policy/v1beta1', 'PodSecurityPolicy', '1.21', '1.25', podSecurity),
  row(
    'rbac.authorization.k8s.io/v1alpha1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    '1.17',
    '1.22',
    'rbac.authorization.k8s.io/v1',
    '1.8',
  ),
  row(
    'rbac.authorization.k8s.io/v1beta1',
    'ClusterRole ClusterRoleBinding Role RoleBinding',
    '1.17',
    '1.22',
    'rbac.authorization.k8s.io/v1',
    '1.8',
  ),
  gone(
    'resource.k8s.io/v1alpha1',
    'PodScheduling ResourceClaim ResourceClaimTemplate ResourceClass',
    '1.27',
    '1.27',
    claims,
  ),
  gone(
    'resource.k8s.io/v1alpha2',
    'PodSchedulingContext ResourceClaim ResourceClaimParameters ResourceClaimTemplate ResourceClass ResourceClassParameters ResourceSlice',
    '1.31',
    '1.31',
    claims,
  ),
  gone('resource.k8s.io/v1alpha3', 'PodSchedulingContext', '1.32', '1.32', claims),
  row(
    'resource.k8s.io/v1alpha3',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    '1.34',
    '1.34',
    'resource.k8s.io/v1',
    '1.34',
  ),
  row(
    'resource.k8s.io/v1beta1',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    '1.35',
    '1.38',
    'resource.k8s.io/v1',
    '1.34',
  ),
  row(
    'resource.k8s.io/v1beta2',
    'DeviceClass ResourceClaim ResourceClaimTemplate ResourceSlice',
    '1.36',
    '1.39',
    'resource.k8s.io/v1',
    '1.34',
  ),
  row('scheduling.k8s.io/v1alpha1', 'PriorityClass', '1.14', '1.17', 'scheduling.k8s.io/v1', '1.14'),
  row('scheduling.k8s.io/v1beta1', 'PriorityClass', '1.14', '1.22', 'scheduling.k8s.io/v1', '1.14'),
  row('storage.k8s.io/v1beta1', 'CSIDriver', '1.19', '1.22', 'storage.k8s.io/v1', '1.18'),
  row('storage.k8s.io/v1beta1', 'CSINode', '1.17', '1.22', 'storage.k8s.io/v1', '1.17'),
  row('storage.k8s.io/v1beta1', 'StorageClass', '1.19', '1.22', 'storage.k8s.io/v1', '1.6'),
  row('storage.k8s.io/v1beta1', 'VolumeAttachment', '1.19', '1.22', 'storage.k8s.io/v1', '1.13'),
  row('storage.k8s.io/v1beta1', 'CSIStorageCapacity', '1.24', '1.27', 'storage.k8s.io/v1', '1.24'),
  row('storage.k8s.io/v1alpha1', 'VolumeAttributesClass', '1.32', '1.35', 'storage.k8s.io/v1', '1.34'),
  row('storage.k8s.io/v1beta1', 'VolumeAttributesClass', '1.34', '1.37', 'storage.k8s.io/v1', '1.34'),
  gone('scheduling.k8s.io/v1alpha1', 'Workload', '1.36', '1.36', 'scheduling.k8s.io/v1alpha2'),
  gone(
    'storagemigration.k8s.io/v1alpha1',
    'StorageVersionMigration',
    '1.33',
    '1.35',
    'storagemigration.k8s.io/v1beta1',
  ),
  gone('settings.k8s.io/v1alpha1', 'PodPreset', '1.20', '1.20', 'a mutating admission policy or webhook'),
  gone('auditregistration.k8s.io/v1alpha1', 'AuditSink', '1.19', '1.19', 'the audit webhook of the API server'),
  gone('v1', 'ComponentStatus', '1.19', undefined, 'the health endpoints of the components'),
  gone('v1', 'Endpoints', '1.33', undefined, 'an EndpointSlice of discovery.k8s.io/v1'),
];

const byApi = new Map(
  retirements.flatMap((one) => one.kinds.map((kind) => [`${one.apiVersion} ${kind}`, one] as const)),
);

/** What became of a kind in an API version; undefined for what is served as it is, and what is not Kubernetes' own. */
export function retirementOf(apiVersion: string, kind: string): Retirement | undefined {
  return byApi.get(`${apiVersion} ${kind.replace(/(?<=.)List$/, '')}`);
}

/** The same for a resource, if it is deprecated or removed in a version of Kubernetes. */
export function retirementIn({ apiVersion, kind }: Resource, kubernetesVersion: string): Retirement | undefined {
  const retirement = retirementOf(apiVersion, kind);
  return retirement && isAtLeast(kubernetesVersion, retirement.deprecated) ? retirement : undefined;
}

const availability = new Map(
  retirements.flatMap(({ kinds, replacement, available }) =>
    kinds.map((kind) => [`${replacement} ${kind}`, available] as const),
  ),
);

/** The release since which a kind is served in an API version, where it is younger than 1.25 or replaces another. */
export function availableSince(apiVersion: string, kind: string): Release | undefined {
  return lifetimeOfKind(apiVersion, kind)?.since ?? availability.get(`${apiVersion} ${kind}`);
}

function row(
  apiVersion: string,
  kinds: string,
  deprecated: Release,
  removed: Release,
  replacement: string,
  available: Release,
): Retirement {
  return { apiVersion, kinds: kinds.split(' '), deprecated, removed, replacement, available };
}

/** Kinds that nothing of their sort replaces. */
function gone(
  apiVersion: string,
  kinds: string,
  deprecated: Release,
  removed: Release | undefined,
  instead: string,
): Retirement {
  return { apiVersion, kinds: kinds.split(' '), deprecated, ...(removed && { removed }), instead };
}
