import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-privileged-port',
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Listen on ports above 1023',
  why: 'Ports below 1024 are for root or the capability NET_BIND_SERVICE, unless the container runtime allows them to everybody, as newer ones do; in the network of a node they always are. A Service can translate the number, so that nobody outside the pod needs to see it.',
  lesson: 'unprivileged',
  aliases: ['kube-linter/privileged-ports', 'trivy/KSV-0117', 'monokle/KBP113'],
  fix: 'none',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 80\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const port of container.value.get('ports').items) {
        const { number, span } = port.get('containerPort');
        if (number === undefined || !span || number < 1 || number > 1023) continue;
        report(
          span,
          `Port ${number} may need root or a capability: have ${container.label} listen above 1023, and a Service translate`,
        );
      }
    }
  },
});
