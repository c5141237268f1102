import { isChartTest } from '../../kubernetes/hooks.ts';
import { forbidRoot, runAsNonRoot } from '../../kubernetes/pod-security/run-as-non-root.ts';
import { hasUserNamespace } from '../../kubernetes/pod-security/settings.ts';
import { podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(runAsNonRoot, {
  id: 'run-as-non-root',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Run containers as a user that is not root',
  why: 'Most images run as root unless told otherwise. Root in a container owns every file it can reach there and, after one mistake of the kernel or the runtime, the node. With `runAsNonRoot: true` the kubelet refuses to start an image that would run as root, so that nobody finds out by accident. The restricted level of the Pod Security Standards asks for it.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/run-as-non-root',
    'polaris/runAsRootAllowed',
    'trivy/KSV-0012',
    'checkov/CKV_K8S_23',
    'kics/Containers Running As Root',
    'monokle/PSS203',
    'kubesec/RunAsNonRoot',
    'kubescape/C-0013',
    'datree/CONTAINERS_INCORRECT_RUNASNONROOT_VALUE',
    'psa/runAsNonRoot',
  ],
  fix: 'suggested',
  fixing:
    'Sets `runAsNonRoot: true` for the pod, which all its containers inherit, or for the container where it sets the opposite itself or another one of the pod asks for root. The image must name its user by number, or the manifest by `runAsUser`.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: false # for now\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true # for now\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n    - name: agent\n      image: agent:1.0\n      securityContext:\n        privileged: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsNonRoot: true\n    - name: agent\n      image: agent:1.0\n      securityContext:\n        privileged: true\n',
      note: 'For the pod it would stop the container that asks for root.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 0\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'Root by choice: of that, `no-root-user` speaks.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'In its own user namespace, root is nobody outside of it.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      // In a user namespace of its own, root is nobody outside of it (Kubernetes 1.33).
      if (hasUserNamespace(container.pod)) continue;
      if (container.pod.isWindows || container.asksForRoot) continue;
      const user = container.security('runAsUser');
      const nonRoot = container.security('runAsNonRoot');
      if ((user.number ?? 0) > 0 || nonRoot.boolean === true) continue;
      if (nonRoot.boolean !== false && (nonRoot.exists || user.exists)) continue;
      const finding = report(
        nonRoot.span ?? container.span,
        `${container.titleLabel} may run as root: set runAsNonRoot, so that an image that would is not started`,
      ).fix('Set runAsNonRoot: true', () => forbidRoot(container, container.pod));
      if (isChartTest(container.pod.resource)) finding.onlyIn('strict');
    }
  },
});
