import { type Built, Refusal } from '../../core/fix.ts';
import { removeValue } from '../../yaml/edit.ts';
import { sameValue } from '../../yaml/same.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestRule } from '../define.ts';

const gateway = (listeners: string) =>
  `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: public\nspec:\n  gatewayClassName: istio\n  listeners:\n${listeners}`;
const listener = (name: string, port: number, host: string) =>
  `    - name: ${name}\n      hostname: ${host}\n      port: ${port}\n      protocol: HTTP\n`;

export default manifestRule({
  id: 'unique-listeners',
  category: 'correctness',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  summary: 'Tell the listeners of a Gateway apart',
  why: 'The listeners of a Gateway differ in their names, by which routes ask for them, and in what they listen to: port, protocol and host. The API server refuses a Gateway of which two are alike.',
  lesson: 'contracts',
  aliases: ['kubevious/unique-listeners'],
  fix: 'suggested',
  fixing: 'Removes the second where both say the same. Which of two that differ is meant nobody can know.',
  references: ['https://gateway-api.sigs.k8s.io/reference/spec/#gatewayspec'],
  examples: [
    {
      bad: gateway(listener('http', 80, 'a.example.com') + listener('http', 80, 'a.example.com')),
      fixed: gateway(listener('http', 80, 'a.example.com')),
    },
    { bad: gateway(listener('http', 80, 'a.example.com') + listener('web', 80, 'a.example.com')) },
    { good: gateway(listener('a', 80, 'a.example.com') + listener('b', 80, 'b.example.com')) },
  ],
  check({ manifest, report }) {
    for (const resource of manifest.ofKind('Gateway')) {
      const names = new Map<string, YamlValue>();
      const places = new Map<string, YamlValue>();
      for (const listener of resource.value.at('spec', 'listeners').items) {
        const name = listener.get('name');
        const place = placeOf(listener);
        const twin = names.get(name.text ?? '');
        const first = twin ?? (place === undefined ? undefined : places.get(place));
        if (first) {
          const what = twin ? `is called "${name.text}"` : `listens to ${place}`;
          const finding = report(
            name.span ?? resource.span,
            `Another listener of ${resource.label} ${what}: the API server refuses it`,
          );
          const other = first.get('name').span;
          if (other) finding.relate(other, 'The first is here');
          finding.fix('Remove this listener', () => removeRepeated(first, listener));
        }
        if (name.text !== undefined && !twin) names.set(name.text, listener);
        if (place !== undefined && !places.has(place)) places.set(place, listener);
      }
    }
  },
});

/** What a listener listens to; undefined where that is not all known. */
function placeOf(listener: YamlValue): string | undefined {
  const [port, protocol, host] = ['port', 'protocol', 'hostname'].map((key) => listener.get(key));
  if (!port?.text || !protocol?.text || (host?.exists && host.text === undefined)) return undefined;
  return `port ${port.text} by ${protocol.text}${host?.text ? ` for ${host.text}` : ''}`;
}

function removeRepeated(first: YamlValue, second: YamlValue): Built {
  return sameValue(first, second)
    ? removeValue(second)
    : new Refusal('The two differ; which of them is meant is yours to say.');
}
