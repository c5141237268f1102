import type { Resource } from '../resource.ts';
import { type Readers, type ResourceReference, refer } from './reference.ts';

/** What the resources of the Kong Ingress Controller refer to (developer.konghq.com, `configuration.konghq.com/v1`). */
export const kongReaders: Readers = {
  'KongConsumer.configuration.konghq.com': ({ value, namespace }) =>
    value
      .get('credentials')
      .items.flatMap((secret) => refer('Secret', secret, { namespace, consequence: 'the consumer cannot log in' })),
};

/** The plugins that a resource asks for with an annotation, which holds their names with commas between. */
export function referencesToPlugins(resource: Resource): readonly ResourceReference[] {
  const value = resource.annotation('konghq.com/plugins');
  const names = (value.text ?? '').split(',').map((name) => name.trim());
  return names.flatMap((name) =>
    // With a namespace before it, it is granted from there.
    name === '' || name.includes(':')
      ? []
      : refer(['KongPlugin', 'KongClusterPlugin'], value, {
          name,
          namespace: resource.namespace,
          consequence: 'the plugin does nothing',
        }),
  );
}
