import { sourceSpan } from '../../text/mapped.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { Manifest } from '../manifest.ts';
import type { Resource } from '../resource.ts';
import { inText, type Occurrence, type Owner, self } from './occurrence.ts';

/**
 * The names in a kustomization: those that its generators give to what they make, and those of what it changes
 * (kustomize.config.k8s.io/v1beta1, "The Kustomization File").
 */
export function kustomizationOccurrences(resource: Resource): readonly Occurrence[] {
  if (resource.group !== 'kustomize.config.k8s.io') return [];
  const { value } = resource;
  const patches = ['patches', 'patchesJson6902'].flatMap((field) => value.get(field).items);
  const texts = [...patches.map((patch) => patch.get('patch')), ...value.get('patchesStrategicMerge').items];
  return [
    ...value.get('configMapGenerator').items.flatMap((generator) => generated(resource, 'ConfigMap', generator)),
    ...value.get('secretGenerator').items.flatMap((generator) => generated(resource, 'Secret', generator)),
    ...value.get('replicas').items.flatMap((one) => {
      const name = one.get('name');
      return inText(name, { sort: 'resource', resource, owner: named(scalable, name.text) });
    }),
    ...patches.flatMap((patch) => target(resource, patch.get('target'))),
    ...texts.flatMap((text) => patched(resource, text)),
  ];
}

/** The kinds of which a kustomization sets the number of replicas. */
const scalable: readonly string[] = ['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController'];

/** What a generator makes, with its keys as far as they are written; one that merges adds to what another has made. */
function generated(resource: Resource, kind: string, generator: YamlValue): readonly Occurrence[] {
  const name = generator.get('name');
  const behavior = generator.get('behavior').text ?? 'create';
  const namespace = generator.get('namespace').text;
  const isDefinition = behavior === 'create';
  const key = (item: YamlValue, text: string | undefined) =>
    inText(item, { sort: 'key', resource, owner: self, isDefinition: true, within: name.text }, text);
  return [
    ...inText(name, {
      sort: 'resource',
      resource,
      owner: { ...named([kind], name.text), namespace },
      isDefinition,
      whole: generator.span,
    }),
    ...generator.get('literals').items.flatMap((item) => key(item, item.text?.split('=')[0])),
    ...generator.get('files').items.flatMap((item) => key(item, keyOfFile(item.text ?? ''))),
  ];
}

/** A file is written as `key=path`, or as a path whose last part is the key. */
function keyOfFile(text: string): string | undefined {
  return text.includes('=') ? text.split('=')[0] : text.split('/').at(-1);
}

/** The resource that a patch is for, where it is named and not described by a pattern. */
function target(resource: Resource, value: YamlValue): readonly Occurrence[] {
  const [kind, name] = [value.get('kind').text, value.get('name')];
  if (kind === undefined || !/^[\w.-]+$/.test(name.text ?? '')) return [];
  const owner = { ...named([kind], name.text), namespace: value.get('namespace').text };
  return inText(name, { sort: 'resource', resource, owner });
}

/** The resource that a patch is for which is written into the kustomization. */
function patched(resource: Resource, text: YamlValue): readonly Occurrence[] {
  const { mappedText } = text;
  if (!mappedText?.isExact || !mappedText.text.includes('\n')) return [];
  return new Manifest(mappedText.text).resources.flatMap(({ kind, group, namespace, value }) => {
    const name = value.at('metadata', 'name');
    const owner: Owner = { by: 'name', kinds: [kind], group, name: name.text ?? '', namespace };
    return inText(name, { sort: 'resource', resource, owner }).map((one) => ({
      ...one,
      value: text,
      span: sourceSpan(mappedText, one.span.start, one.span.end),
    }));
  });
}

function named(kinds: readonly string[], name = '') {
  return { by: 'name', kinds, group: undefined, name, namespace: undefined } as const;
}
