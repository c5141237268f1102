import type { Reporter } from '../../core/report.ts';
import type { Container } from '../../kubernetes/container.ts';
import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { runAsUser } from '../../kubernetes/pod-security/run-as-user.ts';
import { hasUserNamespace } from '../../kubernetes/pod-security/settings.ts';
import { podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(runAsUser, {
  id: 'no-root-user',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not ask for user 0',
  why: '`runAsUser: 0` makes root even of an image that has a user of its own. Root in a container owns every file it can reach there and, after one mistake of the kernel or the runtime, the node. Where it is only to prepare a volume, `fsGroup` does that without root. The restricted level of the Pod Security Standards forbids it from version 1.23 on.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/run-as-non-root',
    'polaris/runAsRootAllowed',
    'trivy/KSV-0012',
    'trivy/KSV-0105',
    'trivy/KSV-0116',
    'checkov/CKV_K8S_23',
    'kics/Containers Running As Root',
    'monokle/PSS204',
    'monokle/KBP109',
    'kubesec/RunAsNonRoot',
    'kubescape/C-0013',
    'psa/runAsUser',
  ],
  fix: 'none',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 0\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'What the right user is, nobody but you knows.',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsUser: 0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsUser: 10001\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        runAsUser: 0\n',
      note: 'In its own user namespace, root is nobody outside of it.',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      const user = container.security('runAsUser');
      if (user.number === 0 && user.span) {
        const finding = report(user.span, `${container.titleLabel} runs as root, user 0: choose another user`).as(
          ...userNames,
        );
        // An init container is gone when the application starts.
        if (container.role === 'init') finding.grade('info');
        // An agent may have to read what is the node's.
        if (isNodeAgent(container.pod) || user.isOptionalBeside(container.value))
          finding.onlyIn('strict').grade('info');
        // A privileged container has a finding that says more; in its own user namespace root is nobody outside of it.
        if (container.isPrivileged || hasUserNamespace(container.pod)) finding.onlyIn('all').grade('info');
      }
      tellRootGroup(container, report);
    }
  },
});

const userNames = [
  'kube-linter/run-as-non-root',
  'polaris/runAsRootAllowed',
  'trivy/KSV-0012',
  'trivy/KSV-0105',
  'checkov/CKV_K8S_23',
  'kics/Containers Running As Root',
  'monokle/PSS204',
  'kubesec/RunAsNonRoot',
  'kubescape/C-0013',
  'psa/runAsUser',
];

/** Group 0 owns little, and images for OpenShift are made for it: a matter of taste. */
function tellRootGroup(container: Container, report: Reporter): void {
  const group = container.security('runAsGroup');
  if (group.number !== 0 || !group.span) return;
  report(group.span, `${container.titleLabel} runs as the group of root, 0: choose another group`)
    .as('kube-linter/run-as-non-root', 'trivy/KSV-0116', 'monokle/KBP109', 'kubescape/C-0013')
    .onlyIn('all')
    .grade('hint');
}
