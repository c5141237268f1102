import type { YamlValue } from '../../yaml/value.ts';
import type { Release } from '../api-versions/release.ts';
import type { Resource } from '../resource.ts';

/** A label of nodes that bears another name now. */
export interface NodeLabel {
  readonly name: string;
  readonly since: Release;
}

/** The names of labels by their old ones ("Well-Known Labels, Annotations and Taints"). */
export const renamedNodeLabels: ReadonlyMap<string, NodeLabel> = new Map([
  ['beta.kubernetes.io/os', { name: 'kubernetes.io/os', since: '1.14' }],
  ['beta.kubernetes.io/arch', { name: 'kubernetes.io/arch', since: '1.14' }],
  ['beta.kubernetes.io/instance-type', { name: 'node.kubernetes.io/instance-type', since: '1.17' }],
  ['failure-domain.beta.kubernetes.io/zone', { name: 'topology.kubernetes.io/zone', since: '1.17' }],
  ['failure-domain.beta.kubernetes.io/region', { name: 'topology.kubernetes.io/region', since: '1.17' }],
]);

/** Where a resource speaks of a label of nodes: as a key of a map, or as a text. */
export interface NodeLabelUse {
  readonly value: YamlValue;
  readonly label: string;
  readonly isKey: boolean;
}

/** Every place where a resource chooses nodes, or spreads over them, by a label. */
export function nodeLabelUses(resource: Resource): readonly NodeLabelUse[] {
  const { kind, value } = resource;
  const specs = resource.pods.map(({ spec }) => spec);
  const keys = specs.flatMap((spec) => spec.get('nodeSelector').entries);
  const texts = [
    ...specs.flatMap((spec) => termsOf(spec.at('affinity', 'nodeAffinity'))),
    ...specs.flatMap((spec) => spec.get('topologySpreadConstraints').items.map((one) => one.get('topologyKey'))),
    ...specs.flatMap((spec) =>
      ['podAffinity', 'podAntiAffinity'].flatMap((sort) => topologyKeys(spec.at('affinity', sort))),
    ),
    ...(kind === 'PersistentVolume'
      ? expressionKeys(value.at('spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'))
      : []),
    ...(kind === 'StorageClass'
      ? value
          .get('allowedTopologies')
          .items.flatMap((one) => one.get('matchLabelExpressions').items)
          .map((one) => one.get('key'))
      : []),
  ];
  return [
    ...keys.map(([label, one]) => ({ value: one, label, isKey: true })),
    ...texts.flatMap((one) => (one.text === undefined ? [] : [{ value: one, label: one.text, isKey: false }])),
  ];
}

const [required, preferred] = [
  'requiredDuringSchedulingIgnoredDuringExecution',
  'preferredDuringSchedulingIgnoredDuringExecution',
];

function termsOf(affinity: YamlValue): YamlValue[] {
  return [
    ...expressionKeys(affinity.at(required, 'nodeSelectorTerms')),
    ...affinity.get(preferred).items.flatMap((one) => keysOf(one.get('preference'))),
  ];
}

function expressionKeys(terms: YamlValue): YamlValue[] {
  return terms.items.flatMap(keysOf);
}

function keysOf(term: YamlValue): YamlValue[] {
  return term.get('matchExpressions').items.map((one) => one.get('key'));
}

function topologyKeys(affinity: YamlValue): YamlValue[] {
  return [
    ...affinity.get(required).items.map((one) => one.get('topologyKey')),
    ...affinity.get(preferred).items.map((one) => one.at('podAffinityTerm', 'topologyKey')),
  ];
}
