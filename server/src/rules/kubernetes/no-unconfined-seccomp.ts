import type { Container } from '../../kubernetes/container.ts';
import { isConfined } from '../../kubernetes/hardening.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { seccompBaseline } from '../../kubernetes/pod-security/seccomp-baseline.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(seccompBaseline, {
  id: 'no-unconfined-seccomp',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Filter system calls',
  why: 'A seccomp profile decides which of some 400 system calls a process may make. That of the runtime forbids about 50 that hardly any application makes and most escapes from containers have needed. `Unconfined` takes it away. The baseline level of the Pod Security Standards forbids that.',
  lesson: 'unprivileged',
  aliases: [
    'polaris/linuxHardening',
    'trivy/KSV-0104',
    'monokle/PSS110',
    'kubesec/SeccompUnconfined',
    'datree/CIS_INVALID_VALUE_SECCOMP_PROFILE',
    'psa/seccompProfile_baseline',
  ],
  fix: 'manual',
  fixing: 'Sets the profile of the runtime. An application that makes unusual system calls needs a profile of its own.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tutorials/security/seccomp/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: Unconfined\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    seccompProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        seccompProfile: {type: Localhost, localhostProfile: web.json}\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(seccompBaseline, manifest.pods, minorOf(kubernetesVersion))) {
      const { container, pod } = violation;
      const owner = container?.titleLabel ?? pod.resource.label;
      const message = `${owner} may make every system call (${violation.field}): use the profile of the runtime`;
      const finding = report(placeOf(violation), message);
      const meant = container ? [container] : pod.containers.filter(inheritsSeccomp);
      finding.as(...names, ...(meant.every(isConfined) ? [] : ['polaris/linuxHardening']));
      // What every container overrides says nothing.
      if (!container && meant.length === 0 && pod.containers.length > 0) finding.onlyIn('all').grade('hint');
      // Nothing is filtered for a privileged container, whatever it says.
      if (container?.isPrivileged) finding.onlyIn('all').grade('info');
      offerRemedy(finding, violation);
    }
  },
});

function inheritsSeccomp({ value }: Container): boolean {
  return !value.at('securityContext', 'seccompProfile').exists;
}

const names = [
  'trivy/KSV-0104',
  'monokle/PSS110',
  'kubesec/SeccompUnconfined',
  'datree/CIS_INVALID_VALUE_SECCOMP_PROFILE',
  'psa/seccompProfile_baseline',
];
