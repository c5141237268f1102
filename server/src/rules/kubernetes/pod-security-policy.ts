import { type Built, Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { removeValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'pod-security-policy',
  category: 'security',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let pod security policies allow little',
  why: 'A PodSecurityPolicy decides what pods may ask for, in clusters before Kubernetes 1.25, where Pod Security Admission took its place. What it allows, every service account that may use it can have: privileged containers and the namespaces of the node are the node.',
  aliases: [
    'checkov/CKV_K8S_1',
    'checkov/CKV_K8S_2',
    'checkov/CKV_K8S_3',
    'checkov/CKV_K8S_4',
    'checkov/CKV_K8S_5',
    'checkov/CKV_K8S_6',
    'checkov/CKV_K8S_7',
    'checkov/CKV_K8S_24',
    'checkov/CKV_K8S_32',
    'checkov/CKV_K8S_36',
    'kics/Not Limited Capabilities For Pod Security Policy',
    'kics/PSP Allows Containers To Share The Host Network Namespace',
    'kics/Resource With Allow Privilege Escalation',
    'kics/Root Containers Admitted',
    'kics/PSP Allows Sharing Host IPC',
    'kics/NET_RAW Capabilities Disabled for PodSecurityPolicy',
    'kics/PSP Allows Privilege Escalation',
    'kics/PSP With Added Capabilities',
    'kics/PSP Set To Privileged',
    'kics/PSP Allows Sharing Host PID',
  ],
  fix: 'suggested',
  fixing: 'Sets what the policy should say. Pods that need more are then refused.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-policy/'],
  examples: [
    {
      bad: 'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: web\n  annotations:\n    seccomp.security.alpha.kubernetes.io/allowedProfileNames: runtime/default\nspec:\n  privileged: true\n  allowPrivilegeEscalation: false\n  runAsUser: {rule: MustRunAsNonRoot}\n  seLinux: {rule: RunAsAny}\n  supplementalGroups: {rule: RunAsAny}\n  fsGroup: {rule: RunAsAny}\n  requiredDropCapabilities: [ALL]\n',
      fixed:
        'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: web\n  annotations:\n    seccomp.security.alpha.kubernetes.io/allowedProfileNames: runtime/default\nspec:\n  privileged: false\n  allowPrivilegeEscalation: false\n  runAsUser: {rule: MustRunAsNonRoot}\n  seLinux: {rule: RunAsAny}\n  supplementalGroups: {rule: RunAsAny}\n  fsGroup: {rule: RunAsAny}\n  requiredDropCapabilities: [ALL]\n',
      preset: 'all',
      note: 'Under `strict` it is heard where manifests are meant for a version before 1.25.',
    },
    {
      good: 'apiVersion: policy/v1beta1\nkind: PodSecurityPolicy\nmetadata:\n  name: web\n  annotations:\n    seccomp.security.alpha.kubernetes.io/allowedProfileNames: runtime/default\nspec:\n  privileged: false\n  allowPrivilegeEscalation: false\n  runAsUser: {rule: MustRunAsNonRoot}\n  seLinux: {rule: RunAsAny}\n  supplementalGroups: {rule: RunAsAny}\n  fsGroup: {rule: RunAsAny}\n  requiredDropCapabilities: [ALL]\n',
      preset: 'all',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const isRemoved = minorOf(kubernetesVersion) >= 25;
    for (const policy of manifest.ofKind('PodSecurityPolicy')) {
      for (const { path, isWrong, says, names, mend } of demands) {
        const value = policy.value.at(...path);
        if (!isWrong(value)) continue;
        const span = value.hasKey ? (value.keySpan ?? policy.span) : policy.span;
        const finding = report(span, `${policy.label} ${says}`)
          .as(...names)
          .fix('Forbid it', () => mend(value, policy.value));
        if (isRemoved) finding.onlyIn('all').grade('hint');
      }
    }
  },
});

/** What a policy should say of a field, and what others call it when it does not. */
interface Demand {
  readonly path: readonly string[];
  readonly isWrong: (value: YamlValue) => boolean;
  readonly says: string;
  readonly names: readonly string[];
  readonly mend: (value: YamlValue, policy: YamlValue) => Built;
}

const isTrue = (value: YamlValue) => value.boolean === true;
const set = (path: readonly string[], to: boolean | string | readonly string[]) => (_: YamlValue, policy: YamlValue) =>
  setField(policy, path, to);

const annotation = 'seccomp.security.alpha.kubernetes.io/allowedProfileNames';

const demands: readonly Demand[] = [
  ...(
    [
      ['privileged', 'privileged containers', ['checkov/CKV_K8S_2', 'kics/PSP Set To Privileged']],
      ['hostPID', 'the processes of the node', ['checkov/CKV_K8S_1', 'kics/PSP Allows Sharing Host PID']],
      ['hostIPC', 'the memory of the node', ['checkov/CKV_K8S_3', 'kics/PSP Allows Sharing Host IPC']],
      [
        'hostNetwork',
        'the network of the node',
        ['checkov/CKV_K8S_4', 'kics/PSP Allows Containers To Share The Host Network Namespace'],
      ],
    ] as const
  ).map(([field, what, names]) => ({
    path: ['spec', field],
    isWrong: isTrue,
    says: `allows pods ${what} (${field}): forbid it`,
    names,
    mend: set(['spec', field], false),
  })),
  {
    path: ['spec', 'allowPrivilegeEscalation'],
    isWrong: (value) => !value.exists || isTrue(value),
    says: 'lets processes become more than they are (allowPrivilegeEscalation): forbid it',
    names: [
      'checkov/CKV_K8S_5',
      'kics/PSP Allows Privilege Escalation',
      'kics/Resource With Allow Privilege Escalation',
    ],
    mend: set(['spec', 'allowPrivilegeEscalation'], false),
  },
  {
    path: ['spec', 'runAsUser', 'rule'],
    isWrong: (value) => !value.exists || value.text === 'RunAsAny',
    says: 'allows pods to run as root (runAsUser): ask for MustRunAsNonRoot',
    names: ['checkov/CKV_K8S_6', 'kics/Root Containers Admitted'],
    mend: set(['spec', 'runAsUser', 'rule'], 'MustRunAsNonRoot'),
  },
  {
    path: ['spec', 'requiredDropCapabilities'],
    isWrong: (value) => !value.isOpen && !value.items.some(({ text }) => text === 'ALL'),
    says: 'leaves pods their capabilities, NET_RAW among them (requiredDropCapabilities): let it be ALL',
    names: [
      'checkov/CKV_K8S_7',
      'checkov/CKV_K8S_36',
      'kics/NET_RAW Capabilities Disabled for PodSecurityPolicy',
      'kics/Not Limited Capabilities For Pod Security Policy',
    ],
    mend: (value, policy) =>
      value.hasKey
        ? new Refusal('Which of the capabilities the pods need is not in the policy.')
        : setField(policy, ['spec', 'requiredDropCapabilities'], ['ALL']),
  },
  {
    path: ['spec', 'allowedCapabilities'],
    isWrong: (value) => value.items.length > 0,
    says: 'allows pods to add capabilities (allowedCapabilities): forbid it',
    names: ['checkov/CKV_K8S_24', 'kics/PSP With Added Capabilities'],
    mend: (value) => removeValue(value),
  },
  {
    path: ['metadata', 'annotations', annotation],
    isWrong: (value) => !value.exists,
    says: 'asks for no seccomp profile: allow that of the runtime',
    names: ['checkov/CKV_K8S_32'],
    mend: set(['metadata', 'annotations', annotation], 'runtime/default'),
  },
];
