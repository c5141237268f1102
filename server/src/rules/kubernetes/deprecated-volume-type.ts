import { isAtLeast } from '../../kubernetes/api-versions/release.ts';
import { retiredTypesOf } from '../../kubernetes/deprecations/volume-types.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'deprecated-volume-type',
  category: 'reliability',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Use volume types that Kubernetes still mounts',
  why: 'Kubernetes has handed the volumes of storage vendors over to CSI drivers. Some of its own types, such as `glusterfs`, `rbd` and `cephfs`, have been taken out without a successor that takes over: the API server accepts them and the pod waits for its volume for ever. `gitRepo`, through which whoever can make a pod could run commands as root on its node, is off since 1.33. The types of the clouds are redirected to their drivers, which must be installed; these are told under `strict`.',
  aliases: [],
  fix: 'none',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n  volumes:\n    - name: data\n      glusterfs:\n        endpoints: storage\n        path: data\n',
    },
    {
      bad: 'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: data\nspec:\n  capacity: {storage: 10Gi}\n  accessModes: [ReadWriteOnce]\n  awsElasticBlockStore:\n    volumeID: vol-0123\n',
      preset: 'strict',
    },
    {
      good: 'apiVersion: v1\nkind: PersistentVolume\nmetadata:\n  name: data\nspec:\n  capacity: {storage: 10Gi}\n  accessModes: [ReadWriteOnce]\n  csi:\n    driver: ebs.csi.aws.com\n    volumeHandle: vol-0123\n',
      preset: 'strict',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const volumes = [
      ...manifest.pods.flatMap(({ spec }) => spec.get('volumes').items),
      ...manifest.ofKind('PersistentVolume').map(({ value }) => value.get('spec')),
    ];
    for (const [name, { deprecated, gone, instead }, value] of volumes.flatMap(retiredTypesOf)) {
      if (!value.keySpan || !isAtLeast(kubernetesVersion, deprecated)) continue;
      if (gone !== undefined && isAtLeast(kubernetesVersion, gone)) {
        report(
          value.keySpan,
          `Kubernetes mounts no ${name} volumes since ${gone}, so that the pod never starts: use ${instead}`,
        ).tag('deprecated');
        continue;
      }
      report(value.keySpan, `Volumes of the type ${name} are deprecated since Kubernetes ${deprecated}: use ${instead}`)
        .grade('info')
        .onlyIn('strict')
        .tag('deprecated');
    }
  },
});
