import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { setInPod } from '../../kubernetes/pod-edits.ts';
import { appArmor } from '../../kubernetes/pod-security/app-armor.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(appArmor, {
  id: 'keep-apparmor',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Keep the AppArmor profile of the runtime',
  why: "On nodes with AppArmor the runtime confines every container by a profile that forbids mounting, writing to `/proc` and `/sys`, and tracing other containers. `Unconfined` takes that away. The baseline level of the Pod Security Standards forbids it. Where nothing is set, the runtime's profile holds on nodes that have AppArmor.",
  lesson: 'unprivileged',
  aliases: [
    'trivy/KSV-0002',
    'kics/Missing App Armor Config',
    'monokle/PSS107',
    'kubesec/ApparmorAny',
    'kubesec/ApparmorUnconfined',
    'psa/appArmorProfile',
  ],
  fix: 'suggested',
  fixing:
    'Sets the profile of the runtime. Where another was chosen that is a matter for you, and not applied in bulk.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/tutorials/security/apparmor/',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        appArmorProfile:\n          type: Unconfined\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        appArmorProfile:\n          type: RuntimeDefault\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/web: unconfined\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    container.apparmor.security.beta.kubernetes.io/web: runtime/default\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    appArmorProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
      preset: 'all',
      note: 'Said aloud, the profile is asked for, and not left to the node.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  securityContext:\n    appArmorProfile:\n      type: RuntimeDefault\n  containers:\n    - name: web\n      image: web:1.0\n',
      preset: 'all',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const version = minorOf(kubernetesVersion);
    for (const violation of breachesOf(appArmor, manifest.pods, version)) {
      const owner = violation.container?.titleLabel ?? violation.pod.resource.label;
      const message = `${owner} is not confined by AppArmor (${violation.field}): keep the profile of the runtime`;
      const finding = report(placeOf(violation), message);
      if (isNodeAgent(violation.pod)) finding.grade('info');
      // A privileged container has no walls that a profile could be part of.
      if (violation.container?.isPrivileged) finding.onlyIn('all').grade('info');
      offerRemedy(
        finding.as('trivy/KSV-0002', 'monokle/PSS107', 'kubesec/ApparmorUnconfined', 'psa/appArmorProfile'),
        violation,
      );
    }
    for (const container of manifest.containers) {
      const { pod } = container;
      const annotation = `container.apparmor.security.beta.kubernetes.io/${container.name}`;
      const isSet = container.security('appArmorProfile').exists || pod.metadata.at('annotations', annotation).exists;
      if (isSet || container.role === 'ephemeral' || pod.isWindows) continue;
      const finding = report(
        container.span,
        `${container.titleLabel} names no AppArmor profile: ask for that of the runtime`,
      )
        .as('trivy/KSV-0002', 'kics/Missing App Armor Config', 'kubesec/ApparmorAny')
        .onlyIn('all')
        .grade('hint');
      // The field came with Kubernetes 1.30, for what was an annotation for each container.
      if (version >= 30)
        finding.fix('Ask for the AppArmor profile of the runtime', () =>
          setInPod(pod, ['securityContext', 'appArmorProfile', 'type'], 'RuntimeDefault'),
        );
    }
  },
});
