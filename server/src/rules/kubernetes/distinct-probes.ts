import type { Built } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { type Probe, probeDefaults, probesOf } from '../../kubernetes/probe.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'distinct-probes',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let the liveness probe be slower to give up than the readiness probe',
  why: 'When a container is slow, the readiness probe takes requests away from it until it has recovered. A liveness probe that asks the same and gives up as early restarts it instead: the load moves to the other pods, which then fail as well. The Kubernetes documentation allows the same cheap request for both, with a higher `failureThreshold` for liveness; under `all` the mere likeness is a hint, as kube-score has it.',
  lesson: 'cattle',
  aliases: ['kube-score/pod-probes-identical'],
  fix: 'suggested',
  fixing: 'Raises the `failureThreshold` of the liveness probe, so that it waits three times as long as the other.',
  references: ['https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n        periodSeconds: 10\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n        periodSeconds: 10\n        failureThreshold: 9\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe: {exec: {command: [/check]}, failureThreshold: 9}\n      readinessProbe: {exec: {command: [/check]}}\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n        failureThreshold: 6\n      readinessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
      note: 'Liveness is slower to give up.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n      readinessProbe:\n        httpGet:\n          path: /ready\n          port: 8080\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const probes = probesOf(container);
      const liveness = probes.find(({ kind }) => kind === 'livenessProbe');
      const readiness = probes.find(({ kind }) => kind === 'readinessProbe');
      if (!liveness?.value.keySpan || !readiness?.looksLike(liveness)) continue;
      const [lives, ready] = [liveness.patience, readiness.patience];
      if (lives === undefined || ready === undefined || lives > ready) {
        // Whether a port accepts connections, or the health service answers, depends on the process alone.
        if (liveness.handler?.kind !== 'httpGet' && liveness.handler?.kind !== 'exec') continue;
        report(
          liveness.value.keySpan,
          `The liveness probe of ${container.label} asks the same as its readiness probe: let it ask the process alone`,
        )
          .onlyIn('all')
          .grade('hint');
        continue;
      }
      report(
        liveness.value.keySpan,
        `The liveness probe of ${container.label} asks the same as its readiness probe and gives up as early: a container that is slow is restarted instead of spared`,
      ).fix('Let it wait three times as long', () => waitFor(liveness, ready * 3));
    }
  },
});

/** Sets the number of failures after which a probe has waited for so many seconds. */
function waitFor(probe: Probe, seconds: number): Built {
  const failures = Math.ceil(seconds / (probe.setting('periodSeconds') ?? probeDefaults.periodSeconds));
  return setField(probe.value, ['failureThreshold'], failures);
}
