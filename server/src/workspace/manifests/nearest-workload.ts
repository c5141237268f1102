import type { LabelSelector, Labels, Requirement } from '../../kubernetes/labels.ts';
import { mostSimilar } from '../../text/similar.ts';
import type { ResourceEntry } from './manifest-file.ts';

/** What a selector was most likely meant to select. */
export interface NearWorkload {
  readonly entry: ResourceEntry;
  /** The labels that its pods have with another value than is asked for, as they have them. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * The workload that a selector would select, were the values of labels it asks for written as they are meant; undefined
 * when there is none, or more than one.
 */
export function nearestWorkload(
  selector: LabelSelector,
  workloads: readonly ResourceEntry[],
): NearWorkload | undefined {
  const near = workloads.flatMap((entry) => {
    const labels = entry.podLabels && corrections(selector.unmet(entry.podLabels), entry.podLabels);
    return labels ? [{ entry, labels }] : [];
  });
  return near.length === 1 ? near[0] : undefined;
}

/** What has to be asked for instead of what is not met; undefined where that is something else altogether. */
function corrections(unmet: readonly Requirement[], labels: Labels): Readonly<Record<string, string>> | undefined {
  const corrected: Record<string, string> = {};
  for (const { key, operator, values } of unmet) {
    const has = labels.get(key);
    const [wanted] = values;
    if (operator !== 'In' || values.length > 1 || has === undefined || wanted === undefined) return undefined;
    if (isOneOfASeries(wanted, has) || mostSimilar(wanted, [has]) !== has) return undefined;
    corrected[key] = has;
  }
  return corrected;
}

/** Whether two values differ in their numbers alone, as those of things do that were numbered on purpose. */
function isOneOfASeries(one: string, other: string): boolean {
  return one.replace(/\d+/g, '') === other.replace(/\d+/g, '');
}
