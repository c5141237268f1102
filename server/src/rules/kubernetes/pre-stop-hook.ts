import { Refusal } from '../../core/fix.ts';
import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { setInContainer } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'pre-stop-hook',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Let a server wait a moment before it stops',
  why: 'When a pod is to go, it is told to stop at the same time as the load balancers are told to send it no more requests, and these need a moment. A server that stops at once turns away the requests of that moment; a `preStop` hook that sleeps for a few seconds lets them come in. Servers that go on answering for a while after SIGTERM need none.',
  lesson: 'cattle',
  aliases: ['datree/CONTAINERS_MISSING_PRESTOP_KEY'],
  fix: 'suggested',
  fixing: 'Adds a hook that sleeps for five seconds, which needs Kubernetes 1.30.',
  references: ['https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      lifecycle:\n        preStop:\n          sleep:\n            seconds: 5\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: worker\nspec:\n  containers:\n    - name: worker\n      image: worker:1.0\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n      lifecycle:\n        preStop:\n          exec:\n            command: [sleep, "5"]\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const container of manifest.containers) {
      if (!container.needsProbes || container.ports.length === 0) continue;
      if (container.value.at('lifecycle', 'preStop').exists) continue;
      report(
        container.span,
        `${container.titleLabel} has no preStop hook: if it stops at once, requests that are still on their way are lost`,
      ).fix('Sleep for five seconds before it stops', () =>
        isAtLeast(kubernetesVersion, '1.30')
          ? setInContainer(container, ['lifecycle', 'preStop', 'sleep', 'seconds'], 5)
          : new Refusal('The sleep action needs Kubernetes 1.30.'),
      );
    }
  },
});
