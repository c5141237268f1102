import { removeValue } from '../../yaml/edit.ts';
import { manifestRule } from '../define.ts';

export default manifestRule({
  id: 'no-external-ips',
  category: 'security',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Give services no external IP addresses of your own choice',
  why: 'Kubernetes does not check whose addresses stand in `externalIPs`: the nodes answer for them all, so that whoever may create a Service can take the traffic of any address on its way out of the cluster (CVE-2020-8554, which no version mends). Many clusters refuse the field by the admission plugin DenyServiceExternalIPs. A load balancer gets its address from somebody who owns it.',
  lesson: 'contracts',
  aliases: ['trivy/KSV-0108'],
  fix: 'manual',
  fixing: 'Takes the addresses away. Who used them needs another way in: a load balancer or an Ingress.',
  references: ['https://github.com/kubernetes/kubernetes/issues/97076'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  externalIPs:\n    - 203.0.113.7\n  ports:\n    - port: 80\n',
      fixed: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n    - port: 80\n',
    },
    {
      good: 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  type: LoadBalancer\n  ports:\n    - port: 80\n',
    },
  ],
  check({ manifest, report }) {
    for (const { value, label } of manifest.ofKind('Service')) {
      const addresses = value.at('spec', 'externalIPs');
      if (!addresses.keySpan || !addresses.items.some(({ text }) => text !== undefined)) continue;
      report(
        addresses.keySpan,
        `${label} takes addresses that nobody checks it owns: have a load balancer give it one`,
      ).fix('Remove externalIPs', () => removeValue(addresses));
    }
  },
});
