import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import { runsPods, templatePathOf } from '../workloads.ts';
import { inKey, inText, type Meaning, type Occurrence, type Owner, self } from './occurrence.ts';
import { type StandingSelector, selectorsIn } from './selectors.ts';

/** The labels that a resource and its pods have, and those that its selectors ask for; keys and values. */
export function labelOccurrences(resource: Resource): readonly Occurrence[] {
  const own = resource.value.at('metadata', 'labels');
  const ofPods = podLabelsOf(resource);
  const isPod = ofPods.some(({ node }) => node !== undefined && node === own.node);
  const defined = (labels: YamlValue, labelled: Occurrence['labelled']) =>
    labels.entries.flatMap(([, value]) => inEntry(value, { resource, owner: self, labelled, isDefinition: true }));
  return [
    ...(isPod ? [] : defined(own, 'resource')),
    ...ofPods.flatMap((labels) => defined(labels, 'pods')),
    ...selectorsIn(resource).flatMap((standing) => inSelector(resource, standing)),
  ];
}

function podLabelsOf({ kind, isBuiltIn, value, pods }: Resource): readonly YamlValue[] {
  // A patch may give labels to pods without a word about what runs in them.
  if (isBuiltIn && runsPods(kind)) return [value.at(...templatePathOf(kind), 'metadata', 'labels')];
  return pods.map(({ metadata }) => metadata.get('labels'));
}

type Place = Omit<Meaning, 'sort' | 'key'>;

function inEntry(value: YamlValue, place: Place): readonly Occurrence[] {
  const key = typeof value.key === 'string' ? value.key : undefined;
  return [...inKey(value, { ...place, sort: 'label key' }), ...inText(value, { ...place, sort: 'label', key })];
}

/** What a selector asks for, in either of its forms. */
function inSelector(resource: Resource, { selector, owner }: StandingSelector): readonly Occurrence[] {
  const labelled = owner.by === 'selector' && owner.selects !== 'pods' ? 'resource' : 'pods';
  const place: Place = { resource, owner, labelled };
  const { value } = selector;
  const isLabelSelector = value.get('matchLabels').hasKey || value.get('matchExpressions').hasKey;
  const labels = isLabelSelector ? value.get('matchLabels') : value;
  const entries = labels.entries.filter(([key, entry]) => isLabelSelector || !isPartOfSelector(key, entry));
  return [
    ...entries.flatMap(([key, entry]) =>
      key === namespaceLabel ? inText(entry, namespace(resource, entry)) : inEntry(entry, place),
    ),
    ...value.get('matchExpressions').items.flatMap((expression) => inExpression(expression, place)),
  ];
}

function isPartOfSelector(key: string, value: YamlValue): boolean {
  return key === 'matchLabels' || key === 'matchExpressions' || value.isMap || value.isList;
}

function inExpression(expression: YamlValue, place: Place): readonly Occurrence[] {
  const key = expression.get('key');
  if (key.text === namespaceLabel) {
    return expression.get('values').items.flatMap((value) => inText(value, namespace(place.resource, value)));
  }
  return [
    ...inText(key, { ...place, sort: 'label key' }),
    ...expression.get('values').items.flatMap((value) => inText(value, { ...place, sort: 'label', key: key.text })),
  ];
}

/** The label that each namespace has with its own name as the value (Kubernetes 1.22). */
const namespaceLabel = 'kubernetes.io/metadata.name';

function namespace(resource: Resource, { text = '' }: YamlValue): Meaning {
  const owner: Owner = { by: 'name', kinds: ['Namespace'], group: '', name: text, namespace: undefined };
  return { sort: 'resource', resource, owner };
}
