import * as z from 'zod';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { isChartTest } from '../../kubernetes/hooks.ts';
import { smaller } from '../../kubernetes/resources.ts';
import { isDefaulted } from '../../workspace/manifests/namespace-limits.ts';
import { around, manifestRule } from '../define.ts';

const options = z.strictObject({
  cpu: z.string().default('200m').describe('The CPU request that the fix inserts.'),
  memory: z.string().default('100Mi').describe('The memory request that the fix inserts.'),
});

/** The peers' names for a request that is missing. */
const aliasesOf: Readonly<Record<'cpu' | 'memory', readonly string[]>> = {
  cpu: [
    'kube-linter/unset-cpu-requirements',
    'kube-score/container-resources',
    'polaris/cpuRequestsMissing',
    'trivy/KSV-0015',
    'checkov/CKV_K8S_10',
    'kics/CPU Requests Not Set',
    'monokle/KBP002',
    'kubesec/RequestsCPU',
    'kubescape/C-0268',
    'datree/CONTAINERS_MISSING_CPU_REQUEST_KEY',
  ],
  memory: [
    'kube-score/container-resources',
    'polaris/memoryRequestsMissing',
    'trivy/KSV-0016',
    'checkov/CKV_K8S_12',
    'kics/Memory Requests Not Defined',
    'monokle/KBP004',
    'kubesec/RequestsMemory',
    'kubescape/C-0269',
    'datree/CONTAINERS_MISSING_MEMORY_REQUEST_KEY',
  ],
};

export default manifestRule({
  id: 'resource-requests',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Request CPU and memory for every container',
  why: 'Requests are what the scheduler reserves. A container without them is put on nodes that are full already, gets CPU only when nobody else wants it, and is among the first to be evicted when memory runs short. A limit without a request counts as a request of the same size, so it is enough.',
  lesson: 'resources',
  aliases: [...new Set(Object.values(aliasesOf).flat())],
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
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          cpu: 500m\n          memory: 200Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          cpu: 500m\n          memory: 200Mi\n        requests:\n          cpu: 500m\n          memory: 200Mi\n',
      preset: 'all',
      note: 'Other linters want to see the requests written, though the limits stand in for them.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    requests:\n      cpu: 500m\n      memory: 200Mi\n  containers:\n    - name: web\n      image: nginx:1.30\n',
      note: 'They are requested for the pod as a whole.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n',
      files: {
        'limits.yaml':
          'apiVersion: v1\nkind: LimitRange\nmetadata:\n  name: team\nspec:\n  limits:\n    - type: Container\n      default: {cpu: 500m, memory: 200Mi}\n',
      },
      note: 'The LimitRange beside it gives it a default.',
    },
  ],
  check({ manifest, options: values, report }) {
    for (const container of manifest.containers) {
      const { resources, role, span, titleLabel } = container;
      if (role === 'ephemeral') continue;
      const implied = names.filter((name) => resources.isRequestedByLimit(name));
      if (implied.length > 0)
        report(
          span,
          `${titleLabel} requests as much ${listed(implied)} as its limit allows, because it does not say how much it needs`,
        )
          .as(...aliasesFor(implied, container))
          .onlyIn('all')
          .grade('hint')
          .fix(
            'Write the requests that the limits stand in for',
            () =>
              setInContainer(
                container,
                ['resources', 'requests'],
                Object.fromEntries(implied.map((name) => [name, resources.limit(name).text ?? ''])),
              ),
            'safe',
          );
      const missing = names.filter((name) => !resources.isRequested(name));
      if (missing.length === 0) continue;
      const words = missing.length === 2 ? 'neither CPU nor memory' : `no ${listed(missing)}`;
      const finding = report(
        span,
        `${titleLabel} requests ${words}: the scheduler reserves none for it, and its pod is the first to suffer when it runs short`,
      );
      // An init container has its moment before the others: what they request covers it.
      if (role === 'init') finding.onlyIn('strict').grade('info');
      else if (isChartTest(container.pod.resource)) finding.onlyIn('strict');
      const { namespace } = container.pod.resource;
      finding
        .unless(around((beside) => missing.every((name) => isDefaulted(name, 'requests', namespace, beside))))
        .as(...aliasesFor(missing, container))
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

const names = ['cpu', 'memory'] as const;
type Name = (typeof names)[number];

function listed(requested: readonly Name[]): string {
  return requested.map((name) => (name === 'cpu' ? 'CPU' : name)).join(' and ');
}

/** Polaris looks at no init containers, sidecars among them. */
function aliasesFor(requested: readonly Name[], { role }: Container): readonly string[] {
  const all = [...new Set(requested.flatMap((name) => aliasesOf[name]))];
  return role === 'app' ? all : all.filter((alias) => !alias.startsWith('polaris/'));
}

/** The configured request, or the limit where that is lower. */
function inserted({ resources }: Container, name: Name, values: z.output<typeof options>): string {
  return smaller(values[name], resources.limit(name).text);
}
