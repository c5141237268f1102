import { portStartOf } from '../../kubernetes/port-start.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-privileged-port',
  category: 'security',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Listen on ports above 1023',
  why: 'Ports below 1024 are for root or the capability NET_BIND_SERVICE, unless the container runtime allows them to everybody, as containerd does from 2.0 on and CRI-O does not, or a sysctl of the pod does; in the network of a node they always are. A Service can translate the number, so that nobody outside the pod needs to see it.',
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
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    sysctls:\n      - name: net.ipv4.ip_unprivileged_port_start\n        value: "80"\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 80\n',
      note: 'The pod allows it.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const port of container.value.get('ports').items) {
        const { number, span } = port.get('containerPort');
        if (number === undefined || !span || number < 1 || number > 1023) continue;
        const finding = report(
          span,
          `Port ${number} may need root or a capability: have ${container.label} listen above 1023, and a Service translate`,
        );
        if (number >= (portStartOf(container.pod)?.first ?? 0)) finding.onlyIn('all');
      }
    }
  },
});
