import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { hostPorts } from '../../kubernetes/pod-security/host-ports.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(hostPorts, {
  id: 'no-host-port',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Take no ports of the node',
  why: 'A `hostPort` ties the pod to a port of its node: only one such pod fits on a node, so that rolling updates wait for free nodes, and the port is open to whoever reaches the node, past most network policies. A Service, an Ingress or a Gateway gives an address without it. The baseline level of the Pod Security Standards forbids it.',
  lesson: 'unprivileged',
  aliases: [
    'polaris/hostPortSet',
    'trivy/KSV-0024',
    'checkov/CKV_K8S_26',
    'monokle/PSS106',
    'kubescape/C-0044',
    'datree/CONTAINERS_INCORRECT_KEY_HOSTPORT',
    'psa/hostPorts',
  ],
  fix: 'manual',
  fixing: 'Removes `hostPort`. Who reaches the pod by the address of its node needs a Service first.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/concepts/configuration/overview/#services',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n          hostPort: 80\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - hostPort: 80\n          containerPort: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 8080\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\nspec:\n  selector:\n    matchLabels: {app: agent}\n  template:\n    metadata:\n      labels: {app: agent}\n    spec:\n      containers:\n        - name: agent\n          image: agent:1.0\n          ports:\n            - containerPort: 8080\n              hostPort: 80\n',
      note: 'One on every node: such as an ingress controller.',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(hostPorts, manifest.pods, minorOf(kubernetesVersion))) {
      const { container, pod, value } = violation;
      const message = `${container?.titleLabel} takes port ${value.text} of its node (hostPort), so that only one such pod fits on a node: use a Service`;
      const finding = report(placeOf(violation), message);
      // On the network of the node every port is the node's, and an agent is on each node once.
      if (isNodeAgent(pod) || pod.spec.get('hostNetwork').boolean === true) finding.onlyIn('all').grade('info');
      offerRemedy(finding, violation);
    }
  },
});
