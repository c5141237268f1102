import { Refusal } from '../../core/fix.ts';
import { volumesOf, volumeUsesOf } from '../../kubernetes/mounts.ts';
import { removeVolume } from '../../kubernetes/volumes.ts';
import { manifestRule } from '../define.ts';

const pod = (volumes: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      volumeMounts:\n        - name: cache\n          mountPath: /var/cache/nginx\n  volumes:\n    - name: cache\n      emptyDir: {}\n${volumes}`;

export default manifestRule({
  id: 'unused-volume',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Mount a volume, or leave it out',
  why: 'A volume that no container mounts still has to be there before the pod may start: a Secret or claim that is gone keeps it from running, though nothing would have read it. It is mostly what is left of a container that was taken out, or the other half of a mount that was forgotten.',
  aliases: [],
  fix: 'suggested',
  fixing:
    'Removes the volume. The claim of a StatefulSet is left to you, since it cannot be changed once it is applied.',
  examples: [
    { bad: pod('    - name: old\n      configMap:\n        name: old\n'), fixed: pod('') },
    { good: pod('') },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      volumes:\n        - name: config\n          configMap:\n            name: web\n',
      note: 'A patch: the mount stands in what it is applied to.',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      const volumes = volumesOf(pod);
      if (!volumes?.length) continue;
      const lists = pod.containers.flatMap(({ value }) => [value.get('volumeMounts'), value.get('volumeDevices')]);
      const used = pod.containers.flatMap(volumeUsesOf).map(({ value }) => value.get('name'));
      if (lists.some(({ isOpen }) => isOpen) || used.some(({ text }) => text === undefined)) continue;
      for (const { name, nameValue, value, isClaim } of volumes) {
        if (!nameValue.span || used.some(({ text }) => text === name)) continue;
        report(nameValue.span, `No container mounts the volume "${name}": mount it, or leave it out`)
          .tag('unnecessary')
          .fix(
            'Remove this volume',
            isClaim ? new Refusal('The claims of a StatefulSet cannot be changed.') : () => removeVolume(pod, value),
          );
      }
    }
  },
});
