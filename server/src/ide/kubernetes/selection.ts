import type { LabelSelector } from '../../kubernetes/labels.ts';
import { Monitor } from '../../kubernetes/monitor.ts';
import type { BySelector } from '../../kubernetes/occurrences/occurrence.ts';
import { selectorsIn } from '../../kubernetes/occurrences/selectors.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { type Scale, scaleOf } from '../../kubernetes/scale.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import type { Neighbourhood } from '../../workspace/manifests/neighbourhood.ts';

/** What a selector selects among what the workspace declares, in the files around it if there are some. */
export interface Selection {
  readonly selector: LabelSelector;
  readonly ofPods: boolean;
  readonly selected: readonly ResourceEntry[];
}

/**
 * What the selectors of a resource select, but for that of a workload, which is for its own pods. Those of which not all
 * is known, and those that ask for nothing, are left out; so are those of namespaces and the like of which the workspace
 * declares none, as it seldom does.
 */
export function selectionsOf(resource: Resource, neighbours: Neighbourhood): readonly Selection[] {
  return selectorsIn(resource).flatMap(({ owner }) => {
    if (owner.by !== 'selector' || !owner.selector.isKnown || owner.selector.isEmpty) return [];
    const ofPods = owner.selects === 'pods';
    const selected = selectedBy(owner, resource, neighbours);
    const isUsuallyDeclared = ofPods || owner.selects.includes('Service');
    return selected.length > 0 || isUsuallyDeclared ? [{ selector: owner.selector, ofPods, selected }] : [];
  });
}

function selectedBy(
  { selector, selects, namespace }: BySelector,
  resource: Resource,
  neighbours: Neighbourhood,
): readonly ResourceEntry[] {
  const isMonitor = resource.kind === 'ServiceMonitor' || resource.kind === 'PodMonitor';
  const looksInto = (one: ResourceEntry) => !isMonitor || new Monitor(resource).looksInto(one.namespace);
  if (selects === 'pods') return neighbours.workloadsSelectedBy(selector, namespace).filter(looksInto);
  return neighbours.everywhere(...selects).filter((one) => looksInto(one) && selector.matches(one.labels));
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
