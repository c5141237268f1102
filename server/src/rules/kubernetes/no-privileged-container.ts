import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { privileged } from '../../kubernetes/pod-security/privileged.ts';
import { hasUserNamespace } from '../../kubernetes/pod-security/settings.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(privileged, {
  id: 'no-privileged-container',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run no privileged containers',
  why: 'A privileged container has every capability and every device of its node: whoever gets into it has the node, and with it the other pods. Where one kernel feature is needed, a single capability or a device plugin gives just that. The baseline level of the Pod Security Standards forbids it.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/privileged-container',
    'kube-score/container-security-context-privileged',
    'polaris/runAsPrivileged',
    'trivy/KSV-0017',
    'checkov/CKV_K8S_16',
    'kics/Container Is Privileged',
    'monokle/PSS103',
    'kubesec/Privileged',
    'kubescape/C-0057',
    'datree/CONTAINERS_INCORRECT_PRIVILEGED_VALUE_TRUE',
    'psa/privileged',
  ],
  fix: 'manual',
  fixing:
    'Sets `privileged: false`. What the container needs instead, a capability or nothing, is for you to find out, so it is never applied in bulk.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true\n        privileged: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true\n        privileged: false\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: build\nspec:\n  hostUsers: false\n  containers:\n    - name: build\n      image: build:1.0\n      securityContext:\n        privileged: true\n',
      note: 'In its own user namespace it is root of nothing but itself.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true\n        privileged: false\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(privileged, manifest.pods, minorOf(kubernetesVersion))) {
      const { container, pod } = violation;
      const message = `${container?.titleLabel} is privileged, which gives it the node: ask for the one capability it needs`;
      const finding = report(placeOf(violation), message);
      // In a user namespace of its own, root and all its powers end at the container's wall (Kubernetes 1.33).
      if (hasUserNamespace(pod)) finding.onlyIn('all').grade('info');
      offerRemedy(finding, violation);
    }
  },
});
