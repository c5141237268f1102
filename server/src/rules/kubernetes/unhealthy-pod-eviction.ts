import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'unhealthy-pod-eviction',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Let pods that are not ready be evicted',
  why: 'Unless told otherwise, a disruption budget counts a pod that runs and is not ready as one that it must keep, once the others are too few. An application that crashes in a loop then keeps every node that it is on from being drained, though it answers nobody. `unhealthyPodEvictionPolicy: AlwaysAllow` lets such pods go; Kubernetes has had it since 1.27.',
  lesson: 'cattle',
  aliases: ['kube-linter/pdb-unhealthy-pod-eviction-policy'],
  fix: 'suggested',
  fixing: 'Sets `unhealthyPodEvictionPolicy: AlwaysAllow`.',
  references: ['https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy'],
  examples: [
    {
      bad: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n',
      fixed:
        'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n  unhealthyPodEvictionPolicy: AlwaysAllow\n',
    },
    {
      good: 'apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: web\nspec:\n  maxUnavailable: 1\n  selector:\n    matchLabels:\n      app: web\n  unhealthyPodEvictionPolicy: IfHealthyBudget\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('PodDisruptionBudget')) {
      const { value, label, span } = resource;
      if (value.at('spec', 'unhealthyPodEvictionPolicy').exists) continue;
      report(
        span,
        `${label} keeps pods that are not ready from being evicted: a broken application holds up its nodes`,
      ).fix('Set unhealthyPodEvictionPolicy: AlwaysAllow', () =>
        setField(value.get('spec'), ['unhealthyPodEvictionPolicy'], 'AlwaysAllow'),
      );
    }
  },
});
