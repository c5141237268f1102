import { Refusal } from '../../core/fix.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { volumesOf, volumeUsesOf } from '../../kubernetes/mounts.ts';
import { mostSimilar } from '../../text/similar.ts';
import { manifestRule } from '../define.ts';

const pod = (mount: string, volumes: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: nginx:1.30\n      volumeMounts:\n        - name: ${mount}\n          mountPath: /etc/nginx\n${volumes}`;
const volumes =
  '  volumes:\n    - name: config\n      configMap:\n        name: web\n    - name: cache\n      emptyDir: {}\n';

export default manifestRule({
  id: 'known-volume',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Mount volumes that the pod has',
  why: 'A container mounts the volumes of its pod by their names: those of `volumes` and, in a StatefulSet, of `volumeClaimTemplates`. A mount whose name is neither is refused by the API server; of the pods of a StatefulSet only when they are made, so that none ever appears.',
  lesson: 'contracts',
  aliases: ['kubevious/volume-mount-ref'],
  fix: 'suggested',
  fixing: 'Writes the name of the volume that comes near, or of the only one that nothing mounts.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  examples: [
    { bad: pod('confg # sic', volumes), fixed: pod('config # sic', volumes) },
    { bad: pod('data', '') },
    { good: pod('config', volumes) },
    {
      good: 'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: db\nspec:\n  serviceName: db\n  selector:\n    matchLabels: {app: db}\n  template:\n    metadata:\n      labels: {app: db}\n    spec:\n      containers:\n        - name: db\n          image: postgres:18\n          volumeMounts:\n            - name: data\n              mountPath: /var/lib/postgresql\n  volumeClaimTemplates:\n    - metadata:\n        name: data\n      spec:\n        accessModes: [ReadWriteOnce]\n        resources:\n          requests:\n            storage: 1Gi\n',
      note: 'The StatefulSet claims the volume.',
    },
    {
      good: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          volumeMounts:\n            - name: config\n              mountPath: /etc/nginx\n',
      note: 'A patch: the volume stands in what it is applied to.',
    },
  ],
  check({ manifest, report }) {
    for (const pod of manifest.pods) {
      const uses = pod.containers.flatMap(volumeUsesOf);
      const known = uses.length > 0 ? volumesOf(pod) : undefined;
      if (!known) continue;
      const names = known.map(({ name }) => name);
      for (const { container, value } of uses) {
        const name = value.get('name');
        if (!name.span || name.text === undefined || names.includes(name.text)) continue;
        const has = names.length === 0 ? 'it has no volumes' : `it has ${[...new Set(names)].join(', ')}`;
        const finding = report(
          name.span,
          `${container.titleLabel} mounts a volume "${name.text}", which the pod does not have (${has}): the API server refuses it`,
        );
        const unused = names.filter((one) => uses.every((use) => use.value.get('name').text !== one));
        const meant = mostSimilar(name.text, names) ?? (unused.length === 1 ? unused[0] : undefined);
        if (meant === undefined) finding.fix('Correct the name', whichIsUnknown);
        else finding.fix(`Mount "${meant}"`, () => replaceValue(name, meant));
      }
    }
  },
});

const whichIsUnknown = new Refusal('No volume of the pod is called alike; what should be mounted is yours to say.');
