import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-workload-in-kube-system',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Leave kube-system to the cluster',
  why: 'Whoever may change something in `kube-system` may change the cluster: its components keep their secrets and run with their rights there, and quotas and policies are often not applied to it. What is yours is better off in a namespace of its own.',
  aliases: ['trivy/KSV-0037'],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces'],
  examples: [
    {
      bad: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: kube-system\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: web\nspec:\n  selector:\n    matchLabels:\n      app: web\n  template:\n    metadata:\n      labels:\n        app: web\n    spec:\n      containers:\n        - name: web\n          image: web:1.0\n',
    },
    { good: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns\n  namespace: kube-system\n' },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.resources) {
      const namespace = resource.value.at('metadata', 'namespace');
      if (resource.pods.length === 0 || namespace.text !== 'kube-system' || !namespace.span) continue;
      const finding = report(
        namespace.span,
        `${resource.label} runs in kube-system, among what the cluster itself needs: give it a namespace of its own`,
      );
      // What serves each node, such as its network or its storage, belongs to the cluster.
      if (resource.kind === 'DaemonSet') finding.onlyIn('all').grade('hint');
    }
  },
});
