import { hostProbes } from '../../kubernetes/pod-security/host-probes.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(hostProbes, {
  id: 'no-probe-host',
  category: 'reliability',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let probes and hooks ask the pod itself',
  why: "The kubelet sends the requests of probes and hooks from the network of the node. Without `host` they go to the pod; with one they go wherever it says: `localhost` is the node, not the container, so that the probe asks the wrong process, and any other host lets whoever writes the manifest send requests from inside the node's network. From version 1.34 on the baseline level of the Pod Security Standards forbids it.",
  aliases: ['psa/hostProbesAndHostLifecycle'],
  fix: 'suggested',
  fixing:
    'Removes `host`, so that the pod is asked. Its application must listen on the address of the pod, not on its loopback alone.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/#http-probes',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          host: localhost\n          path: /healthz\n          port: 8080\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          path: /healthz\n          port: 8080\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  containers:\n    - name: web\n      image: web:1.0\n      livenessProbe:\n        httpGet:\n          host: 127.0.0.1\n          path: /healthz\n          port: 8080\n',
      note: 'On the network of the node, its loopback is the right one.',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(hostProbes, manifest.pods, minorOf(kubernetesVersion))) {
      const { container, field, pod, value } = violation;
      const onNode = pod.spec.get('hostNetwork');
      // Where the pod may be on the network of its node, that is its own network.
      if (onNode.hasKey && onNode.isUnknown) continue;
      const asked = loopback.has(value.text ?? '') ? 'the node, not the container' : 'that host, from inside the node';
      const message = `${container?.titleLabel}: ${field} ${value.text} is ${asked}: leave it out, and the pod is asked`;
      const finding = report(placeOf(violation), message);
      if (onNode.boolean === true) finding.onlyIn('all').grade('info');
      offerRemedy(finding, violation);
    }
  },
});

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '::1']);
