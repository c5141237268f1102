import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { capabilitiesBaseline, usualCapabilities } from '../../kubernetes/pod-security/capabilities-baseline.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(capabilitiesBaseline, {
  id: 'no-added-capabilities',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Add no powerful capabilities',
  why: "A capability is a part of root's power over the whole node: with SYS_ADMIN a process mounts file systems and leaves its container, with NET_ADMIN it rewrites routes and firewalls, with SYS_PTRACE it reads other processes. The baseline level of the Pod Security Standards allows only those that container runtimes give anyway, without NET_RAW.",
  lesson: 'unprivileged',
  aliases: [
    'polaris/dangerousCapabilities',
    'trivy/KSV-0005',
    'trivy/KSV-0022',
    'trivy/KSV-0120',
    'checkov/CKV_K8S_25',
    'checkov/CKV_K8S_39',
    'kics/Containers With Added Capabilities',
    'kics/Containers With Sys Admin Capabilities',
    'monokle/PSS104',
    'monokle/KBP100',
    'kubesec/CapSysAdmin',
    'kubescape/C-0046',
    'datree/CONTAINERS_INVALID_CAPABILITIES_VALUE',
    'psa/capabilities_baseline',
  ],
  fix: 'manual',
  fixing:
    'Takes the capability out of the list. Whether the application can do without is for you to find out, so it is never applied in bulk.',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://man7.org/linux/man-pages/man7/capabilities.7.html',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop: [ALL]\n          add:\n            - SYS_ADMIN\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop: [ALL]\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          add: [CHOWN, NET_ADMIN]\n          drop: [ALL]\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          add: [CHOWN]\n          drop: [ALL]\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      securityContext:\n        capabilities:\n          drop: [ALL]\n          add: [NET_BIND_SERVICE]\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(capabilitiesBaseline, manifest.pods, minorOf(kubernetesVersion))) {
      const written = violation.value.text ?? '';
      // Container runtimes do not mind the case.
      const name = written.toUpperCase();
      const message = `${violation.container?.titleLabel} is given ${written}, ${powers[name] ?? 'which few applications need'}: do without it`;
      const finding = report(placeOf(violation), message).as(...common, ...(special[name] ?? []));
      // Routes, packets and processes of the node are what its agents are there for.
      const isForNode = isNodeAgent(violation.pod) && !boundless.has(name);
      if (mild.has(name) || isForNode) finding.onlyIn('strict').grade('info');
      offerRemedy(finding, violation);
    }
    for (const container of manifest.containers) {
      for (const { text, span } of container.value.at('securityContext', 'capabilities', 'add').items) {
        // Harmless, and what is given back where all have been dropped.
        if (text === undefined || !span || text === 'NET_BIND_SERVICE' || !usualCapabilities.has(text)) continue;
        report(span, `${container.titleLabel} is given ${text}: see whether it can do without`)
          .as('checkov/CKV_K8S_25', 'kics/Containers With Added Capabilities')
          .onlyIn('all')
          .grade('hint');
      }
    }
  },
});

/** What peers call every capability that is added, and some in particular. */
const common = [
  'trivy/KSV-0022',
  'checkov/CKV_K8S_25',
  'kics/Containers With Added Capabilities',
  'monokle/PSS104',
  'kubescape/C-0046',
  'datree/CONTAINERS_INVALID_CAPABILITIES_VALUE',
  'psa/capabilities_baseline',
];
const special: Readonly<Record<string, readonly string[]>> = {
  ALL: ['polaris/dangerousCapabilities', 'trivy/KSV-0005', 'checkov/CKV_K8S_39', 'monokle/KBP100'],
  SYS_ADMIN: [
    'polaris/dangerousCapabilities',
    'trivy/KSV-0005',
    'checkov/CKV_K8S_39',
    'kics/Containers With Sys Admin Capabilities',
    'monokle/KBP100',
    'kubesec/CapSysAdmin',
  ],
  NET_ADMIN: ['polaris/dangerousCapabilities'],
  SYS_MODULE: ['trivy/KSV-0120'],
};

/** What a process can do with a capability (capabilities(7), Linux man-pages 6.9). */
const powers: Readonly<Record<string, string>> = {
  ALL: 'all there are, as a privileged container',
  SYS_ADMIN: 'with which it mounts file systems and can leave its container',
  SYS_MODULE: 'with which it loads modules into the kernel of the node',
  SYS_PTRACE: 'with which it reads and changes other processes',
  SYS_RAWIO: 'with which it reads and writes the memory and the devices of the node',
  SYS_BOOT: 'with which it restarts the node',
  SYS_TIME: 'with which it sets the clock of the node',
  DAC_READ_SEARCH: 'with which it reads every file, and can leave its container',
  BPF: 'with which it loads programs into the kernel of the node',
  NET_ADMIN: 'with which it changes routes and firewalls',
  NET_RAW: 'with which it forges packets',
};

/** With these there is no wall left around a container. */
const boundless: ReadonlySet<string> = new Set(['ALL', 'SYS_ADMIN', 'SYS_MODULE', 'SYS_RAWIO', 'DAC_READ_SEARCH']);

/** These give little away: memory that is not swapped out, priorities, pings, logs. */
const mild: ReadonlySet<string> = new Set([
  'IPC_LOCK',
  'SYS_NICE',
  'SYS_RESOURCE',
  'NET_RAW',
  'SYSLOG',
  'AUDIT_READ',
  'LEASE',
  'WAKE_ALARM',
  'BLOCK_SUSPEND',
]);
