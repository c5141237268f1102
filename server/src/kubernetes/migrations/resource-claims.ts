import { type Built, Refusal, together } from '../../core/fix.ts';
import { regroup } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/** From `resource.k8s.io/v1beta2` on, what a request asks for stands under `exactly`. */
export const resourceClaims: Migration = {
  safetyOf: () => 'safe',

  reshape({ value, kind, apiVersion }: Resource): Built {
    if (apiVersion === 'resource.k8s.io/v1beta2') return [];
    if (kind === 'ResourceSlice') return new Refusal('Its devices are described in another way; drivers write them.');
    const claim = kind === 'ResourceClaimTemplate' ? value.at('spec', 'spec') : value.get('spec');
    return together(...claim.at('devices', 'requests').items.map(exact));
  },
};

function exact(request: YamlValue): Built {
  if (request.get('firstAvailable').hasKey || request.get('exactly').hasKey) return [];
  const asked = request.entries.filter(([key]) => key !== 'name');
  if (asked.length === 0) return [];
  return regroup(request, [{ take: asked.map(([, value]) => value), put: { exactly: Object.fromEntries(asked) } }]);
}
