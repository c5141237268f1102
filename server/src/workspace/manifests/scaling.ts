import { Autoscaler, autoscalerKinds, isAutoscaler, type ScaleTarget } from '../../kubernetes/autoscaler.ts';
import { DisruptionBudget } from '../../kubernetes/disruption-budget.ts';
import { LabelSelector, type Labels } from '../../kubernetes/labels.ts';
import { replicasOf } from '../../kubernetes/replicas.ts';
import type { ResourceEntry } from './manifest-file.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { mayShareNamespace } from './resource-index.ts';

/** What is found somewhere in the workspace, and where it is. */
export interface Found<T> {
  readonly entry: ResourceEntry;
  readonly model: T;
}

/** A resource by what tells it from others of its kind. */
interface Named {
  readonly kind: string;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
}

/** The autoscalers that belong together with a file. */
export function autoscalersIn(neighbours: Neighbourhood): readonly Found<Autoscaler>[] {
  return neighbours
    .inScope(...autoscalerKinds)
    .filter((entry) => isAutoscaler(entry) && !entry.isPartial)
    .flatMap((entry) => modelled(entry, Autoscaler));
}

/** The autoscalers, among those that belong together with a file, that scale a workload. */
export function autoscalersOf(workload: Named, neighbours: Neighbourhood): readonly Found<Autoscaler>[] {
  if (!isOnlyOne(workload, neighbours)) return [];
  return autoscalersIn(neighbours).filter(({ model: { target } }) => target && isCalled(workload, target));
}

/** The workload that an autoscaler scales, where it belongs together with it and no other may be meant. */
export function targetOf(
  { target }: { readonly target: ScaleTarget | undefined },
  neighbours: Neighbourhood,
): ResourceEntry | undefined {
  if (!target) return undefined;
  const meant = neighbours.inScope(target.kind).filter((entry) => isCalled(entry, target));
  return meant.length === 1 && !meant[0]?.isPartial ? meant[0] : undefined;
}

/** The budgets of the workspace, or of what belongs together with a file, that are about pods with some labels. */
export function budgetsOver(
  labels: Labels,
  namespace: string | undefined,
  budgets: readonly ResourceEntry[],
): readonly Found<DisruptionBudget>[] {
  return budgets
    .filter((entry) => entry.group === 'policy' && mayShareNamespace(entry.namespace, namespace))
    .flatMap((entry) => modelled(entry, DisruptionBudget))
    .filter(({ model }) => {
      const selector = model.resource.value.at('spec', 'selector');
      return selector.exists && LabelSelector.of(selector).matches(labels);
    });
}

/** How many pods of a workload run at the least. */
export interface LeastReplicas {
  readonly number: number;
  /** Whether somebody says so, and it is not only what holds where nobody does. */
  readonly isWritten: boolean;
  /** What scales it, if anything does. */
  readonly autoscaler: Found<Autoscaler> | undefined;
}

/** How many pods of a workload run at the least, as it says or as its autoscaler does; undefined when that is not known. */
export function leastReplicasOf(workload: ResourceEntry, neighbours: Neighbourhood): LeastReplicas | undefined {
  const [autoscaler, ...others] = autoscalersOf(workload, neighbours);
  const resource = workload.read();
  if (!resource || others.length > 0) return undefined;
  // Where KEDA goes down to none, there is nothing to keep until there is one.
  const number = autoscaler ? atLeastOne(autoscaler.model.least) : replicasOf(resource);
  const isWritten = autoscaler ? autoscaler.model.writtenLeast.exists : resource.value.at('spec', 'replicas').exists;
  return number === undefined ? undefined : { number, isWritten, autoscaler };
}

function atLeastOne(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.max(1, number);
}

/** Whether no other in the scope may be meant by the name of a workload, as where files are examples of the same. */
function isOnlyOne(workload: Named, neighbours: Neighbourhood): boolean {
  return neighbours.inScope(workload.kind).filter((entry) => isCalled(entry, workload)).length <= 1;
}

function isCalled(one: Named, other: Named): boolean {
  const isSame = one.kind === other.kind && one.name !== undefined && one.name === other.name;
  return isSame && mayShareNamespace(one.namespace, other.namespace);
}

function modelled<T>(entry: ResourceEntry, Model: new (resource: NonNullable<ReturnType<ResourceEntry['read']>>) => T) {
  const resource = entry.read();
  return resource ? [{ entry, model: new Model(resource) }] : [];
}
