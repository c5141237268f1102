import { type Built, Refusal, together } from '../../core/fix.ts';
import { removeValue } from '../../yaml/edit.ts';
import { regroup, renameKey, type ShapeMap } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/** Where nothing has changed but the version. */
export const unchanged: Migration = { safetyOf: () => 'safe', reshape: () => [] };

/** With `policy/v1` an empty selector means all pods of the namespace; with `policy/v1beta1` it meant none. */
export const disruptionBudget: Migration = {
  safetyOf: () => 'safe',

  reshape({ value }: Resource): Built {
    const selector = value.at('spec', 'selector');
    const isEmpty =
      selector.isMap && selector.entries.every(([, part]) => part.entries.length + part.items.length === 0);
    if (!isEmpty) return [];
    return new Refusal('Its empty selector selects no pod now, and all of the namespace with policy/v1: say which.');
  },
};

/** Since `v1beta3` of the flow control API, shares are called nominal. */
export const priorityLevel: Migration = {
  safetyOf: () => 'safe',

  reshape({ value }: Resource): Built {
    const shares = value.at('spec', 'limited', 'assuredConcurrencyShares');
    return shares.hasKey ? renameKey(shares, 'nominalConcurrencyShares') : [];
  },
};

/** What `node.k8s.io/v1alpha1` kept in `spec` stands at the top since `v1beta1`, the handler under another name. */
export const runtimeClass: Migration = {
  safetyOf: () => 'safe',

  reshape({ value, apiVersion }: Resource): Built {
    const spec = value.get('spec');
    if (apiVersion !== 'node.k8s.io/v1alpha1' || !spec.hasKey) return [];
    const put = spec.entries.map(([key, field]) => [key === 'runtimeHandler' ? 'handler' : key, field] as const);
    return regroup(value, [{ take: [spec], put: Object.fromEntries(put) }]);
  },
};

/** `certificates.k8s.io/v1` wants to be told who signs, and what for. */
export const signingRequest: Migration = {
  safetyOf: () => 'safe',

  reshape({ value }: Resource): Built {
    const [signer, usages] = [value.at('spec', 'signerName'), value.at('spec', 'usages')];
    if (signer.hasKey && usages.hasKey && signer.text !== 'kubernetes.io/legacy-unknown') return [];
    return new Refusal('It has to say who signs it (signerName) and for what (usages).');
  },
};

/** The `group` of a review is called `groups` in `authorization.k8s.io/v1`. */
export const accessReview: Migration = {
  safetyOf: () => 'safe',

  reshape({ value }: Resource): Built {
    const group = value.at('spec', 'group');
    return group.hasKey ? renameKey(group, 'groups') : [];
  },
};

/** `events.k8s.io/v1` wants fields that only the reporter of an event knows. */
export const event: Migration = {
  safetyOf: () => 'manual',
  reshape: () => new Refusal('The new version wants fields that only the reporter of an event knows.'),
};

/** What `discovery.k8s.io/v1beta1` kept in the topology of an endpoint has fields of its own in `v1`. */
export const endpointSlice: Migration = {
  safetyOf: () => 'safe',

  reshape({ value }: Resource): Built {
    return together(...value.get('endpoints').items.map(placed));
  },
};

function placed(endpoint: YamlValue): Built {
  const topology = endpoint.get('topology');
  if (!topology.hasKey) return [];
  const put: Record<string, YamlValue | ShapeMap> = {};
  const other: Record<string, YamlValue> = {};
  for (const [key, place] of topology.entries) {
    const field = placeFields.get(key);
    if (field === undefined) other[key] = place;
    else if (field !== '') put[field] = place;
  }
  if (Object.keys(other).length > 0) put.deprecatedTopology = other;
  return Object.keys(put).length === 0 ? removeValue(topology) : regroup(endpoint, [{ take: [topology], put }]);
}

/** The region is not repeated: the node says it. */
const placeFields = new Map([
  ['kubernetes.io/hostname', 'nodeName'],
  ['topology.kubernetes.io/zone', 'zone'],
  ['topology.kubernetes.io/region', ''],
]);
