import { Autoscaler, autoscalerKinds, isAutoscaler, type ScaleTarget } from '../../kubernetes/autoscaler.ts';
import { DisruptionBudget } from '../../kubernetes/disruption-budget.ts';
import { LabelSelector, type Labels } from '../../kubernetes/labels.ts';
import { replicasOf } from '../../kubernetes/replicas.ts';
import { SelectorIndex } from '../../kubernetes/selector-index.ts';
import type { ResourceEntry } from './manifest-file.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { perNeighbourhood } from './per-neighbourhood.ts';
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
export const autoscalersIn = perNeighbourhood((neighbours): readonly Found<Autoscaler>[] =>
  neighbours
    .inScope(...autoscalerKinds)
    .filter((entry) => isAutoscaler(entry) && !entry.isPartial)
    .flatMap((entry) => modelled(entry, Autoscaler)),
);

/** The same by the kind and the name of what they scale. */
const autoscalersByTarget = perNeighbourhood((neighbours) => {
  const byTarget = new Map<string, Found<Autoscaler>[]>();
  for (const found of autoscalersIn(neighbours)) {
    const { target } = found.model;
    if (!target) continue;
    const key = `${target.kind} ${target.name}`;
    byTarget.set(key, [...(byTarget.get(key) ?? []), found]);
  }
  return byTarget;
});

/** Those that name what a target names, in whatever namespace. */
export function autoscalersNaming(
  { kind, name }: ScaleTarget,
  neighbours: Neighbourhood,
): readonly Found<Autoscaler>[] {
  return autoscalersByTarget(neighbours).get(`${kind} ${name}`) ?? [];
}

/** The autoscalers, among those that belong together with a file, that scale a workload. */
export function autoscalersOf(workload: Named, neighbours: Neighbourhood): readonly Found<Autoscaler>[] {
  const { kind, name, namespace } = workload;
  const named = name === undefined ? [] : autoscalersNaming({ kind, name, namespace }, neighbours);
  if (named.length === 0 || !isOnlyOne({ kind, name, namespace }, neighbours)) return [];
  return named.filter(({ model: { target } }) => target && mayShareNamespace(namespace, target.namespace));
}

/** The workload that an autoscaler scales, where it belongs together with it and no other may be meant. */
export function targetOf(
  { target }: { readonly target: ScaleTarget | undefined },
  neighbours: Neighbourhood,
): ResourceEntry | undefined {
  if (!target) return undefined;
  const meant = called(target, neighbours);
  return meant.length === 1 && !meant[0]?.isPartial ? meant[0] : undefined;
}

/** The budgets that belong together with a file, and that are about pods with some labels. */
export function budgetsOver(
  labels: Labels,
  namespace: string | undefined,
  neighbours: Neighbourhood,
): readonly Found<DisruptionBudget>[] {
  return matching(budgetsIn(neighbours), labels, namespace);
}

/** Whether a budget in the workspace is about pods with some labels. */
export function hasBudget(labels: Labels, namespace: string | undefined, neighbours: Neighbourhood): boolean {
  return [budgetsIn, budgetsAnywhere].some((budgets) => matching(budgets(neighbours), labels, namespace).length > 0);
}

const budgetsIn = perNeighbourhood((neighbours) => byPods(neighbours.inScope('PodDisruptionBudget')));
const budgetsAnywhere = perNeighbourhood((neighbours) => byPods(neighbours.everywhere('PodDisruptionBudget')));

function byPods(budgets: readonly ResourceEntry[]): SelectorIndex<Found<DisruptionBudget>> {
  const found = budgets.filter(({ group }) => group === 'policy').flatMap((entry) => modelled(entry, DisruptionBudget));
  return new SelectorIndex(
    found.flatMap((item) => {
      const selector = item.model.resource.value.at('spec', 'selector');
      return selector.exists ? [{ item, selector: LabelSelector.of(selector) }] : [];
    }),
  );
}

function matching(
  budgets: SelectorIndex<Found<DisruptionBudget>>,
  labels: Labels,
  namespace: string | undefined,
): readonly Found<DisruptionBudget>[] {
  return budgets.matching(labels).filter(({ entry }) => mayShareNamespace(entry.namespace, namespace));
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
  return called(workload, neighbours).length <= 1;
}

/** The resources of the scope that may be meant by a name. */
function called({ kind, name, namespace }: Named, neighbours: Neighbourhood): readonly ResourceEntry[] {
  return name === undefined ? [] : neighbours.inScopeByName({ kinds: [kind], name, namespace });
}

function modelled<T>(entry: ResourceEntry, Model: new (resource: NonNullable<ReturnType<ResourceEntry['read']>>) => T) {
  const resource = entry.read();
  return resource ? [{ entry, model: new Model(resource) }] : [];
}
