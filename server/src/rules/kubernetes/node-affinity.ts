import { setField } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'node-affinity',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Say on which nodes a workload may run',
  why: 'In a cluster with several sorts of nodes a pod may end up on one that its image cannot run on, or that was bought for something else. In a cluster with one sort there is nothing to say, which is why this is only heard under the preset `all`. A `nodeSelector` says it as well.',
  aliases: ['kube-linter/no-node-affinity'],
  fix: 'suggested',
  fixing: 'Asks for nodes with the operating system that the pod is for.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n      affinity:\n        nodeAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n            nodeSelectorTerms:\n              - matchExpressions:\n                  - key: kubernetes.io/os\n                    operator: In\n                    values:\n                      - linux\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      nodeSelector:\n        kubernetes.io/os: linux\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const { spec, resource, isWindows } of manifest.pods) {
      const says = [spec.at('affinity', 'nodeAffinity'), spec.get('nodeSelector'), spec.get('nodeName')];
      if (says.some((value) => value.exists)) continue;
      const os = isWindows ? 'windows' : 'linux';
      const term = { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: [os] }] };
      report(
        resource.span,
        `${resource.label} says nothing about the nodes it runs on: name the operating system or the sort of node`,
      ).fix(`Run on ${os} nodes`, () =>
        setField(spec, ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'], {
          nodeSelectorTerms: [term],
        }),
      );
    }
  },
});
