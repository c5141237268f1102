import { setInContainer } from '../../kubernetes/edits.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'security-context',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Give every container a security context',
  why: 'Without a `securityContext` a container has what its runtime gives: the user of the image, a dozen capabilities, set-user-ID files that work. Somebody who wrote one has thought about it. Which fields it should have, other rules say.',
  lesson: 'unprivileged',
  aliases: [
    'trivy/KSV-0118',
    'checkov/CKV_K8S_29',
    'checkov/CKV_K8S_30',
    'kics/Pod or Container Without Security Context',
    'kubescape/C-0211',
    'datree/CIS_MISSING_KEY_SECURITYCONTEXT',
  ],
  fix: 'manual',
  fixing:
    'Writes what the restricted level of the Pod Security Standards asks of a container. An image that starts as root may need a capability back.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        allowPrivilegeEscalation: false\n        capabilities:\n          drop:\n            - ALL\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        allowPrivilegeEscalation: false\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      if (container.value.get('securityContext').exists || container.role === 'ephemeral' || container.pod.isWindows)
        continue;
      const isWithoutAny = !container.pod.securityContext.exists;
      report(container.span, `${container.titleLabel} has no securityContext: say what it may do`)
        .as(...names, ...(isWithoutAny ? ['checkov/CKV_K8S_29'] : []))
        .fix('Write a restricted securityContext', () =>
          setInContainer(container, ['securityContext'], {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
          }),
        );
    }
  },
});

const names = [
  'trivy/KSV-0118',
  'checkov/CKV_K8S_30',
  'kics/Pod or Container Without Security Context',
  'kubescape/C-0211',
  'datree/CIS_MISSING_KEY_SECURITYCONTEXT',
];
