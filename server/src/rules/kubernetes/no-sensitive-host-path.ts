import { isSensitiveFolder } from '../../kubernetes/host-paths.ts';
import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { hostPathsOf, type Mount, mountsOf, removeVolume } from '../../kubernetes/volumes.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-sensitive-host-path',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not mount the folders that a node is run from',
  why: 'In `/`, `/etc`, `/usr`, `/dev`, `/proc` or the folders of the kubelet and the container runtime lie the programs, devices and keys of the node. Whoever reads them finds credentials; whoever writes them has the node, and with it the other pods. Agents that every node runs may need some of it: they are heard as an information, and where they only read under `strict`.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/sensitive-host-mounts',
    'trivy/KSV-0121',
    'kics/Workload Mounting With Sensitive OS Directory',
  ],
  fix: 'manual',
  fixing:
    'Removes the volume and its mounts. What the application needs of the node is for you to find out: mount a folder further down, read-only.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#hostpath'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: host\n          mountPath: /host/etc\n  volumes:\n    - name: host\n      hostPath:\n        path: /etc\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: zone\n          mountPath: /etc/localtime\n          readOnly: true\n  volumes:\n    - name: zone\n      hostPath:\n        path: /etc/localtime\n',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      for (const { path, volume } of hostPathsOf(pod)) {
        const mounts = mountsOf(pod, volume);
        if (!path.span || !isSensitiveFolder(path.text ?? '') || mounts.length === 0) continue;
        const finding = report(
          path.span,
          `Volume "${volume.get('name').text}" is ${path.text} of the node, from which the node is run: mount only what is needed of it`,
        ).fix('Remove the volume and its mounts', () => removeVolume(pod, volume));
        // Who uses the template says whether it is mounted.
        if (path.isOptionalBeside(pod.spec)) finding.onlyIn('strict');
        if (!isNodeAgent(pod)) continue;
        finding.grade('info');
        // To read what the node says of itself is what many agents are there for.
        const isOnlyRead = ({ value }: Mount) =>
          value.get('readOnly').boolean === true || value.isOptionalBeside(pod.spec);
        if (mounts.every(isOnlyRead)) finding.onlyIn('strict');
      }
    }
  },
});
