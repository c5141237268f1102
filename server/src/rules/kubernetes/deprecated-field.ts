import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'deprecated-field',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Leave out fields that Kubernetes has deprecated',
  why: '`loadBalancerIP` was never defined exactly, knows no second address family and is not understood by every provider: Kubernetes has deprecated it in 1.24 for the annotations of each provider. Volumes with the reclaim policy `Recycle` are wiped by a pod with `rm -rf`, for NFS and host paths only; volumes that are provisioned on demand are deleted instead.',
  aliases: [],
  fix: 'none',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer',
    'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#recycle',
  ],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: LoadBalancer\n  loadBalancerIP: 192.0.2.10\n  ports:\n    - port: 80\n',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    metallb.io/loadBalancerIPs: 192.0.2.10\nspec:\n  type: LoadBalancer\n  ports:\n    - port: 80\n',
    },
  ],
  check({ manifest, report }) {
    for (const { value } of manifest.ofKind('Service')) {
      const address = value.at('spec', 'loadBalancerIP');
      if (!address.keySpan || address.text === '') continue;
      report(
        address.keySpan,
        'loadBalancerIP is deprecated since Kubernetes 1.24, and not every provider heeds it: use the annotation of yours',
      ).tag('deprecated');
    }
    for (const { value } of manifest.ofKind('PersistentVolume')) {
      const policy = value.at('spec', 'persistentVolumeReclaimPolicy');
      if (policy.text !== 'Recycle' || !policy.span) continue;
      report(
        policy.span,
        'The reclaim policy Recycle is deprecated: use Retain, or volumes that are provisioned on demand',
      ).tag('deprecated');
    }
  },
});
