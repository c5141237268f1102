import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-mount-propagation',
  category: 'security',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Let mounts of a container stay in it',
  why: 'With `mountPropagation: Bidirectional` what a container mounts appears on its node and in other containers that share the folder; it is meant for storage drivers, and the API server accepts it of privileged containers alone. With `HostToContainer` later mounts of the node appear in the container.',
  lesson: 'unprivileged',
  aliases: ['monokle/KBP115'],
  fix: 'manual',
  fixing: 'Removes `mountPropagation`, so that mounts stay where they are made.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#mount-propagation'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: data\n          mountPath: /data\n          mountPropagation: Bidirectional\n  volumes:\n    - name: data\n      emptyDir: {}\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: data\n          mountPath: /data\n  volumes:\n    - name: data\n      emptyDir: {}\n',
      note: 'The API server refuses it: the container is not privileged.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: data\n          mountPath: /data\n          mountPropagation: None\n  volumes:\n    - name: data\n      emptyDir: {}\n',
    },
  ],
  check({ manifest, report }) {
    for (const container of manifest.containers) {
      for (const mount of container.value.get('volumeMounts').items) {
        const value = mount.get('mountPropagation');
        if (!value.span || value.text === undefined || value.text === 'None') continue;
        const isRefused = value.text === 'Bidirectional' && !container.security('privileged').exists;
        const message = isRefused
          ? `${container.titleLabel} is not privileged, and the API server accepts mountPropagation: Bidirectional of no other: leave it out`
          : `${container.titleLabel} shares its mounts with the node (mountPropagation: ${value.text}): see whether it needs to`;
        const finding = report(value.span, message).fix('Remove mountPropagation', () => removeValue(value));
        if (isRefused) finding.grade('error');
        else finding.onlyIn(value.text === 'Bidirectional' ? 'strict' : 'all');
      }
    }
  },
});
