import type { ResourceReference } from '../../kubernetes/references/index.ts';
import type { Resource } from '../../kubernetes/resource.ts';

/** The peers' names for references of products that extend Kubernetes, by the kinds from which and to which they lead. */
const ofProducts: Readonly<Record<string, readonly string[]>> = {
  'Certificate Issuer': ['kubevious/certificate-to-issuer-ref'],
  'Certificate ClusterIssuer': ['kubevious/certificate-to-issuer-ref'],
  'Ingress Issuer': ['kubevious/ingress-to-cert-issuer-ref'],
  'Ingress ClusterIssuer': ['kubevious/ingress-to-cert-issuer-ref'],
  'VirtualService Gateway': ['kubevious/virtual-service-to-gateway-ref'],
  'KongConsumer Secret': ['kubevious/consumer-to-credential-secret-ref'],
  'Rollout AnalysisTemplate': ['kubevious/rollout-analysis-template-ref'],
  'Rollout ClusterAnalysisTemplate': ['kubevious/rollout-analysis-template-ref'],
  'SQLDatabase SQLInstance': ['kubevious/sql-database-to-instance-ref'],
  'SQLUser SQLInstance': ['kubevious/sql-user-to-instance-ref'],
  'SQLUser Secret': ['kubevious/sql-user-to-password-secret-ref'],
};

/** Under these names polaris also tells of a binding whose role is missing. */
const ofRoles: Readonly<Record<string, readonly string[]>> = {
  'ClusterRoleBinding ClusterRole': [
    'polaris/clusterrolebindingClusterAdmin',
    'polaris/clusterrolebindingPodExecAttach',
  ],
  'RoleBinding ClusterRole': [
    'polaris/rolebindingClusterAdminClusterRole',
    'polaris/rolebindingClusterRolePodExecAttach',
  ],
  'RoleBinding Role': ['polaris/rolebindingClusterAdminRole', 'polaris/rolebindingRolePodExecAttach'],
};

/** The peers' names for a reference of one kind to another. */
export function aliasesOf({ kind, group }: Resource, { kinds, key, value }: ResourceReference): readonly string[] {
  const [to = ''] = kinds;
  const byKinds = `${kind} ${to}`;
  if (Object.hasOwn(ofProducts, byKinds)) return ofProducts[byKinds] ?? [];
  if (to === 'KongPlugin') return ['kubevious/plugin-ref'];
  if (group.includes('.') && !group.endsWith('.k8s.io') && !value.path.includes('.containers[')) return [];
  if (kind === 'Ingress' && to === 'Service') {
    return [
      'kube-linter/dangling-ingress',
      'kube-score/ingress-targets-service',
      'kubevious/ingress-service-ref',
      'monokle/LNK001',
      'kubescape/C-0298',
    ];
  }
  if (kind === 'HorizontalPodAutoscaler') {
    return [
      'kube-linter/dangling-horizontalpodautoscaler',
      'kube-score/horizontalpodautoscaler-has-target',
      'kics/HPA Targets Invalid Object',
      'kubevious/hpa-scale-target-ref',
      'monokle/LNK001',
    ];
  }
  if (kind === 'StatefulSet' && to === 'Service') {
    return ['kube-score/statefulset-has-servicename', 'kics/StatefulSets Without Service Name'];
  }
  const route = { Gateway: 'kubevious/gateway-ref', Service: 'kubevious/backend-ref' }[to];
  if (kind.endsWith('Route') && route) return [route];
  if (kind === 'Gateway') return [to === 'GatewayClass' ? 'kubevious/gateway-class-ref' : 'kubevious/certificate-ref'];
  if (kind.endsWith('RoleBinding')) {
    if (to === 'ServiceAccount') return ['kubevious/role-binding-service-account-ref', 'monokle/LNK001'];
    return ['kubevious/role-binding-role-ref', 'monokle/LNK001', ...(ofRoles[`${kind} ${to}`] ?? [])];
  }
  if (to === 'ServiceAccount') {
    return ['kube-linter/non-existent-service-account', 'kubevious/service-account-ref', 'monokle/LNK001'];
  }
  if (to === 'PersistentVolumeClaim') return ['kubevious/volume-pvc-ref', 'monokle/LNK001'];
  const sort = to === 'ConfigMap' ? 'config-map' : 'secret';
  const { path } = value;
  if (path.includes('.volumes[')) return [`kubevious/volume-${sort}-ref`, 'monokle/LNK001'];
  if (path.includes('.envFrom[')) return [`kubevious/env-from-${sort}-ref`, 'monokle/LNK001'];
  return key ? ['kube-linter/env-value-from', `kubevious/env-${sort}-ref`, 'monokle/LNK001'] : ['monokle/LNK001'];
}
