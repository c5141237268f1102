import { minorOf } from '../../kubernetes/version.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'sub-path',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Mount whole volumes, not paths in them',
  why: 'Before Kubernetes 1.22.2 (and 1.21.5, 1.20.11, 1.19.15) whoever could start a pod with a `subPath` could reach files of its node outside of the volume, by a symbolic link that is changed at the right moment (CVE-2021-25741). In every version a file that is mounted by `subPath` does not change when its ConfigMap or Secret does.',
  aliases: ['kubescape/C-0058', 'datree/CONTAINER_CVE2021_25741_INCORRECT_SUBPATH_KEY'],
  fix: 'none',
  references: [
    'https://github.com/kubernetes/kubernetes/issues/104980',
    'https://kubernetes.io/docs/concepts/storage/volumes/#using-subpath',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: config\n          mountPath: /etc/web/web.conf\n          subPath: web.conf\n  volumes:\n    - name: config\n      configMap:\n        name: web\n',
      preset: 'all',
      note: 'By default it is heard where manifests are meant for a version before 1.22.',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n      volumeMounts:\n        - name: config\n          mountPath: /etc/web\n  volumes:\n    - name: config\n      configMap:\n        name: web\n',
      preset: 'all',
    },
  ],
  check({ manifest, kubernetesVersion, report }) {
    const isVulnerable = minorOf(kubernetesVersion) < 22;
    for (const container of manifest.containers) {
      for (const mount of container.value.get('volumeMounts').items) {
        const value = mount.get('subPath');
        if (!value.span || !value.text) continue;
        const path = `${container.titleLabel} mounts ${value.text} of a volume (subPath)`;
        if (isVulnerable)
          report(
            value.span,
            `${path}, through which Kubernetes ${kubernetesVersion} lets it reach its node (CVE-2021-25741): mount the whole volume`,
          );
        else
          report(
            value.span,
            `${path}, which does not change when the volume does: see whether it can mount the whole of it`,
          )
            .onlyIn('all')
            .grade('hint');
      }
    }
  },
});
