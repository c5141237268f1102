import { type Built, Refusal } from '../../core/fix.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { parseQuantity } from '../../kubernetes/quantity.ts';
import type { ResourceName } from '../../kubernetes/resources.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const aliasesOf: Readonly<Record<ResourceName, readonly string[]>> = {
  cpu: [
    'kube-score/container-resource-requests-equal-limits',
    'kube-score/container-cpu-requests-equal-limits',
    'kics/Container CPU Requests Not Equal Limits',
    'kics/Container Requests Not Equal Limits',
  ],
  memory: [
    'kube-score/container-resource-requests-equal-limits',
    'kube-score/container-memory-requests-equal-limits',
    'kics/Container Memory Requests Not Equal Limits',
    'kics/Container Requests Not Equal Limits',
    'datree/EKS_INVALID_MEMORY_REQUEST_LIMIT',
  ],
  'ephemeral-storage': ['kube-score/container-ephemeral-storage-request-equals-limit'],
};

const names = ['cpu', 'memory', 'ephemeral-storage'] as const;

export default manifestRule({
  id: 'requests-equal-limits',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Reserve all that a container may use',
  why: 'A pod whose containers request as much CPU and memory as they are limited to is in the class `Guaranteed`: it is the last to be evicted, and nothing it counts on is lent to others. Most workloads are better off with less, because what is reserved and idle costs money; so this is for those who want it.',
  lesson: 'resources',
  aliases: [...new Set(Object.values(aliasesOf).flat())],
  fix: 'suggested',
  fixing: 'Raises the request to the limit. There is no fix where there is no limit.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 100m\n          memory: 200Mi\n        limits:\n          cpu: 300m\n          memory: 200Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 300m\n          memory: 200Mi\n        limits:\n          cpu: 300m\n          memory: 200Mi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          memory: 100Mi\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          cpu: 300m\n          memory: 200Mi\n',
      note: 'The limits stand in for the requests.',
    },
  ],
  check({ manifest, report }) {
    for (const { resources, role, titleLabel, pod } of manifest.containers) {
      // Ephemeral containers have no resources, and what is set for the pod as a whole decides where it is set.
      if (role === 'ephemeral' || pod.spec.get('resources').isMap) continue;
      for (const name of names) {
        const [request, limit] = [resources.request(name), resources.limit(name)];
        const requested = parseQuantity(request.text ?? '');
        if (requested === undefined || !request.span) continue;
        const limited = parseQuantity(limit.text ?? '');
        const lacksLimit = !limit.exists && name !== 'ephemeral-storage';
        if (lacksLimit || (limited !== undefined && requested < limited))
          report(
            request.span,
            `${titleLabel} requests ${request.text} of ${name} and may use ${limit.text ?? 'more'}: what is above the request may be taken from it`,
          )
            .as(...aliasesOf[name])
            .fix(`Request all of the limit`, () => requestAll(request, limit));
      }
    }
  },
});

function requestAll(request: YamlValue, limit: YamlValue): Built {
  return limit.text === undefined ? new Refusal('There is no limit.') : replaceValue(request, limit.text);
}
