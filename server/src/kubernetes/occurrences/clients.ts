import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';

/** Where webhooks, conversions and API services name the Service that the API server calls (API reference, 1.36). */
export function clientsIn({ value, kind }: Pick<Resource, 'value' | 'kind'>): readonly YamlValue[] {
  if (kind === 'APIService') return [value.at('spec', 'service')];
  if (kind === 'CustomResourceDefinition')
    return [value.at('spec', 'conversion', 'webhook', 'clientConfig', 'service')];
  if (!kind.endsWith('WebhookConfiguration')) return [];
  return value.get('webhooks').items.map((webhook) => webhook.at('clientConfig', 'service'));
}
