import { type Built, together } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'exposed-service',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Know which services can be reached from outside',
  why: 'A NodePort opens a port on every node, past the Ingress with its TLS, its authentication and its limits, and often past network policies, because the sender is another by then. A LoadBalancer is an address of its own, on most clouds a public one that costs. Most services are asked by other pods only, for which ClusterIP is enough; what is for the world goes through an Ingress or a Gateway.',
  lesson: 'contracts',
  aliases: [
    'kube-linter/exposed-services',
    'kube-score/service-type',
    'kics/Service Type is NodePort',
    'kics/Service With External Load Balance',
    'kics/Ingress Controller Exposes Workload',
    'monokle/KBP114',
    'datree/SERVICE_INCORRECT_TYPE_VALUE_NODEPORT',
  ],
  fix: 'manual',
  fixing:
    'Makes it a ClusterIP and takes away what only other types may have. Who asked it from outside needs another way.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: NodePort\n  externalTrafficPolicy: Local\n  ports:\n    - port: 80\n      nodePort: 30080\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: ClusterIP\n  ports:\n    - port: 80\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: LoadBalancer\n  ports:\n    - port: 80\n',
      fixed:
        'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: ClusterIP\n  ports:\n    - port: 80\n',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    networking.gke.io/load-balancer-type: Internal\nspec:\n  type: LoadBalancer\n  ports:\n    - port: 80\n',
      note: 'It is for the network around the cluster only.',
    },
    { good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n' },
  ],
  check({ manifest, report }) {
    for (const service of manifest.ofKind('Service')) {
      const type = service.value.at('spec', 'type');
      if (!type.span) continue;
      const makeInternal = () => toClusterIp(service);
      if (type.text === 'NodePort') {
        report(
          type.span,
          `${service.label} opens a port on every node: let other pods use a ClusterIP, and the world an Ingress`,
        )
          .as(
            'kube-linter/exposed-services',
            'kube-score/service-type',
            'kics/Service Type is NodePort',
            'monokle/KBP114',
            'datree/SERVICE_INCORRECT_TYPE_VALUE_NODEPORT',
          )
          .fix('Make it a ClusterIP', makeInternal);
      } else if (type.text === 'LoadBalancer') {
        const finding = report(
          type.span,
          `${service.label} has an address of its own outside the cluster: see that it is meant to be public`,
        )
          .as('kube-linter/exposed-services', 'kics/Service With External Load Balance', 'monokle/KBP114')
          .fix('Make it a ClusterIP', makeInternal);
        if (isRestricted(service)) finding.onlyIn('all').grade('hint');
      }
    }
    for (const ingress of manifest.ofKind('Ingress')) {
      if (ingress.isPartial || !ingress.value.at('spec', 'rules').exists) continue;
      report(ingress.span, `${ingress.label} lets the world reach the services it names`)
        .as('kics/Ingress Controller Exposes Workload')
        .onlyIn('all')
        .grade('hint');
    }
  },
});

/** Whether only some can reach a load balancer: those of the network around the cluster, or of some addresses. */
function isRestricted({ value }: Resource): boolean {
  if (value.at('spec', 'loadBalancerSourceRanges').exists) return true;
  return value
    .at('metadata', 'annotations')
    .entries.some(
      ([name, { text = '' }]) =>
        (/load-?balancer/i.test(name) && /internal/i.test(`${name} ${text}`) && !/^(?:false|external)$/i.test(text)) ||
        (/scheme$/.test(name) && text === 'internal') ||
        /source-ranges/.test(name),
    );
}

/** Fields that the API server refuses in a Service of the type ClusterIP (API reference, Kubernetes 1.36). */
const fieldsOfOtherTypes = [
  'externalTrafficPolicy',
  'healthCheckNodePort',
  'allocateLoadBalancerNodePorts',
  'loadBalancerClass',
  'loadBalancerIP',
  'loadBalancerSourceRanges',
];

function toClusterIp({ value }: Resource): Built {
  const spec = value.get('spec');
  const needless = [
    ...fieldsOfOtherTypes.map((field) => spec.get(field)),
    ...spec.get('ports').items.map((port) => port.get('nodePort')),
  ].filter(({ hasKey }) => hasKey);
  return together(setField(spec, ['type'], 'ClusterIP'), ...needless.map(removeValue));
}
