import type { YamlValue } from '../../yaml/value.ts';
import { destinationsOf, serviceOfHost } from '../istio.ts';
import { type Readers, type ResourceReference, refer } from './reference.ts';

const unreachable = 'requests will be answered with an error';

/** What the resources of Istio refer to (istio.io, API reference, 1.29). */
export const istioReaders: Readers = {
  'VirtualService.networking.istio.io': (resource) => {
    const { value, namespace } = resource;
    return [
      ...value.at('spec', 'gateways').items.flatMap((gateway) => referToGateway(gateway, namespace)),
      ...destinationsOf(resource).flatMap((target) =>
        referToHost(target.get('host'), target.at('port', 'number'), namespace),
      ),
    ];
  },
  'DestinationRule.networking.istio.io': ({ value, namespace }) =>
    referToHost(value.at('spec', 'host'), undefined, namespace, 'it applies to nothing'),
};

/** A gateway, by its name or with its namespace before it; `mesh` are the sidecars. */
function referToGateway(gateway: YamlValue, namespace: string | undefined): readonly ResourceReference[] {
  const [name = '', before] = (gateway.text ?? '').split('/').toReversed();
  if (name === 'mesh') return [];
  return refer('Gateway', gateway, {
    name,
    group: 'networking.istio.io',
    namespace: before ?? namespace,
    consequence: 'nothing will be routed',
  });
}

/** A host that is the name of a Service, short or in full; any other may be that of a ServiceEntry. */
function referToHost(
  host: YamlValue,
  port: YamlValue | undefined,
  namespace: string | undefined,
  consequence = unreachable,
): readonly ResourceReference[] {
  const service = serviceOfHost(host, namespace);
  if (!service) return [];
  return refer('Service', host, {
    ...service,
    port: port?.exists ? port : undefined,
    consequence,
  });
}
