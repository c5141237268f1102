import * as z from 'zod';
import { type Built, Refusal } from '../../core/fix.ts';
import { setField } from '../../kubernetes/edits.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { manifestRule } from '../define.ts';

const options = z.strictObject({
  ndots: z
    .int()
    .min(0)
    .max(15)
    .default(2)
    .describe('How many dots make a name a full one, which is asked for as it is.'),
});

export default manifestRule({
  id: 'dns-options',
  category: 'reliability',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  summary: 'Ask for names outside the cluster once, not five times',
  why: 'Pods have `ndots: 5`: a name with fewer dots, such as `api.example.com`, is first looked up below every search domain of the cluster, each for IPv4 and IPv6, before it is asked for as it is. With `ndots: 2` names of services still work as `web` and `web.shop`, and the DNS of the cluster has a fifth of the work.',
  aliases: ['kube-linter/dnsconfig-options'],
  options,
  fix: 'suggested',
  fixing:
    'Sets the option. Names of services with two dots or more, such as `web.shop.svc`, then need the full `web.shop.svc.cluster.local`.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config'],
  examples: [
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web:1.0\n  dnsConfig:\n    options:\n      - name: ndots\n        value: "2"\n',
    },
    {
      bad: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  dnsConfig:\n    options:\n      - name: ndots\n        value: "5"\n  containers:\n    - name: web\n      image: web:1.0\n',
      fixed:
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  dnsConfig:\n    options:\n      - name: ndots\n        value: "2"\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  dnsConfig:\n    options:\n      - name: ndots\n        value: "2"\n  containers:\n    - name: web\n      image: web:1.0\n',
    },
    {
      good: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  dnsPolicy: Default\n  containers:\n    - name: web\n      image: web:1.0\n',
      note: 'It asks the servers of the node, without the domains of the cluster.',
    },
  ],
  check({ manifest, options: { ndots }, report }) {
    for (const pod of manifest.pods) {
      const { spec, resource } = pod;
      const policy = spec.get('dnsPolicy');
      if (policy.text === 'Default' || policy.text === 'None') continue;
      const set = ndotsOf(pod)?.get('value');
      if (set ? set.text === undefined || set.text === String(ndots) : spec.at('dnsConfig', 'options').isOpen) continue;
      report(
        set?.span ?? resource.span,
        `${resource.label} looks up most names below every search domain first: set ndots to ${ndots}`,
      ).fix(`Set ndots: ${ndots}`, () => setNdots(pod, String(ndots)));
    }
  },
});

function ndotsOf({ spec }: Pod) {
  return spec.at('dnsConfig', 'options').items.find((option) => option.get('name').text === 'ndots');
}

function setNdots(pod: Pod, value: string): Built {
  const set = ndotsOf(pod);
  if (set) return setField(set, ['value'], value);
  if (pod.spec.at('dnsConfig', 'options').items.length > 0) return new Refusal('There are other options already.');
  return setField(pod.spec, ['dnsConfig', 'options'], [{ name: 'ndots', value }]);
}
