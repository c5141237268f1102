import { Autoscaler, isAutoscaler } from '../../kubernetes/autoscaler.ts';
import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'autoscaler-range',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave an autoscaler room between its least and its most replicas',
  why: 'The API server refuses an autoscaler whose minimum is above its maximum. Where the two are equal it is accepted and never scales anything: the number may as well stand in the workload, where people look for it.',
  aliases: ['polaris/hpaMaxAvailability'],
  fix: 'manual',
  fixing:
    'Raises the maximum to twice the minimum. How much room there should be depends on the load and on the cluster, so it is never applied in bulk.',
  references: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/'],
  examples: [
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 5\n  maxReplicas: 3\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 5\n  maxReplicas: 10\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 3\n  maxReplicas: 3 # pinned\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 3\n  maxReplicas: 6 # pinned\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n',
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: {{ .Values.min }}\n  maxReplicas: 1\n',
      note: 'The template has yet to say it.',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.resources.filter(isAutoscaler)) {
      const { least, most, writtenLeast, writtenMost, leastKey, mostKey } = new Autoscaler(resource);
      const span = writtenMost.span ?? writtenLeast.span;
      if (least === undefined || most === undefined || least < most || !span) continue;
      const finding =
        least > most
          ? report(
              span,
              `${resource.label} may run ${most} replicas at most, and ${least} at the least: it is refused`,
            ).as()
          : report(
              span,
              `${resource.label} runs ${most === 1 ? 'one replica' : `${most} replicas`} at the least and at the most: it scales nothing`,
            )
              .as(...(writtenLeast.exists ? ['polaris/hpaMaxAvailability'] : []))
              .onlyIn('strict')
              .grade('info');
      const wanted = 2 * Math.max(1, least);
      finding.fix(`Set ${mostKey}: ${wanted}`, () =>
        setField(resource.value.get('spec'), [mostKey], wanted, { after: [leastKey] }),
      );
    }
  },
});
