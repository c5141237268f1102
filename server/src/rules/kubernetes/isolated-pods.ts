import { type Built, Refusal } from '../../core/fix.ts';
import type { Labels } from '../../kubernetes/labels.ts';
import { initialPolicyFor, NetworkPolicy } from '../../kubernetes/network-policy.ts';
import { declareBehind } from '../../kubernetes/new-resource.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { SelectorIndex } from '../../kubernetes/selector-index.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { perNeighbourhood } from '../../workspace/manifests/per-neighbourhood.ts';
import { mayShareNamespace } from '../../workspace/manifests/resource-index.ts';
import { manifestRule } from '../define.ts';

const ofBoth = ['kube-score/pod-networkpolicy', 'polaris/missingNetworkPolicy'];
const ofAny = [
  'kube-linter/non-isolated-pod',
  ...ofBoth,
  'checkov/CKV2_K8S_6',
  'kics/Pod Misconfigured NetworkPolicy',
  'kubescape/C-0260',
];

const workload =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: nginx:1.30\n          ports:\n            - name: http\n              containerPort: 8080\n';
const initial =
  '---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: web\nspec:\n  podSelector:\n    matchLabels:\n      app: web\n  policyTypes:\n  - Ingress\n  - Egress\n  ingress:\n  - from:\n    - podSelector: {}\n    ports:\n    - port: 8080\n  egress:\n  - to:\n    - podSelector: {}\n  - to:\n    - namespaceSelector: {}\n    ports:\n    - port: 53\n      protocol: UDP\n    - port: 53\n      protocol: TCP\n';
const deny =
  'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: deny\nspec:\n  podSelector: {}\n  policyTypes: [Ingress, Egress]\n';

/** Policies of network plugins and of administrators, of which nobody here says whom they are for. */
const otherPolicies = [
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'GlobalNetworkPolicy',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
];

export default manifestRule({
  id: 'isolated-pods',
  category: 'security',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Say with a NetworkPolicy who may talk to whom',
  why: 'Without a NetworkPolicy that selects them, pods take connections from every other pod of the cluster and open such to everywhere: whoever gets into one of them can go on from there. Many teams have policies elsewhere or none at all, so this is heard under `strict` only; where the folder, chart or application has policies for its other workloads, the one that was left out is told under `recommended`. Under `all`, policies have to be about both directions.',
  lesson: 'contracts',
  aliases: ofAny,
  fix: 'manual',
  fixing:
    'Adds a policy to begin with behind the workload: connections from the same namespace at the ports that are declared, and to the same namespace and the DNS. Whom else it has to talk to is yours to add.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/network-policies/'],
  examples: [
    { bad: workload, fixed: workload + initial, preset: 'strict' },
    {
      bad: workload,
      fixed: workload + initial,
      files: {
        'api.yaml': `${workload.replaceAll('web', 'api')}${initial.replaceAll('web', 'api')}`,
        'service.yaml':
          'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 8080\n',
      },
      note: 'The other workload has a policy.',
    },
    { good: workload, files: { 'deny.yaml': deny }, preset: 'strict' },
    { good: workload },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const pod of manifest.pods) {
      const { resource, spec } = pod;
      // Nothing holds a policy against pods on the network of their node.
      if (spec.get('hostNetwork').boolean === true) continue;
      const labels = pod.labels;
      const policies = policiesFor(labels, resource.namespace, neighbours);
      if (!policies) continue;
      if (policies.length > 0) {
        const missing = (['Ingress', 'Egress'] as const).find(
          (one) => !policies.some((policy) => policy.isolates(one)),
        );
        if (missing === undefined) continue;
        const what = missing === 'Egress' ? 'connections it opens' : 'connections it takes';
        report(resource.span, `The NetworkPolicies for the pods of ${resource.label} say nothing of the ${what}`)
          .as(...ofBoth)
          .grade('hint')
          .onlyIn('all');
        continue;
      }
      const finding = report(
        resource.span,
        `No NetworkPolicy is for the pods of ${resource.label}: every pod of the cluster may connect to them`,
      );
      const other = otherWithPolicy(neighbours);
      if (resource.isPartial) finding.onlyIn('all').grade('hint');
      else if (other) finding.relate(other.span, 'This policy is for others beside it', other.file);
      else finding.onlyIn('strict');
      finding.fix('Add a NetworkPolicy', () => addPolicy(pod));
    }
  },
});

/** The policies for pods with these labels; undefined where there are some of which that is not known. */
function policiesFor(
  labels: Labels,
  namespace: string | undefined,
  neighbours: Neighbourhood,
): readonly NetworkPolicy[] | undefined {
  const all = policiesAround(neighbours);
  if (all === 'unknown') return undefined;
  const policies = [...all.unclear, ...all.clear.matching(labels)];
  return policies.filter((policy) => mayShareNamespace(policy.resource.namespace, namespace));
}

interface Policies {
  /** Those of which it is known whom they are for. */
  readonly clear: SelectorIndex<NetworkPolicy>;
  readonly unclear: readonly NetworkPolicy[];
}

/** The policies around a file, which are asked for by each of its workloads. */
const policiesAround = perNeighbourhood((neighbours): Policies | 'unknown' => {
  if (neighbours.everywhere(...otherPolicies).length > 0) return 'unknown';
  const entries = neighbours.everywhere('NetworkPolicy');
  if (entries.some(({ group }) => !isPlain(group))) return 'unknown';
  const policies = entries.flatMap((entry) => {
    const resource = entry.read();
    return resource ? [new NetworkPolicy(resource)] : [];
  });
  return {
    clear: new SelectorIndex(
      policies
        .filter(({ selector }) => selector.isKnown)
        .map((policy) => ({ item: policy, selector: policy.selector })),
    ),
    unclear: policies.filter(({ selector }) => !selector.isKnown),
  };
});

function isPlain(group: string): boolean {
  return group === 'networking.k8s.io' || group === 'extensions';
}

/** A policy of the scope for a workload of the scope, where what is in it is known to belong together. */
const otherWithPolicy = perNeighbourhood((neighbours): ResourceEntry | undefined => {
  if (!neighbours.hasOwnWorkloads || !neighbours.isSelfContained('NetworkPolicy')) return undefined;
  return neighbours.inScope('NetworkPolicy').find((entry) => {
    const resource = entry.read();
    const policy = resource && new NetworkPolicy(resource);
    return policy && neighbours.workloads.some(({ podLabels }) => podLabels && policy.isFor(podLabels));
  });
});

function addPolicy(pod: Pod): Built {
  const policy = initialPolicyFor(pod);
  return policy
    ? declareBehind(pod.resource, policy)
    : new Refusal('Not all is known of the labels that tell its pods from others.');
}
