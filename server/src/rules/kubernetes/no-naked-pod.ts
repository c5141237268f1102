import { isHook } from '../../kubernetes/hooks.ts';
import { deploymentOf } from '../../kubernetes/pod-to-deployment.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-naked-pod',
  category: 'reliability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let a workload own every pod',
  why: 'A pod that is created by hand stays on the node it was given. When the node fails or is drained the pod is gone for good, and nothing can update it. A Deployment, StatefulSet, DaemonSet or Job makes the same pod again, elsewhere. Pods that run once, and hooks of Helm and Argo CD, are heard of only under the preset `all`.',
  lesson: 'cattle',
  aliases: ['kubescape/C-0073', 'datree/K8S_INCORRECT_KIND_VALUE_POD'],
  fix: 'manual',
  fixing:
    'Makes a Deployment of one replica of the pod, whose lines stay as they are. Who refers to the pod by its name has to be looked at, so it is never applied in bulk.',
  references: [
    'https://kubernetes.io/docs/concepts/configuration/overview/#naked-pods-vs-replicasets-deployments-and-jobs',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n    # the server\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        # the server\n        - name: web\n          image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: once\nspec:\n  restartPolicy: Never\n  containers:\n    - name: once\n      image: once:1.0\n',
      preset: 'all',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: once\nspec:\n  restartPolicy: Never\n  containers:\n    - name: once\n      image: once:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('Pod')) {
      const { value, label, pods } = resource;
      const [pod] = pods;
      const metadata = value.get('metadata');
      // What the kubelet of a control plane starts from a file is no other workload's.
      const isStatic = resource.namespace === 'kube-system';
      if (!pod || resource.isPartial || metadata.get('ownerReferences').hasKey || isStatic) continue;
      const finding = report(
        resource.span,
        `${label} belongs to no workload: when its node goes nobody starts it again`,
      );
      // A pod that ends, or that a tool starts and watches, is meant to be gone.
      if (pod.sort === 'batch' || isHook(resource)) finding.onlyIn('all').grade('hint');
      else finding.fix('Make it a Deployment', () => deploymentOf(resource));
    }
  },
});
