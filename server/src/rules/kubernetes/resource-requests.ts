import * as z from 'zod';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { smaller } from '../../kubernetes/resources.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  cpu: z.string().default('200m').describe('The CPU request that the fix inserts.'),
  memory: z.string().default('100Mi').describe('The memory request that the fix inserts.'),
});

export default manifestRule({
  id: 'resource-requests',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Request CPU and memory for every container',
  why: 'Requests are what the scheduler reserves. A container without them is put on nodes that are full already, gets CPU only when nobody else wants it, and is among the first to be evicted when memory runs short. A limit without a request counts as a request of the same size, so it is enough.',
  lesson: 'resources',
  aliases: [
    'kube-linter/unset-cpu-requirements',
    'kube-linter/unset-memory-requirements',
    'kube-score/container-resources',
    'polaris/cpuRequestsMissing',
    'polaris/memoryRequestsMissing',
    'trivy/KSV-0015',
    'trivy/KSV-0016',
    'checkov/CKV_K8S_10',
    'checkov/CKV_K8S_12',
  ],
  options,
  fix: 'suggested',
  fixing:
    'Inserts the requests that are missing, merged with what is there, and never above an existing limit. The values are a start: measure, then adjust.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 200m\n          memory: 100Mi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: nginx:1.30\n    resources:\n      # measured in March\n      requests:\n        cpu: 50m\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: nginx:1.30\n    resources:\n      # measured in March\n      requests:\n        cpu: 50m\n        memory: 100Mi\n',
      note: 'What is there stays.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests: {cpu: 200m}\n        limits: {memory: 200Mi}\n',
      note: 'The memory limit stands in for the request.',
    },
  ],
  check({ manifest, options: values, report }) {
    for (const container of manifest.containers) {
      if (container.role === 'ephemeral') continue;
      const missing = (['cpu', 'memory'] as const).filter((name) => !container.resources.isRequested(name));
      if (missing.length === 0) continue;
      const words = missing.length === 2 ? 'neither CPU nor memory' : missing[0] === 'cpu' ? 'no CPU' : 'no memory';
      const finding = report(
        container.span,
        `${container.titleLabel} requests ${words}: the scheduler reserves none for it, and its pod is the first to suffer when it runs short`,
      );
      // An init container has its moment before the others: what they request covers it.
      if (container.role === 'init') finding.grade('info');
      finding
        .as(...missing.flatMap((name) => aliasesOf[name]))
        .fix(`Request ${missing.map((name) => `${name} ${inserted(container, name, values)}`).join(', ')}`, () =>
          setInContainer(
            container,
            ['resources', 'requests'],
            Object.fromEntries(missing.map((name) => [name, inserted(container, name, values)])),
          ),
        );
    }
  },
});

const aliasesOf = {
  cpu: [
    'kube-linter/unset-cpu-requirements',
    'kube-score/container-resources',
    'polaris/cpuRequestsMissing',
    'trivy/KSV-0015',
    'checkov/CKV_K8S_10',
  ],
  memory: [
    'kube-linter/unset-memory-requirements',
    'kube-score/container-resources',
    'polaris/memoryRequestsMissing',
    'trivy/KSV-0016',
    'checkov/CKV_K8S_12',
  ],
} as const;

/** The configured request, or the limit where that is lower. */
function inserted({ resources }: Container, name: 'cpu' | 'memory', values: z.output<typeof options>): string {
  return smaller(values[name], resources.limit(name).text);
}
