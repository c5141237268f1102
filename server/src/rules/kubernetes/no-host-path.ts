import { isRuntimeSocket, isSensitiveFolder, isSharedFile } from '../../kubernetes/host-paths.ts';
import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { hostPathVolumes } from '../../kubernetes/pod-security/host-path-volumes.ts';
import { breachesOf, placeOf } from '../../kubernetes/pod-security/pod-security.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { podSecurityRule } from '../pod-security.ts';

export default podSecurityRule(hostPathVolumes, {
  id: 'no-host-path',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Mount no folders of the node',
  why: "A `hostPath` volume is a folder of whichever node the pod lands on: its contents are another's on the next node, it outlives the pod, counts against no quota, and is a way out of the container. Claims, `emptyDir`, ConfigMaps and Secrets serve nearly every purpose. The baseline level of the Pod Security Standards forbids it. Agents that every node runs may need it: of theirs, `no-sensitive-host-path` and `no-runtime-socket` name those that give away the node.",
  lesson: 'unprivileged',
  aliases: [
    'polaris/hostPathSet',
    'trivy/KSV-0023',
    'kics/Non Kube System Pod With Host Mount',
    'monokle/PSS105',
    'kubescape/C-0048',
    'datree/CONTAINERS_INCORRECT_KEY_HOSTPATH',
    'psa/hostPathVolumes',
  ],
  fix: 'none',
  references: [
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
    'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  volumes:\n    - name: data\n      hostPath:\n        path: /srv/data\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: data\n          mountPath: /data\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  volumes:\n    - name: data\n      persistentVolumeClaim:\n        claimName: data\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: data\n          mountPath: /data\n',
    },
    {
      good: 'apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\nspec:\n  selector:\n    matchLabels: {app: agent}\n  template:\n    metadata:\n      labels: {app: agent}\n    spec:\n      volumes:\n        - name: logs\n          hostPath:\n            path: /var/log\n      containers:\n        - name: agent\n          image: agent:1.0\n          volumeMounts:\n            - name: logs\n              mountPath: /var/log\n              readOnly: true\n',
      note: 'An agent that reads the logs of its node.',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    for (const violation of breachesOf(hostPathVolumes, manifest.pods, minorOf(kubernetesVersion))) {
      const { value, pod } = violation;
      const written = value.get('path');
      // Which folder a template mounts its users say themselves.
      if (written.isUnknown) continue;
      const path = written.text ?? '';
      const name = value.parent?.get('name').text ?? '';
      const message = `Volume "${name}" is ${path} of whichever node the pod lands on: use a claim or an emptyDir`;
      const finding = report(placeOf(violation), message);
      // The time zone and the like are the same on every node.
      if (isSharedFile(path)) finding.grade('info');
      // What gives away the node has a finding of its own, that says more.
      if (isNodeAgent(pod) || isRuntimeSocket(path) || isSensitiveFolder(path)) finding.onlyIn('all').grade('info');
    }
  },
});
