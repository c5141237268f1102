import { setInPod } from '../../kubernetes/pod-edits.ts';
import { minorOf } from '../../kubernetes/version.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'user-namespace',
  category: 'security',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Run pods in user namespaces of their own',
  why: 'With `hostUsers: false` the users of a pod are others on its node: root of the container is nobody there, and a process that gets out of its container has no rights. It needs Linux 6.3, a runtime that knows it, and Kubernetes 1.33, and does not go together with the network, processes or memory of the node.',
  lesson: 'unprivileged',
  aliases: ['kubesec/HostUsers'],
  fix: 'manual',
  fixing: 'Sets `hostUsers: false`. Nodes, their runtime and the file systems of the volumes must support it.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostUsers: false\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    if (minorOf(kubernetesVersion) < 33) return;
    for (const pod of manifest.pods) {
      const sharesHost = ['hostNetwork', 'hostPID', 'hostIPC'].some((field) => pod.spec.get(field).boolean === true);
      const setting = pod.spec.get('hostUsers');
      if (sharesHost || pod.isWindows || setting.boolean === false || (setting.exists && setting.boolean === undefined))
        continue;
      report(
        setting.span ?? pod.resource.span,
        `${pod.resource.label} has the users of its node: a user namespace (hostUsers: false) would make its root nobody there`,
      ).fix('Set hostUsers: false', () => setInPod(pod, ['hostUsers'], false));
    }
  },
});
