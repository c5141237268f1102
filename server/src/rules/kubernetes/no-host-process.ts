import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { windowsHostProcess } from '../../kubernetes/pod-security/windows-host-process.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(windowsHostProcess, {
  id: 'no-host-process',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run no Windows container as a process of its node',
  why: 'With `hostProcess: true` a Windows container is no container: it runs as a process of the node, on its network and with its files, often as SYSTEM. It is meant for what installs drivers and networks on nodes. The baseline level of the Pod Security Standards forbids it.',
  lesson: 'unprivileged',
  aliases: [
    'polaris/hostProcess',
    'trivy/KSV-0103',
    'monokle/PSS101',
    'datree/EKS_INVALID_HOSTPROCESS_VALUE',
    'psa/windowsHostProcess',
  ],
  fix: 'manual',
  fixing: 'Sets `hostProcess: false`. What the application then may no longer do is for you to find out.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tasks/configure-pod-container/create-hostprocess-pod/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        windowsOptions:\n          hostProcess: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        windowsOptions:\n          hostProcess: false\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        windowsOptions:\n          runAsUserName: ContainerUser\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(windowsHostProcess, manifest.pods, minorOf(kubernetesVersion))) {
      const owner = violation.container?.titleLabel ?? violation.pod.resource.label;
      const message = `${owner} is a process of its Windows node, not a container (hostProcess): run it as a container`;
      const finding = report(placeOf(violation), message);
      if (isNodeAgent(violation.pod)) finding.grade('info');
      offerRemedy(finding, violation);
    }
  },
});
