import type { Container } from '../../kubernetes/container.ts';
import { usualCapabilities } from '../../kubernetes/pod-security/capabilities-baseline.ts';
import { capabilitiesRestricted } from '../../kubernetes/pod-security/capabilities-restricted.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(capabilitiesRestricted, {
  id: 'drop-all-capabilities',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Drop all capabilities',
  why: 'Container runtimes give every container a dozen capabilities: to change owners, to become other users, to send raw packets. Most applications need none. With `drop: [ALL]` a process has none even as root, and gets back by name what it needs. The restricted level of the Pod Security Standards asks for it from version 1.22 on, and gives back NET_BIND_SERVICE alone.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/drop-net-raw-capability',
    'polaris/insecureCapabilities',
    'trivy/KSV-0003',
    'trivy/KSV-0004',
    'trivy/KSV-0106',
    'trivy/KSV-0119',
    'checkov/CKV_K8S_28',
    'checkov/CKV_K8S_37',
    'kics/No Drop Capabilities for Containers',
    'kics/Not Limited Capabilities For Container',
    'kics/NET_RAW Capabilities Not Being Dropped',
    'monokle/PSS206',
    'monokle/KBP103',
    'kubesec/CapDropAll',
    'kubesec/CapDropAny',
    'datree/EKS_INVALID_CAPABILITIES_EKS',
    'datree/CIS_MISSING_VALUE_DROP_NET_RAW',
    'psa/capabilities_restricted',
  ],
  fix: 'suggested',
  fixing:
    'Adds ALL to what is dropped, and gives back NET_BIND_SERVICE where the container declares a port below 1024. Not applied in bulk to containers that may run as root, which may need one of the others to start. Refused for privileged containers, which have them all.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop:\n            - ALL\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 80\n      securityContext:\n        runAsUser: 101\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      ports:\n        - containerPort: 80\n      securityContext:\n        runAsUser: 101\n        capabilities:\n          drop:\n            - ALL\n          add:\n            - NET_BIND_SERVICE\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop:\n            - NET_RAW # no pings\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop:\n            - ALL\n            - NET_RAW # no pings\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop: [ALL]\n          add: [NET_BIND_SERVICE]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  os:\n    name: windows\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const pods = manifest.pods.filter(({ isWindows }) => !isWindows);
    for (const violation of breachesOf(capabilitiesRestricted, pods, minorOf(kubernetesVersion))) {
      const { container, value } = violation;
      if (!container) continue;
      if (value.key === 'drop') {
        const finding = report(
          placeOf(violation),
          `${container.titleLabel} keeps ${keptBy(container)}: drop ALL, and give back what it needs`,
        ).as(...namesFor(container));
        // A privileged container has all of them, whatever it drops; others may have named them all one by one.
        const isIdle = container.isPrivileged || container.role === 'ephemeral' || dropsUsual(container);
        if (isIdle) finding.onlyIn('all').grade('hint');
        offerRemedy(finding, violation);
      } else if (value.span) {
        const finding = report(
          value.span,
          `${container.titleLabel} is given ${value.text}, which the restricted level allows nobody: see whether it can do without`,
        )
          .as(
            'trivy/KSV-0106',
            'monokle/PSS206',
            'psa/capabilities_restricted',
            ...(isRaw(value.text) ? ['kube-linter/drop-net-raw-capability', 'trivy/KSV-0119'] : []),
          )
          .onlyIn('all')
          .grade('hint');
        offerRemedy(finding, violation);
      }
    }
  },
});

const always = [
  'trivy/KSV-0003',
  'trivy/KSV-0106',
  'checkov/CKV_K8S_37',
  'kics/Not Limited Capabilities For Container',
  'monokle/PSS206',
  'monokle/KBP103',
  'kubesec/CapDropAll',
  'datree/EKS_INVALID_CAPABILITIES_EKS',
  'psa/capabilities_restricted',
];
const withoutAny = ['trivy/KSV-0004', 'kics/No Drop Capabilities for Containers', 'kubesec/CapDropAny'];
const withRaw = [
  'trivy/KSV-0119',
  'checkov/CKV_K8S_28',
  'kics/NET_RAW Capabilities Not Being Dropped',
  'datree/CIS_MISSING_VALUE_DROP_NET_RAW',
];

/** What peers call it: some ask for any to be dropped, some for NET_RAW in particular. */
function namesFor(container: Container): readonly string[] {
  const capabilities = container.value.at('securityContext', 'capabilities');
  const dropped = capabilities.get('drop').items;
  const keepsRaw = !dropped.some(({ text }) => isRaw(text));
  return [
    ...always,
    ...(dropsUsual(container) ? [] : ['polaris/insecureCapabilities']),
    ...(dropped.length === 0 ? withoutAny : []),
    ...(keepsRaw ? withRaw : []),
    ...(keepsRaw && capabilities.exists ? ['kube-linter/drop-net-raw-capability'] : []),
  ];
}

/** Whether it drops by name all that a runtime gives, or ALL in letters that only the runtime takes for it. */
function dropsUsual({ value }: Container): boolean {
  const names = value.at('securityContext', 'capabilities', 'drop').items.map(({ text }) => text?.toUpperCase());
  return names.includes('ALL') || [...usualCapabilities, 'NET_RAW'].every((name) => names.includes(name));
}

function isRaw(text: string | undefined): boolean {
  return text === 'NET_RAW' || text?.toUpperCase() === 'ALL';
}

function keptBy(container: Container): string {
  const dropped = container.value.at('securityContext', 'capabilities', 'drop').items.length;
  return dropped > 0 ? 'most of the capabilities that the runtime gives' : 'all capabilities that the runtime gives';
}
