import type { Container } from '../../kubernetes/container.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { privilegeEscalation } from '../../kubernetes/pod-security/privilege-escalation.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(privilegeEscalation, {
  id: 'no-privilege-escalation',
  category: 'security',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let no process gain more than it was started with',
  why: 'With `allowPrivilegeEscalation: false` the kernel sets no_new_privs: a process that was started as an ordinary user cannot become root through a file with the set-user-ID bit, such as `sudo` or `su`. It costs nothing unless the application uses these. The restricted level of the Pod Security Standards asks for it.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/privilege-escalation-container',
    'polaris/privilegeEscalationAllowed',
    'trivy/KSV-0001',
    'checkov/CKV_K8S_20',
    'kics/Privilege Escalation Allowed',
    'monokle/PSS202',
    'kubesec/AllowPrivilegeEscalation',
    'kubescape/C-0016',
    'datree/CONTAINERS_MISSING_KEY_ALLOWPRIVILEGEESCALATION',
    'psa/allowPrivilegeEscalation',
  ],
  fix: 'suggested',
  fixing:
    'Sets `allowPrivilegeEscalation: false`. Refused for privileged containers and those with SYS_ADMIN, for which the API server accepts no such thing.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        allowPrivilegeEscalation: true\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        allowPrivilegeEscalation: false\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        allowPrivilegeEscalation: false\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        allowPrivilegeEscalation: false\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n',
      preset: 'strict',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    // Windows knows nothing of it, whatever the version.
    const pods = manifest.pods.filter(({ isWindows }) => !isWindows);
    for (const violation of breachesOf(privilegeEscalation, pods, minorOf(kubernetesVersion))) {
      const { container, value } = violation;
      if (!container) continue;
      const finding = value.exists
        ? report(
            placeOf(violation),
            `${container.titleLabel} lets its processes become more than they are (allowPrivilegeEscalation): forbid it`,
          ).grade('warning')
        : report(
            container.span,
            `${container.titleLabel} may become more than it is through set-user-ID files: set allowPrivilegeEscalation: false`,
          ).onlyIn('strict');
      const isAlmighty = container.isPrivileged || addsSysAdmin(container);
      if (isAlmighty) finding.onlyIn('all').grade('hint');
      else if (!value.exists) finding.as(...names);
      offerRemedy(finding, violation);
    }
  },
});

/** What peers call it where nothing is set. */
const names = [
  'polaris/privilegeEscalationAllowed',
  'trivy/KSV-0001',
  'checkov/CKV_K8S_20',
  'kics/Privilege Escalation Allowed',
  'monokle/PSS202',
  'kubesec/AllowPrivilegeEscalation',
  'kubescape/C-0016',
  'datree/CONTAINERS_MISSING_KEY_ALLOWPRIVILEGEESCALATION',
  'psa/allowPrivilegeEscalation',
];

function addsSysAdmin({ value }: Container): boolean {
  return value.at('securityContext', 'capabilities', 'add').items.some(({ text }) => text === 'SYS_ADMIN');
}
