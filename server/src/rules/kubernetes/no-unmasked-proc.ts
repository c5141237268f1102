import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { procMount } from '../../kubernetes/pod-security/proc-mount.ts';
import { hasUserNamespace } from '../../kubernetes/pod-security/settings.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(procMount, {
  id: 'no-unmasked-proc',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Leave /proc masked',
  why: 'The runtime hides the parts of `/proc` through which a process can change the kernel of the node or read its keys. `procMount: Unmasked` shows them. Only in a user namespace of its own (`hostUsers: false`) a container may have them without harm, to build containers inside. Otherwise the baseline level of the Pod Security Standards forbids it.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/unsafe-proc-mount',
    'polaris/procMount',
    'trivy/KSV-0027',
    'kics/Container Runs Unmasked',
    'monokle/PSS109',
    'kubesec/ProcMount',
    'psa/procMount',
  ],
  fix: 'manual',
  fixing: 'Removes `procMount`. What builds containers inside a container needs it, and `hostUsers: false` beside it.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        procMount: Unmasked\n        runAsNonRoot: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        procMount: Unmasked\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        procMount: Default\n',
    },
  ],
  check({ manifest, report }) {
    for (const violation of breachesOf(procMount, manifest.pods, 0)) {
      const { container, pod, value } = violation;
      const message = `${container?.titleLabel} sees all of /proc (procMount: ${value.text}), and so the kernel of its node: leave it masked`;
      const finding = report(placeOf(violation), message);
      if (hasUserNamespace(pod)) finding.onlyIn('all').grade('info');
      offerRemedy(finding, violation);
    }
  },
});
