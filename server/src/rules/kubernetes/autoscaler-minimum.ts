import * as z from 'zod';
import { Refusal } from '../../core/fix.ts';
import { Autoscaler, isAutoscaler } from '../../kubernetes/autoscaler.ts';
import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  minimum: z.int().min(1).default(2).describe('How many replicas an autoscaler should leave at the least.'),
});

export default manifestRule({
  id: 'autoscaler-minimum',
  category: 'reliability',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let an autoscaler leave more than one replica',
  why: 'In quiet hours an autoscaler goes down to its minimum, which is one unless it says otherwise. That one is away whenever its node is drained, upgraded or lost, and until its successor is ready. Some programs can be away for a minute at night, and a test environment anyway; that is why this is a hint. KEDA may go down to none on purpose.',
  lesson: 'cattle',
  aliases: [
    'kube-linter/hpa-minimum-three-replicas',
    'kube-score/horizontalpodautoscaler-replicas',
    'polaris/hpaMinAvailability',
    'datree/HPA_MISSING_MINREPLICAS_KEY',
  ],
  options,
  fix: 'manual',
  fixing:
    'Sets the minimum to the option `minimum`. It costs a replica that runs all the time, so it is never applied in bulk.',
  references: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/'],
  examples: [
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 1\n  maxReplicas: 10\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  maxReplicas: 10\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n',
    },
    {
      bad: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n',
      fixed:
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 3\n  maxReplicas: 10\n',
      options: { minimum: 3 },
    },
    {
      good: 'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata:\n  name: web\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    name: web\n  minReplicas: 2\n  maxReplicas: 10\n',
    },
    {
      good: 'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata:\n  name: mailer\nspec:\n  scaleTargetRef:\n    name: mailer\n  minReplicaCount: 0\n  triggers:\n    - type: cron\n',
      note: 'It runs while there is something to do.',
    },
  ],
  check({ manifest, options: { minimum }, report }) {
    for (const resource of manifest.resources.filter(isAutoscaler)) {
      const autoscaler = new Autoscaler(resource);
      const { least, most, writtenLeast, leastKey, mostKey } = autoscaler;
      if (least === undefined || resource.isPartial) continue;
      const aliases = namesFor(Math.max(1, least), minimum, writtenLeast.exists);
      if (aliases.length === 0) continue;
      const often = least === 1 ? 'one replica' : `${least} replicas`;
      const finding = report(
        writtenLeast.span ?? resource.span,
        `${resource.label} may leave ${often}: while its node is drained or fails ${least > 1 ? 'too few are left' : 'nobody answers'}`,
      ).as(...aliases);
      if (least >= minimum || autoscaler.isOfKeda) finding.onlyIn('all');
      const wanted = Math.max(minimum, least + 1);
      finding.fix(`Set ${leastKey}: ${wanted}`, () =>
        most !== undefined && most < wanted
          ? new Refusal(`It may run ${most} at the most.`)
          : setField(resource.value.get('spec'), [leastKey], wanted, { after: ['scaleTargetRef', mostKey] }),
      );
    }
  },
});

/** The names under which the peers find fault with a minimum. */
function namesFor(least: number, minimum: number, isWritten: boolean): readonly string[] {
  return [
    ...(least < 3 ? ['kube-linter/hpa-minimum-three-replicas'] : []),
    ...(least < minimum ? ['kube-score/horizontalpodautoscaler-replicas'] : []),
    ...(least < 2 ? ['datree/HPA_MISSING_MINREPLICAS_KEY'] : []),
    ...(least < 2 && isWritten ? ['polaris/hpaMinAvailability'] : []),
  ];
}
