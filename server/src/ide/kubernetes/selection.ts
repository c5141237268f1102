import { Monitor } from '../../kubernetes/monitor.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { type Scale, scaleOf } from '../../kubernetes/scale.ts';
import { type SelectorPlace, selectorsOf } from '../../kubernetes/selectors.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';

/** What a selector selects among what the workspace declares, in the files around it if there are some. */
export interface Selection {
  readonly place: SelectorPlace;
  readonly selected: readonly ResourceEntry[];
}

/** What the selectors of a resource select; those of which not all is known, and those that ask for nothing, left out. */
export function selectionsOf(resource: Resource, neighbours: Neighbourhood): readonly Selection[] {
  return selectorsOf(resource)
    .filter(({ selector }) => selector.isKnown && !selector.isEmpty)
    .map((place) => ({ place, selected: selectedBy(place, resource, neighbours) }));
}

function selectedBy(
  { selector, selects, namespace }: SelectorPlace,
  resource: Resource,
  neighbours: Neighbourhood,
): readonly ResourceEntry[] {
  const isMonitor = resource.group === 'monitoring.coreos.com';
  const looksInto = (one: ResourceEntry) => !isMonitor || new Monitor(resource).looksInto(one.namespace);
  if (selects === 'pods') return neighbours.workloadsSelectedBy(selector, namespace).filter(looksInto);
  return neighbours
    .everywhere('Service')
    .filter((one) => one.group === '' && looksInto(one) && selector.matches(one.labels));
}

/** How many pods some workloads run together; undefined where that is not known of all. */
export function podsOf(workloads: readonly ResourceEntry[]): Scale | undefined {
  let sum = 0;
  for (const entry of workloads) {
    const resource = entry.read();
    const scale = resource && scaleOf(resource);
    if (typeof scale !== 'number') return workloads.length === 1 ? scale : undefined;
    sum += scale;
  }
  return sum;
}
