import { isRuntimeSocket } from '../../kubernetes/host-paths.ts';
import { isNodeAgent } from '../../kubernetes/node-agents.ts';
import { hostPathsOf, removeVolume } from '../../kubernetes/volumes.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-runtime-socket',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Do not mount the socket of the container runtime',
  why: 'Whoever can write to the socket of Docker, containerd or CRI-O starts privileged containers on the node, and so is root of it, whatever else the manifest says. To build images there are tools that need no socket (BuildKit rootless, Kaniko), to look at containers there is the Kubernetes API. A read-only mount is no help: writing to a socket is not writing to a file.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/docker-sock',
    'trivy/KSV-0006',
    'checkov/CKV_K8S_27',
    'kics/Docker Daemon Socket is Exposed to Containers',
    'monokle/KBP101',
    'kubesec/DockerSock',
    'kubescape/C-0074',
    'datree/CONTAINERS_INCORRECT_PATH_VALUE_DOCKERSOCKET',
  ],
  fix: 'manual',
  fixing:
    'Removes the volume and its mounts. What the application did over the socket is for you to find another way to.',
  references: ['https://docs.docker.com/engine/security/protect-access/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: docker\n          mountPath: /var/run/docker.sock\n        - name: tmp\n          mountPath: /tmp\n  volumes:\n    - name: docker\n      hostPath:\n        path: /var/run/docker.sock\n    - name: tmp\n      emptyDir: {}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: tmp\n          mountPath: /tmp\n  volumes:\n    - name: tmp\n      emptyDir: {}\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: tmp\n          mountPath: /tmp\n  volumes:\n    - name: tmp\n      emptyDir: {}\n',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      for (const { path, volume } of hostPathsOf(pod)) {
        if (!path.span || !isRuntimeSocket(path.text ?? '')) continue;
        const finding = report(
          path.span,
          `Volume "${volume.get('name').text}" is the socket of the container runtime, which makes its user root of the node: do without it`,
        ).fix('Remove the volume and its mounts', () => removeVolume(pod, volume));
        if (isNodeAgent(pod)) finding.grade('info');
      }
    }
  },
});
