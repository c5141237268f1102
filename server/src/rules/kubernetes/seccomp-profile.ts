import { isConfined } from '../../kubernetes/hardening.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { seccompRestricted } from '../../kubernetes/pod-security/seccomp-restricted.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(seccompRestricted, {
  id: 'seccomp-profile',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Ask for a seccomp profile',
  why: 'A seccomp profile decides which of some 400 system calls a process may make. Unless its kubelet was started with `--seccomp-default`, a node filters nothing for pods that ask for nothing. That of the runtime forbids about 50 calls that hardly any application makes. The restricted level of the Pod Security Standards asks for a profile from version 1.19 on.',
  lesson: 'unprivileged',
  aliases: [
    'kube-score/container-seccomp-profile',
    'polaris/linuxHardening',
    'trivy/KSV-0030',
    'trivy/KSV-0104',
    'checkov/CKV_K8S_31',
    'kics/Seccomp Profile Is Not Configured',
    'monokle/PSS205',
    'kubesec/SeccompAny',
    'datree/CONTAINERS_INCORRECT_SECCOMP_PROFILE',
    'datree/CIS_INVALID_VALUE_SECCOMP_PROFILE',
    'psa/seccompProfile_restricted',
  ],
  fix: 'suggested',
  fixing: 'Sets `seccompProfile.type: RuntimeDefault` for the pod, which all its containers inherit.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://kubernetes.io/docs/tutorials/security/seccomp/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    runAsNonRoot: true\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const pods = manifest.pods.filter(({ isWindows }) => !isWindows);
    for (const violation of breachesOf(seccompRestricted, pods, minorOf(kubernetesVersion))) {
      const { container, value } = violation;
      // A profile that filters nothing is a matter of `no-unconfined-seccomp`.
      if (!container || value.exists || container.role === 'ephemeral') continue;
      const finding = report(
        placeOf(violation),
        `${container.titleLabel} asks for no seccomp profile: use that of the runtime`,
      );
      finding.as(...names, ...(isConfined(container) ? [] : ['polaris/linuxHardening']));
      // Nothing is filtered for a privileged container, whatever it says.
      if (container.isPrivileged) finding.onlyIn('all').grade('hint');
      offerRemedy(finding, violation);
    }
  },
});

const names = [
  'kube-score/container-seccomp-profile',
  'trivy/KSV-0030',
  'trivy/KSV-0104',
  'checkov/CKV_K8S_31',
  'kics/Seccomp Profile Is Not Configured',
  'monokle/PSS205',
  'kubesec/SeccompAny',
  'datree/CONTAINERS_INCORRECT_SECCOMP_PROFILE',
  'datree/CIS_INVALID_VALUE_SECCOMP_PROFILE',
  'psa/seccompProfile_restricted',
];
