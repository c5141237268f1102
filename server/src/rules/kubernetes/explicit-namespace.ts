import * as z from 'zod';
import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { workloadKinds } from '../../kubernetes/workloads.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  namespace: z.string().default('').describe('The namespace that the fix puts in; without it there is no fix.'),
});

/** Kinds that live in a namespace and that the peers look at. */
const kinds = [
  'ConfigMap',
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Ingress',
  'Job',
  'Pod',
  'ReplicaSet',
  'ReplicationController',
  'Role',
  'RoleBinding',
  'Secret',
  'Service',
  'ServiceAccount',
  'StatefulSet',
];

export default manifestRule({
  id: 'explicit-namespace',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Keep things out of the namespace "default"',
  why: 'Quotas, network policies, roles and clean-up work by namespace. What lies in `default` shares all of them with whatever else was applied without a thought. Manifests that name no namespace get it from who applies them, or from Kustomize or Helm; this is heard of only under the preset `all`.',
  aliases: [
    'kube-linter/use-namespace',
    'trivy/KSV-0110',
    'checkov/CKV_K8S_21',
    'kics/Using Default Namespace',
    'kubescape/C-0061',
    'datree/WORKLOAD_INCORRECT_NAMESPACE_VALUE_DEFAULT',
  ],
  options,
  fix: 'suggested',
  fixing: 'Sets the namespace of the option `namespace`. Without it there is no fix, because none can be known.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: default\n',
      fixed: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\n',
      options: { namespace: 'shop' },
    },
    {
      bad: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  labels: {}\n',
      fixed: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\n  labels: {}\n',
      preset: 'all',
      options: { namespace: 'shop' },
    },
    { good: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n  namespace: shop\n' },
    { good: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: web\n' },
  ],
  check({ manifest, options: { namespace }, report }) {
    for (const resource of manifest.ofKind(...kinds)) {
      const written = resource.value.at('metadata', 'namespace');
      const isApiServer = resource.kind === 'Service' && resource.name === 'kubernetes';
      if (isApiServer || (written.exists && written.text !== 'default')) continue;
      const finding = written.exists
        ? report(
            written.span ?? resource.span,
            `${resource.label} lives in the namespace "default", which everybody shares: give it one of its own`,
          ).as(...namesFor(resource, true))
        : report(resource.span, `${resource.label} names no namespace: where it goes depends on who applies it`)
            .as(...namesFor(resource, false))
            .grade('hint')
            .onlyIn('all');
      if (namespace !== '')
        finding.fix(`Set namespace: ${namespace}`, () =>
          setField(resource.value.get('metadata'), ['namespace'], namespace, { after: ['name'] }),
        );
    }
  },
});

function namesFor({ kind }: Resource, isWritten: boolean): readonly string[] {
  const isWorkload = workloadKinds.includes(kind);
  return [
    'checkov/CKV_K8S_21',
    'kics/Using Default Namespace',
    ...(isWorkload || kind === 'Service' ? ['kube-linter/use-namespace'] : []),
    ...(isWorkload ? ['trivy/KSV-0110', 'kubescape/C-0061'] : []),
    ...(isWorkload && isWritten ? ['datree/WORKLOAD_INCORRECT_NAMESPACE_VALUE_DEFAULT'] : []),
  ];
}
