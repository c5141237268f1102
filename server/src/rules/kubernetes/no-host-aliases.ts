import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-host-aliases',
  category: 'maintainability',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Let DNS answer for host names, not the pod',
  why: '`hostAliases` are lines of `/etc/hosts` in every container of the pod. They win over DNS, nobody sees them in the cluster, and an address that changes is wrong in silence. A Service of type ExternalName, or one without a selector and an EndpointSlice, gives a name that all pods share.',
  aliases: ['trivy/KSV-0007', 'kubesec/HostAliases'],
  fix: 'manual',
  fixing: 'Removes `hostAliases`. What answers for the names instead must be there first.',
  references: ['https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostAliases:\n    - ip: 10.0.0.7\n      hostnames: [db.example.com]\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostAliases: []\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
  ],
  check({ manifest, report }) {
    for (const { resource, spec } of manifest.pods) {
      const value = spec.get('hostAliases');
      if (!value.keySpan || value.items.length === 0) continue;
      report(
        value.keySpan,
        `${resource.label} answers for host names by itself (hostAliases), past DNS: give them to a Service`,
      ).fix('Remove hostAliases', () => removeValue(value));
    }
  },
});
