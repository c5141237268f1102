import { type LimitRangeItem, limitsOfContainers } from '../../kubernetes/limit-range.ts';
import type { ResourceEntry } from './manifest-file.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { mayShareNamespace } from './resource-index.ts';

/** What a LimitRange says of containers, and the LimitRange. */
export interface ContainerLimits {
  readonly entry: ResourceEntry;
  readonly item: LimitRangeItem;
}

/** What the LimitRanges that belong together with a file may say of the containers in a namespace. */
export function limitsThatMayHold(
  namespace: string | undefined,
  neighbours: Neighbourhood,
): readonly ContainerLimits[] {
  return neighbours
    .inScope('LimitRange')
    .filter((entry) => mayShareNamespace(entry.namespace, namespace))
    .flatMap((entry) => {
      const range = entry.read();
      return range ? limitsOfContainers(range).map((item) => ({ entry, item })) : [];
    });
}

/** The same of those that hold for certain: in the same namespace, and applied together. */
export function limitsThatHold(namespace: string | undefined, neighbours: Neighbourhood): readonly ContainerLimits[] {
  const mayHold = limitsThatMayHold(namespace, neighbours);
  if (mayHold.length === 0 || (namespace === undefined && !neighbours.isSelfContained('LimitRange'))) return [];
  return mayHold.filter(({ entry }) => entry.namespace === namespace && !entry.isPartial);
}

/** Whether a LimitRange may give the containers of a namespace a request, or a limit, that they do not have themselves. */
export function isDefaulted(
  name: 'cpu' | 'memory',
  side: 'requests' | 'limits',
  namespace: string | undefined,
  neighbours: Neighbourhood,
): boolean {
  return limitsThatMayHold(namespace, neighbours).some(
    ({ item }) => (side === 'limits' ? item.defaultLimit(name) : item.defaultRequest(name)).exists,
  );
}
