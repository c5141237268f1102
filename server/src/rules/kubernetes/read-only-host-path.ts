import { isRuntimeSocket } from '../../kubernetes/host-paths.ts';
import { hostPathsOf, mountsOf } from '../../kubernetes/volumes.ts';
import { setValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'read-only-host-path',
  category: 'security',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Mount folders of the node read-only',
  why: 'What a container writes to a folder of its node stays there when it is gone, and may be read and run by the node. Most mounts of the node are there to be read: logs, certificates, the time zone. `readOnly: true` says so.',
  lesson: 'unprivileged',
  aliases: [
    'kube-linter/writable-host-mount',
    'kics/Volume Mount with OS Directory Write Permissions',
    'kubescape/C-0045',
    'datree/EKS_INVALID_HOSTPATH_MOUNT_READONLY_VALUE',
  ],
  fix: 'manual',
  fixing: 'Sets `readOnly: true`. Whether the application writes there is not in the manifest.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#read-only-mounts'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: logs\n          mountPath: /var/log\n  volumes:\n    - name: logs\n      hostPath:\n        path: /var/log\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: logs\n          mountPath: /var/log\n          readOnly: true\n  volumes:\n    - name: logs\n      hostPath:\n        path: /var/log\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: logs\n          mountPath: /var/log\n          readOnly: true\n  volumes:\n    - name: logs\n      hostPath:\n        path: /var/log\n',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      for (const { path, volume } of hostPathsOf(pod)) {
        for (const { container, value } of mountsOf(pod, volume)) {
          const readOnly = value.get('readOnly');
          const span = readOnly.span ?? value.get('mountPath').span;
          if (!span || readOnly.boolean === true || readOnly.isUnknown) continue;
          const finding = report(
            span,
            `${container.titleLabel} may write to ${path.text} of its node: mount it read-only`,
          ).fix('Set readOnly: true', () => setValue(value, ['readOnly'], true));
          // Of a socket it would keep nobody from writing to it.
          if (isRuntimeSocket(path.text ?? '')) finding.onlyIn('all').grade('hint');
        }
      }
    }
  },
});
