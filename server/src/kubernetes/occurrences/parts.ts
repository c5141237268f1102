import type { YamlValue } from '../../yaml/value.ts';
import { LabelSelector } from '../labels.ts';
import { volumeUsesOf } from '../mounts.ts';
import type { Pod } from '../pod.ts';
import { type ResourceReference, referencesOf } from '../references/index.ts';
import type { Resource } from '../resource.ts';
import { inKey, inText, type Occurrence, type Owner, type Sort, self } from './occurrence.ts';
import { selected } from './selectors.ts';

/** Names within a ConfigMap, Secret, Service or Gateway: its keys, ports or listeners, and what refers to them. */
export function partOccurrences(resource: Resource): readonly Occurrence[] {
  return [
    ...defined(resource),
    ...referencesOf(resource).flatMap((reference) => [
      ...mention(resource, reference, 'key', reference.key),
      ...mention(resource, reference, 'service port', reference.port),
      ...mention(resource, reference, 'listener', reference.listener),
    ]),
    ...resource.pods.flatMap(keysMounted),
    ...scraped(resource),
  ];
}

function defined(resource: Resource): readonly Occurrence[] {
  const { kind, isBuiltIn, value } = resource;
  if (!isBuiltIn) return [];
  const spec = value.get('spec');
  const named = (items: readonly YamlValue[], sort: Sort) =>
    items.flatMap((item) =>
      inText(item.get('name'), { sort, resource, owner: self, isDefinition: true, whole: item.span }),
    );
  switch (kind) {
    case 'ConfigMap':
    case 'Secret':
      return ['data', 'stringData', 'binaryData'].flatMap((field) =>
        value
          .get(field)
          .entries.flatMap(([, entry]) =>
            inKey(entry, { sort: 'key', resource, owner: self, isDefinition: true, whole: wholeOf(entry) }),
          ),
      );
    case 'Service':
      return named(spec.get('ports').items, 'service port');
    case 'Gateway':
      return named(spec.get('listeners').items, 'listener');
    default:
      return [];
  }
}

function wholeOf({ keySpan, span }: YamlValue) {
  return keySpan && { start: keySpan.start, end: Math.max(keySpan.end, span?.end ?? 0) };
}

function mention(
  resource: Resource,
  { kinds, group, name, namespace }: ResourceReference,
  sort: Sort,
  part: YamlValue | undefined,
): readonly Occurrence[] {
  if (part?.string === undefined || (sort === 'service port' && /^\d+$/.test(part.string))) return [];
  return inText(part, { sort, resource, owner: { by: 'name', kinds, group, name, namespace } });
}

/** A volume that holds all keys of a ConfigMap or Secret has a file for each, one of which may be mounted alone. */
function keysMounted(pod: Pod): readonly Occurrence[] {
  const { resource, spec } = pod;
  const sources = new Map<string, Owner>();
  for (const volume of spec.get('volumes').items) {
    const [map, secret] = [volume.get('configMap'), volume.get('secret')];
    const source = map.exists ? map : secret;
    const name = source.get(map.exists ? 'name' : 'secretName').text;
    const volumeName = volume.get('name').text;
    if (name === undefined || volumeName === undefined || source.get('items').exists) continue;
    const kinds = [map.exists ? 'ConfigMap' : 'Secret'];
    sources.set(volumeName, { by: 'name', kinds, group: '', name, namespace: resource.namespace });
  }
  return pod.containers.flatMap(volumeUsesOf).flatMap(({ value }) => {
    const owner = sources.get(value.get('name').text ?? '');
    return owner ? inText(value.get('subPath'), { sort: 'key', resource, owner }) : [];
  });
}

/** The ports of Services that Prometheus scrapes. */
function scraped(resource: Resource): readonly Occurrence[] {
  const { kind, group, value, namespace } = resource;
  if (kind !== 'ServiceMonitor' || group !== 'monitoring.coreos.com') return [];
  const spec = value.get('spec');
  const selector = LabelSelector.of(spec.get('selector'));
  const owner = selected(selector, ['Service'], spec.get('namespaceSelector').exists ? undefined : namespace);
  return spec
    .get('endpoints')
    .items.flatMap((endpoint) => inText(endpoint.get('port'), { sort: 'service port', resource, owner }));
}
