import { Refusal } from '../../core/fix.ts';
import { replaceValue } from '../../kubernetes/edits.ts';
import { destinationsOf, type HostedService, serviceOfHost } from '../../kubernetes/istio.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';
import { mayShareNamespace } from '../../workspace/manifests/resource-index.ts';
import { manifestRule } from '../define.ts';

const istio = 'networking.istio.io';
const virtualService = (subset: string) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: reviews\nspec:\n  hosts: [reviews]\n  http:\n    - route:\n        - destination:\n            host: reviews\n            subset: ${subset}\n`;
const destinationRule =
  'apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata:\n  name: reviews\nspec:\n  host: reviews\n  subsets:\n    - name: stable\n      labels: {version: v1}\n    - name: canary\n      labels: {version: v2}\n';

export default manifestRule({
  id: 'known-subset',
  category: 'correctness',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Route to subsets that a DestinationRule defines',
  why: 'A subset is a name that a DestinationRule for the same host gives to some of its pods. Istio takes a VirtualService that leads to a subset nobody defines, and answers every request that is routed there with 503.',
  lesson: 'contracts',
  aliases: [],
  fix: 'suggested',
  fixing: 'Writes the name of the subset that comes near, or of the only one.',
  references: ['https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset'],
  examples: [
    {
      bad: virtualService('canari # sic'),
      fixed: virtualService('canary # sic'),
      files: { 'rule.yaml': destinationRule },
    },
    { good: virtualService('canary'), files: { 'rule.yaml': destinationRule } },
    { good: virtualService('canary'), note: 'The DestinationRule is somewhere else.' },
  ],
  checkSurroundings({ manifest, neighbours, report }) {
    for (const resource of manifest.resources) {
      if (resource.kind !== 'VirtualService' || resource.group !== istio) continue;
      for (const destination of destinationsOf(resource)) {
        const subset = destination.get('subset');
        const service = serviceOfHost(destination.get('host'), resource.namespace);
        if (subset.text === undefined || !subset.span || !service) continue;
        const rules = rulesFor(service, neighbours);
        const [first] = rules;
        const names = subsetsOf(rules);
        if (!first || !names || names.includes(subset.text)) continue;
        const has = names.length === 0 ? 'it defines none' : `it defines ${names.join(', ')}`;
        const finding = report(
          subset.span,
          `DestinationRule "${first.name}" defines no subset "${subset.text}" of ${service.name} (${has}): requests will be answered with 503`,
        ).relate(first.span, 'The DestinationRule is here', first.file);
        const meant = mostSimilar(subset.text, names) ?? (names.length === 1 ? names[0] : undefined);
        if (meant === undefined) finding.fix('Correct the subset', whichIsUnknown);
        else finding.fix(`Change to "${meant}"`, () => replaceValue(subset, meant));
      }
    }
  },
});

const whichIsUnknown = new Refusal('No subset is called alike; which is meant is yours to say.');

/** The DestinationRules of the scope that are, or may be, for a Service. */
function rulesFor(service: HostedService, neighbours: Neighbourhood): readonly ResourceEntry[] {
  return neighbours.inScope('DestinationRule').filter((entry) => {
    const rule = entry.group === istio ? entry.read() : undefined;
    const host = rule && serviceOfHost(rule.value.at('spec', 'host'), entry.namespace);
    return host?.name === service.name && mayShareNamespace(host.namespace, service.namespace);
  });
}

/** The subsets that some DestinationRules define; undefined where they are not all known. */
function subsetsOf(rules: readonly ResourceEntry[]): readonly string[] | undefined {
  const lists = rules.map((rule) => rule.read()?.value.at('spec', 'subsets'));
  if (lists.some((list) => !list || list.isOpen)) return undefined;
  const names = lists.flatMap((list) => list?.items.map((subset) => subset.get('name').text) ?? []);
  return names.includes(undefined) ? undefined : names.flatMap((name) => name ?? []);
}
