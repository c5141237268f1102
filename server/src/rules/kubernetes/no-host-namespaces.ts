import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { hostNamespaces } from '../../kubernetes/pod-security/host-namespaces.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { offerRemedy, podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(hostNamespaces, {
  id: 'no-host-namespaces',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Share no network, processes or memory with the node',
  why: 'With `hostNetwork` a pod hears and speaks on every interface of its node, past network policies, and reaches what listens on its loopback; with `hostPID` it sees and may end every process there, and reads their environment; with `hostIPC` it shares their memory. The baseline level of the Pod Security Standards forbids all three. Agents that every node runs may need the network and the processes, and are heard as an information, under `strict`; that they share memory is an information everywhere.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/host-network',
    'kube-linter/host-pid',
    'kube-linter/host-ipc',
    'polaris/hostNetworkSet',
    'polaris/hostPIDSet',
    'polaris/hostIPCSet',
    'trivy/KSV-0008',
    'trivy/KSV-0009',
    'trivy/KSV-0010',
    'checkov/CKV_K8S_17',
    'checkov/CKV_K8S_18',
    'checkov/CKV_K8S_19',
    'kics/Shared Host Network Namespace',
    'kics/Shared Host PID Namespace',
    'kics/Shared Host IPC Namespace',
    'monokle/PSS102',
    'kubesec/HostNetwork',
    'kubesec/HostPID',
    'kubesec/HostIPC',
    'kubescape/C-0038',
    'kubescape/C-0041',
    'datree/CONTAINERS_INCORRECT_HOSTNETWORK_VALUE_TRUE',
    'datree/CONTAINERS_INCORRECT_HOSTPID_VALUE_TRUE',
    'datree/CONTAINERS_INCORRECT_HOSTIPC_VALUE_TRUE',
    'psa/hostNamespaces',
  ],
  fix: 'manual',
  fixing:
    'Removes the field. Whether the application can do without is for you to find out, so it is never applied in bulk.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostPID: true\n  hostIPC: true\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      bad: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\nspec:\n  selector:\n    matchLabels: {app: agent}\n  template:\n    metadata:\n      labels: {app: agent}\n    spec:\n      hostNetwork: true\n      containers:\n        - name: agent\n          image: agent:1.0\n',
      fixed:
        'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\nspec:\n  selector:\n    matchLabels: {app: agent}\n  template:\n    metadata:\n      labels: {app: agent}\n    spec:\n      containers:\n        - name: agent\n          image: agent:1.0\n',
      preset: 'strict',
      note: 'An information: agents of the node may need its network.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: false\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(hostNamespaces, manifest.pods, minorOf(kubernetesVersion))) {
      const { field, pod } = violation;
      const { what, aliases } = sharings[field as keyof typeof sharings];
      const finding = report(placeOf(violation), `${pod.resource.label} ${what} (${field}): leave it out`).as(
        ...aliases,
      );
      if (isNodeAgent(pod)) {
        finding.grade('info');
        // To look at the network and the processes of a node, or to serve them, is what agents are there for.
        if (field !== 'hostIPC') finding.onlyIn('strict');
      }
      offerRemedy(finding, violation);
    }
  },
});

/** What each of the fields gives away, and what others call it. */
const sharings = {
  hostNetwork: {
    what: 'is on the network of its node, past every network policy',
    aliases: [
      'kube-linter/host-network',
      'polaris/hostNetworkSet',
      'trivy/KSV-0009',
      'checkov/CKV_K8S_19',
      'kics/Shared Host Network Namespace',
      'monokle/PSS102',
      'kubesec/HostNetwork',
      'kubescape/C-0041',
      'datree/CONTAINERS_INCORRECT_HOSTNETWORK_VALUE_TRUE',
      'psa/hostNamespaces',
    ],
  },
  hostPID: {
    what: 'sees every process of its node, and their environment',
    aliases: [
      'kube-linter/host-pid',
      'polaris/hostPIDSet',
      'trivy/KSV-0010',
      'checkov/CKV_K8S_17',
      'kics/Shared Host PID Namespace',
      'monokle/PSS102',
      'kubesec/HostPID',
      'kubescape/C-0038',
      'datree/CONTAINERS_INCORRECT_HOSTPID_VALUE_TRUE',
      'psa/hostNamespaces',
    ],
  },
  hostIPC: {
    what: 'shares the memory of the processes on its node',
    aliases: [
      'kube-linter/host-ipc',
      'polaris/hostIPCSet',
      'trivy/KSV-0008',
      'checkov/CKV_K8S_18',
      'kics/Shared Host IPC Namespace',
      'monokle/PSS102',
      'kubesec/HostIPC',
      'kubescape/C-0038',
      'datree/CONTAINERS_INCORRECT_HOSTIPC_VALUE_TRUE',
      'psa/hostNamespaces',
    ],
  },
} as const;
