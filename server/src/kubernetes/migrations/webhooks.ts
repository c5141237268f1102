import { type Built, Refusal, type Safety, together } from '../../core/fix.ts';
import { setValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/**
 * `admissionregistration.k8s.io/v1` wants to know what else a webhook does, and which versions of a review it
 * understands, and takes other values where nothing is said: what held before is written down.
 */
export const webhooks: Migration = {
  safetyOf({ value }: Resource): Safety {
    return value.get('webhooks').items.every(saysSideEffects) ? 'safe' : 'manual';
  },

  reshape({ value }: Resource): Built {
    return together(...value.get('webhooks').items.map(asBefore));
  },
};

function saysSideEffects(webhook: YamlValue): boolean {
  return /^(?:None|NoneOnDryRun)$/.test(webhook.get('sideEffects').text ?? '');
}

function asBefore(webhook: YamlValue): Built {
  if (/^(?:Some|Unknown)$/.test(webhook.get('sideEffects').text ?? '')) {
    return new Refusal('A webhook has side effects, or does not know of any, which v1 does not allow.');
  }
  const before = {
    failurePolicy: 'Ignore',
    matchPolicy: 'Exact',
    sideEffects: 'None',
    timeoutSeconds: 30,
    admissionReviewVersions: ['v1beta1'],
  };
  const missing = Object.entries(before).filter(([name]) => !webhook.get(name).hasKey);
  return setValue(webhook, [], Object.fromEntries(missing));
}
