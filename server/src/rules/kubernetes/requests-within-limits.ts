import type { Reporter } from '../../core/report.ts';
import type { Container } from '../../kubernetes/container.ts';
import { replaceValue, setInContainer } from '../../kubernetes/edits.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { formatBytes, formatCpu, parseQuantity } from '../../kubernetes/quantity.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'requests-within-limits',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Request no more than the limit allows',
  why: 'What a container requests is reserved for it, and its limit is what it may use: more of the first than of the second makes no sense, and the API server refuses the object. Huge pages and extended resources such as GPUs cannot be shared: what is requested of them must be limited to the same amount. What is set for a pod as a whole must do for its containers together.',
  lesson: 'resources',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Lowers the request to the limit, or, as a second choice, raises the limit to the request. For what cannot be shared the limit becomes what is requested. A pod requests what its containers do, and none of them may use more than it.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 100m\n          memory: 1Gi # measured\n        limits:\n          cpu: 200m\n          memory: 512Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 100m\n          memory: 512Mi # measured\n        limits:\n          cpu: 200m\n          memory: 512Mi\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: train\nspec:\n  containers:\n    - name: train\n      image: train:1.0\n      resources:\n        requests:\n          nvidia.com/gpu: 1\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: train\nspec:\n  containers:\n    - name: train\n      image: train:1.0\n      resources:\n        requests:\n          nvidia.com/gpu: 1\n        limits:\n          nvidia.com/gpu: "1"\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources: {requests: {cpu: 2}, limits: {cpu: 1}}\n  containers:\n    - name: web\n      image: nginx:1.30\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources: {requests: {cpu: "1"}, limits: {cpu: 1}}\n  containers:\n    - name: web\n      image: nginx:1.30\n',
      note: 'For the pod as a whole.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    requests:\n      memory: 128Mi\n    limits:\n      cpu: 1\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          memory: 100Mi\n        limits:\n          cpu: 2\n    - name: log\n      image: log:1.0\n      resources:\n        requests:\n          memory: 100Mi\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  resources:\n    requests:\n      memory: 200Mi\n    limits:\n      cpu: 1\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          memory: 100Mi\n        limits:\n          cpu: "1"\n    - name: log\n      image: log:1.0\n      resources:\n        requests:\n          memory: 100Mi\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          cpu: 0.5\n          memory: 1Gi\n        limits:\n          cpu: 500m\n          memory: 1024Mi\n          nvidia.com/gpu: 1\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      resources:\n        requests:\n          memory: 1Gi\n',
    },
  ],
  check({ manifest, report }) {
    const seen = new Set<unknown>();
    const compare = (owner: string, name: string, request: YamlValue, limit: YamlValue) => {
      const [requested, limited] = [parseQuantity(request.text ?? ''), parseQuantity(limit.text ?? '')];
      if (requested === undefined || limited === undefined || !request.span || seen.has(request.node)) return;
      if (requested === limited || (requested < limited && !isExclusive(name))) return;
      seen.add(request.node);
      const [asked, allowed] = [request.text ?? '', limit.text ?? ''];
      const finding = report(
        request.span,
        isExclusive(name)
          ? `${owner} requests ${asked} of ${name} and is limited to ${allowed}: the API server refuses it, because both must be the same`
          : `${owner} requests ${asked} of ${name} and is limited to ${allowed}: the API server refuses it; lower the request or raise the limit`,
      );
      if (!isExclusive(name)) finding.fix(`Lower the request to ${allowed}`, () => replaceValue(request, allowed));
      finding.fix(`${requested > limited ? 'Raise' : 'Lower'} the limit to ${asked}`, () => replaceValue(limit, asked));
      if (limit.span) finding.relate(limit.span, 'The limit');
    };

    for (const container of manifest.containers) {
      const { resources, titleLabel } = container;
      for (const [name, request] of resources.value.get('requests').entries) {
        const limit = resources.limit(name);
        if (limit.exists) compare(titleLabel, name, request, limit);
        else if (isExclusive(name) && request.text !== undefined && request.span)
          report(
            request.span,
            `${titleLabel} requests ${name} without a limit: the API server refuses it, because it cannot be shared`,
          ).fix(`Limit it to ${request.text}`, () => limitTo(container, name, request.text ?? ''));
      }
    }
    for (const pod of manifest.pods) {
      const resources = pod.spec.get('resources');
      for (const [name, request] of resources.get('requests').entries)
        compare('The pod', name, request, resources.at('limits', name));
      if (resources.isMap) judgeShares(pod, report);
    }
  },
});

/** What is set for the pod as a whole must do for its containers (Kubernetes 1.34). */
function judgeShares(pod: Pod, report: Reporter): void {
  for (const name of ['cpu', 'memory'] as const) {
    const [request, limit] = [pod.spec.at('resources', 'requests', name), pod.spec.at('resources', 'limits', name)];
    const requested = parseQuantity(request.text ?? '');
    const needed = pod.resources.ofContainers('requests', name);
    if (requested !== undefined && needed !== undefined && needed > requested && request.span) {
      const amount = name === 'cpu' ? formatCpu(needed) : formatBytes(needed);
      report(
        request.span,
        `The pod requests ${request.text} of ${name}, and its containers ${amount}: the API server refuses it; request as much as they need`,
      ).fix(`Request ${amount}`, () => replaceValue(request, amount));
    }
    const limited = parseQuantity(limit.text ?? '');
    for (const { resources, titleLabel } of limited === undefined ? [] : pod.containers) {
      const own = resources.limit(name);
      if (!own.span || (parseQuantity(own.text ?? '') ?? 0) <= (limited ?? 0)) continue;
      report(
        own.span,
        `${titleLabel} may use ${own.text} of ${name}, and its pod ${limit.text} in all: the API server refuses it; lower the limit`,
      ).fix(`Lower the limit to ${limit.text}`, () => replaceValue(own, limit.text ?? ''));
    }
  }
}

function limitTo(container: Container, name: string, amount: string) {
  return setInContainer(container, ['resources', 'limits', name], amount);
}

/**
 * Whether a resource belongs to one container at a time: huge pages, and all that is not Kubernetes' own ("Extended
 * resources", documentation of Kubernetes 1.36).
 */
function isExclusive(name: string): boolean {
  return name.startsWith('hugepages-') || (name.includes('/') && !name.split('/')[0]?.endsWith('kubernetes.io'));
}
