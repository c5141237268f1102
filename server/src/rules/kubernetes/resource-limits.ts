import * as z from 'zod';
import { type Built, Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { isChartTest } from '../../kubernetes/hooks.ts';
import { larger } from '../../kubernetes/resources.ts';
import { isDefaulted } from '../../workspace/manifests/namespace-limits.ts';
import { removeValue } from '../../yaml/edit.ts';
import { around, manifestRule } from '../define.ts';

const options = z.strictObject({
  cpuLimit: z
    .enum(['require', 'ignore', 'forbid'])
    .default('require')
    .describe(
      '`require` asks for a CPU limit beside the memory limit, and gives a hint under `strict` where it alone is missing; `ignore` says nothing; `forbid` warns about containers that have one.',
    ),
  memoryLimit: z
    .enum(['require', 'ignore'])
    .default('require')
    .describe('`require` warns about containers without a memory limit, `ignore` says nothing.'),
  cpu: z.string().default('300m').describe('The CPU limit that the fix inserts.'),
  memory: z.string().default('200Mi').describe('The memory limit that the fix inserts.'),
});

/** The peers' names for a limit that is missing. */
const aliasesOf: Readonly<Record<Name, readonly string[]>> = {
  cpu: [
    'kube-score/container-resources',
    'polaris/cpuLimitsMissing',
    'trivy/KSV-0011',
    'checkov/CKV_K8S_11',
    'kics/CPU Limits Not Set',
    'monokle/KBP003',
    'kubesec/LimitsCPU',
    'kubescape/C-0270',
    'datree/CONTAINERS_MISSING_CPU_LIMIT_KEY',
  ],
  memory: [
    'kube-linter/unset-memory-requirements',
    'kube-score/container-resources',
    'polaris/memoryLimitsMissing',
    'trivy/KSV-0018',
    'checkov/CKV_K8S_13',
    'kics/Memory Limits Not Defined',
    'monokle/KBP005',
    'kubesec/LimitsMemory',
    'kubescape/C-0271',
    'datree/CONTAINERS_MISSING_MEMORY_LIMIT_KEY',
  ],
};

export default manifestRule({
  id: 'resource-limits',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Limit the memory of every container',
  why: [
    'A container without a memory limit takes what it can get. A leak in one of them fills the node, and the kernel then kills processes of others, or the node itself fails. With a limit only the leaking container is restarted.',
    'People disagree about CPU limits: they keep neighbours apart, and they also slow a container down while the CPU next to it idles. Where it alone is missing there is only a hint, under `strict`, and the option `cpuLimit` says what your team has decided.',
  ].join('\n\n'),
  lesson: 'resources',
  aliases: [...new Set(Object.values(aliasesOf).flat())],
  options,
  fix: 'suggested',
  fixing:
    'Inserts the limits that are missing, merged with what is there, and never below an existing request. With `cpuLimit: forbid` it removes the CPU limit. The values are a start: measure, then adjust.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 1\n          memory: 64Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 1\n          memory: 64Mi\n        limits:\n          cpu: "1"\n          memory: 200Mi\n',
      note: 'A limit is never below the request.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 250m\n        limits:\n          cpu: 500m\n          memory: 64Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 250m\n        limits:\n          memory: 64Mi\n',
      options: { cpuLimit: 'forbid' },
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          cpu: 300m\n          memory: 200Mi\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  initContainers:\n    - name: migrate\n      image: busybox:1.38\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          memory: 200Mi\n',
      note: 'Whether CPU is limited is a matter of taste, and an init container is gone before it can do much harm.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        limits:\n          memory: 200Mi\n',
      options: { cpuLimit: 'ignore' },
      preset: 'strict',
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
    const required = names.filter((name) => values[`${name}Limit`] === 'require');
    for (const container of manifest.containers) {
      if (container.role === 'ephemeral') continue;
      const { pod, resources, role, titleLabel, span } = container;
      const missing = required.filter((name) => !resources.isLimited(name));
      if (missing.length > 0) {
        const limits = limitsFor(container, values, missing);
        const { namespace } = pod.resource;
        const worst = missing.includes('memory') ? 'memory' : 'cpu';
        const finding = report(span, `${titleLabel} has ${reproachFor(missing)}`)
          .unless(around((neighbours) => isDefaulted(worst, 'limits', namespace, neighbours)))
          .as(...aliasesFor(missing, container))
          .fix(titleOf(limits), () => setInContainer(container, ['resources', 'limits'], limits));
        if (!missing.includes('memory')) finding.onlyIn('strict').grade('hint');
        // An init container is gone before it can do much harm.
        else if (role === 'init') finding.onlyIn('strict').grade('info');
        else if (isChartTest(pod.resource)) finding.onlyIn('strict');
      }
      const cpu = resources.limit('cpu');
      if (values.cpuLimit === 'forbid' && cpu.keySpan) {
        report(cpu.keySpan, `${titleLabel} has a CPU limit, which slows it down even while the CPU idles: remove it`)
          .as()
          .fix('Remove the CPU limit', () => withoutCpuLimit(container));
      }
    }
  },
});

function withoutCpuLimit({ resources }: Container): Built {
  // The limit stands in for a request that is not written: without either the scheduler would reserve nothing.
  if (!resources.request('cpu').exists) return new Refusal('There is no CPU request but this limit: set one first.');
  return removeValue(resources.limit('cpu'));
}

const names = ['cpu', 'memory'] as const;
type Name = (typeof names)[number];

function reproachFor(missing: readonly Name[]): string {
  if (!missing.includes('memory')) return 'no CPU limit: it may take all that its neighbours leave';
  const words = missing.includes('cpu') ? 'neither a memory nor a CPU limit' : 'no memory limit';
  return `${words}: a leak in it takes the memory of the whole node`;
}

/** Polaris looks at no init containers, sidecars among them. */
function aliasesFor(missing: readonly Name[], { role }: Container): readonly string[] {
  const all = [...new Set(missing.flatMap((name) => aliasesOf[name]))];
  return role === 'app' ? all : all.filter((alias) => !alias.startsWith('polaris/'));
}

/** The configured limits, or the requests where those are higher. */
function limitsFor(
  { resources }: Container,
  values: z.output<typeof options>,
  limited: readonly Name[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(limited.map((name) => [name, larger(values[name], resources.request(name).text)]));
}

function titleOf(limits: Readonly<Record<string, string>>): string {
  return `Limit ${Object.entries(limits)
    .map(([name, value]) => `${name} to ${value}`)
    .join(', ')}`;
}
