import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { seLinux } from '../../kubernetes/pod-security/se-linux.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(seLinux, {
  id: 'no-custom-selinux',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave the SELinux type, user and role to the runtime',
  why: "On nodes with SELinux the type `container_t` keeps a container from the files and processes of the node. Another type may give all of that back: `spc_t` is a container without walls. The baseline level of the Pod Security Standards allows only the types that are made for containers, and no user or role of one's own.",
  lesson: 'unprivileged',
  aliases: [
    'trivy/KSV-0025',
    'monokle/PSS108',
    'datree/EKS_INVALID_SELINUXOPTIONS_TYPE_VALUE',
    'datree/EKS_INVALID_SELINUXOPTIONS_USER_VALUE',
    'datree/EKS_INVALID_SELINUXOPTIONS_ROLE_VALUE',
    'psa/seLinuxOptions',
  ],
  fix: 'manual',
  fixing:
    'Removes the field, so that the runtime chooses. What the application then may no longer do is for you to find out.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        seLinuxOptions:\n          type: spc_t\n          level: s0:c1,c2\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        seLinuxOptions:\n          level: s0:c1,c2\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seLinuxOptions:\n      type: container_t\n      level: s0:c1,c2\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seLinuxOptions:\n      type: container_engine_t\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'Since Kubernetes 1.31.',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(seLinux, manifest.pods, minorOf(kubernetesVersion))) {
      const { container, field, pod, value } = violation;
      const owner = container?.titleLabel ?? pod.resource.label;
      const message = `${owner} sets ${field} to ${value.text}, which no container is meant to have: leave it to the runtime`;
      const finding = report(placeOf(violation), message);
      if (isNodeAgent(pod) || container?.isPrivileged) finding.grade('info');
      offerRemedy(finding, violation);
    }
  },
});
