import { Refusal } from '../../core/fix.ts';
import type { Container } from '../../kubernetes/container.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { probeFor } from '../../kubernetes/probes.ts';
import { manifestRule } from '../define.ts';

/** The peers' names for a container without a readiness probe. */
const aliases: readonly string[] = [
  'kube-linter/no-readiness-probe',
  'polaris/readinessProbeMissing',
  'checkov/CKV_K8S_9',
  'kics/Readiness Probe Is Not Configured',
  'kubescape/C-0018',
  'datree/CONTAINERS_MISSING_READINESSPROBE_KEY',
];
const podAlias = 'kube-score/pod-probes';

export default manifestRule({
  id: 'readiness-probe',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Tell Kubernetes when a container is ready for requests',
  why: 'Without a readiness probe a pod gets requests as soon as its process has started, before it listens, and goes on getting them while it cannot answer. Every rollout then drops requests. This rule speaks about containers that declare ports in workloads that serve; those without ports are a hint under `all`, and jobs and init containers need no probe.',
  lesson: 'contracts',
  aliases: [...aliases, podAlias],
  fix: 'suggested',
  fixing:
    'Adds a probe of the first TCP port. Where the application has an address that tells more, such as `/healthz`, an `httpGet` on it is better. Refused for ports that are not TCP.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - name: http\n          containerPort: 8080\n      readinessProbe:\n        tcpSocket:\n          port: http\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: worker\n      image: web:1.0\n',
      note: 'It declares no port.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: worker\n      image: web:1.0\n',
      preset: 'all',
      note: 'Other linters want a probe all the same.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: once\nspec:\n  restartPolicy: Never\n  containers:\n    - name: task\n      image: task:1.0\n      ports:\n        - containerPort: 8080\n',
      note: 'It runs once, for a task.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      if (!container.needsProbes || container.value.get('readinessProbe').exists) continue;
      const hasPorts = container.ports.length > 0;
      const isReady = container.pod.containers.some(({ value }) => value.get('readinessProbe').exists);
      const finding = report(
        container.span,
        hasPorts
          ? `${container.titleLabel} has no readiness probe: it gets requests before it can answer them`
          : `${container.titleLabel} has no readiness probe: it counts as ready before it is`,
      ).as(...aliasesFor(container, hasPorts && !isReady));
      if (!hasPorts) finding.onlyIn('all').grade('hint');
      else
        finding.fix('Add a readiness probe of its port', () => {
          const probe = probeFor(container);
          return probe instanceof Refusal ? probe : setInContainer(container, ['readinessProbe'], probe);
        });
    }
  },
});

/** kube-score is content with one probe for the pod; the others look at no init containers, sidecars among them. */
function aliasesFor({ role }: Container, isForPod: boolean): readonly string[] {
  const own = role === 'app' ? aliases : [];
  return isForPod ? [...own, podAlias] : own;
}
