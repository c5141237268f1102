import { formatBytes, formatCpu, parseQuantity } from '../../kubernetes/quantity.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import type { ResourceName } from '../../kubernetes/resources.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { leastReplicasOf } from '../../workspace/manifests/scaling.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'within-quota',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Grant a namespace what its workloads ask for',
  why: 'Once the pods of a namespace together request what its ResourceQuota grants, every further one is refused: the workload is accepted, and some of its replicas never start. What is added up are the workloads that are applied together with the quota, at their least number of replicas, without jobs; what is not known counts as nothing. A rolling update needs room for one more pod of each.',
  lesson: 'resources',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/policy/resource-quotas/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  hard:\n    requests.cpu: "3"\n    requests.memory: 8Gi\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 4\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests: {cpu: "1", memory: 1Gi}\n',
      },
    },
    {
      bad: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  hard:\n    pods: "3"\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 4\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests: {cpu: "1", memory: 1Gi}\n',
      },
    },
    {
      good: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\n  namespace: shop\nspec:\n  hard:\n    requests.cpu: "5"\n    requests.memory: 8Gi\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 4\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests: {cpu: "1", memory: 1Gi}\n',
      },
    },
    {
      good: 'apiVersion: v1\nkind: ResourceQuota\nmetadata:\n  name: team\n  namespace: blog\nspec:\n  hard:\n    requests.cpu: "3"\n',
      files: {
        'web.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\nspec:\n  replicas: 4\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n          resources:\n            requests: {cpu: "1", memory: 1Gi}\n',
      },
      note: 'It is for another namespace.',
    },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const quota of manifest.ofKind('ResourceQuota')) {
      const spec = quota.value.get('spec');
      // A quota may be for some pods only.
      if (spec.get('scopes').exists || spec.get('scopeSelector').exists) continue;
      const workloads = workloadsUnder(quota, neighbours);
      if (workloads.length === 0) continue;
      for (const [key, granted] of spec.get('hard').entries) {
        const counted = Object.hasOwn(counters, key) ? counters[key] : undefined;
        const most = parseQuantity(granted.text ?? '');
        if (!counted || most === undefined || !granted.span) continue;
        const shares = workloads.map(({ entry, pods, resource }) => ({ entry, amount: pods * counted.of(resource) }));
        const sum = shares.reduce((total, { amount }) => total + amount, 0);
        // What adds up from fractions may be off by a hair.
        if (sum <= most * (1 + 1e-9)) continue;
        const finding = report(
          granted.span,
          `${quota.label} grants ${granted.text} of ${key}, and the workloads ask for ${counted.format(sum)}: some of their pods will be refused`,
        );
        for (const { entry, amount } of shares.toSorted((one, other) => other.amount - one.amount).slice(0, 5))
          if (amount > 0)
            finding.relate(
              entry.span,
              `${entry.kind} "${entry.name ?? ''}" asks for ${counted.format(amount)}`,
              entry.file,
            );
      }
    }
  },
});

/** What one pod of a workload counts for. */
interface Counter {
  of(workload: Resource): number;
  format(amount: number): string;
}

function requests(name: ResourceName): Counter {
  return { of: ({ pods }) => pods[0]?.resources.requested(name) ?? 0, format: formatterOf(name) };
}

function limits(name: ResourceName): Counter {
  return {
    of({ pods }) {
      const limited = pods[0]?.resources.limited(name) ?? 0;
      return Number.isFinite(limited) ? limited : 0;
    },
    format: formatterOf(name),
  };
}

function formatterOf(name: ResourceName): (amount: number) => string {
  return name === 'cpu' ? formatCpu : formatBytes;
}

/** What a quota may count of pods (kubernetes.io, "Resource Quotas", 1.36); `cpu` means `requests.cpu`. */
const counters: Readonly<Record<string, Counter>> = {
  cpu: requests('cpu'),
  'requests.cpu': requests('cpu'),
  memory: requests('memory'),
  'requests.memory': requests('memory'),
  'limits.cpu': limits('cpu'),
  'limits.memory': limits('memory'),
  pods: { of: () => 1, format: String },
  'count/pods': { of: () => 1, format: String },
};

interface Running {
  readonly entry: ResourceEntry;
  readonly resource: Resource;
  /** How many pods of it run at the least. */
  readonly pods: number;
}

/** Those that are applied together with a quota, in the same namespace; of jobs nobody knows whether they run at a time. */
function workloadsUnder({ namespace }: Resource, neighbours: Neighbourhood): readonly Running[] {
  if (namespace === undefined && !neighbours.hasOwnWorkloads) return [];
  return neighbours.workloads
    .filter((entry) => entry.namespace === namespace)
    .flatMap((entry) => {
      const resource = entry.read();
      const pods = entry.kind === 'Pod' || entry.kind === 'DaemonSet' ? 1 : leastReplicasOf(entry, neighbours)?.number;
      return resource && pods !== undefined ? [{ entry, resource, pods }] : [];
    });
}
