import type { YAMLMap } from 'yaml';
import type { YamlValue } from '../../yaml/value.ts';
import type { LabelEntry } from './kustomization.ts';
import { isMap, isNull, isSeq, membersOf, type Node, type NodePair, pairAt, putPair } from './nodes.ts';
import type { Part, Provenance } from './provenance.ts';
import type { BuildResource } from './resource.ts';

/** A map that is added to, and whether it is made where it is missing. A step with `[]` goes through a list. */
interface Field {
  readonly path: string;
  readonly creates: boolean;
}

/** Gives resources labels: to themselves, to what they make and, when asked for, to what they select by. */
export function addLabels(
  resources: readonly BuildResource[],
  entry: LabelEntry,
  part: Part,
  provenance: Provenance,
): void {
  for (const resource of resources) {
    const fields = [
      ownMetadata('labels'),
      ...(entry.includeSelectors || entry.includeTemplates ? templateFields(resource, 'labels') : []),
      ...(entry.includeSelectors ? selectorFields(resource) : []),
    ];
    for (const field of fields) addPairs(resource.root, field, entry.pairs, part, provenance);
  }
}

/** Gives resources annotations, and the pods they make as well. */
export function addAnnotations(
  resources: readonly BuildResource[],
  pairs: YamlValue,
  part: Part,
  provenance: Provenance,
) {
  for (const resource of resources) {
    for (const field of [ownMetadata('annotations'), ...templateFields(resource, 'annotations')])
      addPairs(resource.root, field, pairs, part, provenance);
  }
}

function ownMetadata(sort: 'labels' | 'annotations'): Field {
  return { path: `metadata/${sort}`, creates: true };
}

/** Kinds that make pods, and in which API groups they do; undefined for any. */
const templateOwners: ReadonlyMap<string, string | undefined> = new Map([
  ['ReplicationController', ''],
  ['Deployment', undefined],
  ['ReplicaSet', undefined],
  ['DaemonSet', undefined],
  ['StatefulSet', 'apps'],
  ['Job', 'batch'],
]);

function templateFields({ kind, group }: BuildResource, sort: 'labels' | 'annotations'): Field[] {
  const made = (path: string): Field => ({ path: `${path}/metadata/${sort}`, creates: true });
  if (kind === 'CronJob' && group === 'batch')
    return [made('spec/jobTemplate'), made('spec/jobTemplate/spec/template')];
  if (!templateOwners.has(kind) || (templateOwners.get(kind) ?? group) !== group) return [];
  const claims = kind === 'StatefulSet' && sort === 'labels' ? [made('spec/volumeClaimTemplates[]')] : [];
  return [made('spec/template'), ...claims];
}

const spread: readonly string[] = [
  'affinity/podAffinity/preferredDuringSchedulingIgnoredDuringExecution[]/podAffinityTerm/labelSelector/matchLabels',
  'affinity/podAffinity/requiredDuringSchedulingIgnoredDuringExecution[]/labelSelector/matchLabels',
  'affinity/podAntiAffinity/preferredDuringSchedulingIgnoredDuringExecution[]/podAffinityTerm/labelSelector/matchLabels',
  'affinity/podAntiAffinity/requiredDuringSchedulingIgnoredDuringExecution[]/labelSelector/matchLabels',
  'topologySpreadConstraints[]/labelSelector/matchLabels',
];

function selectorFields({ kind, group, version }: BuildResource): Field[] {
  const when = (holds: boolean, path: string, creates: boolean): Field[] => (holds ? [{ path, creates }] : []);
  switch (kind) {
    case 'Service':
    case 'ReplicationController':
      return when(version === 'v1' && (group === '' || kind === 'Service'), 'spec/selector', true);
    case 'Deployment':
    case 'StatefulSet': {
      const own = when(kind === 'Deployment' || group === 'apps', 'spec/selector/matchLabels', true);
      const others = spread.flatMap((path) => when(group === 'apps', `spec/template/spec/${path}`, false));
      return [...own, ...others];
    }
    case 'ReplicaSet':
    case 'DaemonSet':
      return when(true, 'spec/selector/matchLabels', true);
    case 'Job':
      return when(group === 'batch', 'spec/selector/matchLabels', false);
    case 'CronJob':
      return when(group === 'batch', 'spec/jobTemplate/spec/selector/matchLabels', false);
    case 'PodDisruptionBudget':
      return when(group === 'policy', 'spec/selector/matchLabels', false);
    case 'NetworkPolicy':
      return ['spec/podSelector', 'spec/ingress[]/from[]/podSelector', 'spec/egress[]/to[]/podSelector'].flatMap(
        (path) => when(group === 'networking.k8s.io', `${path}/matchLabels`, false),
      );
    default:
      return [];
  }
}

function addPairs(root: YAMLMap, field: Field, pairs: YamlValue, part: Part, provenance: Provenance): void {
  for (const map of mapsAt(root, field.path.split('/'), field.creates ? { pairs, part, provenance } : undefined)) {
    for (const [, value] of pairs.entries) {
      const pair = provenance.copyPair(value, part);
      if (pair) putPair(map, asText(pair));
    }
  }
}

/** Labels and annotations are strings, even when a number is written. */
function asText(pair: NodePair): NodePair {
  const scalar = pair.value as { value?: unknown; source?: string; type?: string } | null;
  if (scalar && (typeof scalar.value === 'number' || typeof scalar.value === 'boolean')) {
    scalar.value = scalar.source ?? String(scalar.value);
    scalar.type = 'QUOTE_DOUBLE';
  }
  return pair;
}

interface Making {
  readonly pairs: YamlValue;
  readonly part: Part;
  readonly provenance: Provenance;
}

/** The maps at the end of a path, made on the way where that is asked for. */
function mapsAt(node: Node, path: readonly string[], making: Making | undefined): YAMLMap[] {
  const [step, ...rest] = path;
  if (step === undefined) return isMap(node) ? [node as YAMLMap] : [];
  if (!isMap(node)) return [];
  const key = step.replace('[]', '');
  const inner = pairAt(node, key)?.value;
  if (step.endsWith('[]'))
    return isSeq(inner) ? membersOf(inner).flatMap((member) => mapsAt(member, rest, making)) : [];
  if (inner && !isNull(inner)) return mapsAt(inner, rest, making);
  const at = making?.provenance.copy(making.pairs, making.part);
  if (!making || !at) return [];
  const made = making.provenance.makeMap(at);
  putPair(node as YAMLMap, making.provenance.makePair(key, made));
  return mapsAt(made, rest, making);
}
