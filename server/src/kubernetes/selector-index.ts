import type { LabelSelector, Labels } from './labels.ts';

/** What selects by labels, to be looked up by labels. */
export class SelectorIndex<T> {
  private readonly all: readonly Selecting<T>[];
  /** Places in the list, by a label with its value that a selector does not go without. */
  private readonly byLabel = new Map<string, number[]>();
  /** The places of those that can do without any one label. */
  private readonly others: number[] = [];

  constructor(all: readonly Selecting<T>[]) {
    this.all = all;
    for (const [place, { selector }] of all.entries()) {
      const { indispensable } = selector;
      if (!indispensable) this.others.push(place);
      for (const value of indispensable?.values ?? []) {
        const label = `${indispensable?.key}=${value}`;
        const places = this.byLabel.get(label);
        if (places) places.push(place);
        else this.byLabel.set(label, [place]);
      }
    }
  }

  /** What selects, or may select, something with these labels, in the order in which it was given. */
  matching(labels: Labels): readonly T[] {
    return this.candidates(labels).flatMap(({ item, selector }) => (selector.matches(labels) ? [item] : []));
  }

  private candidates(labels: Labels): readonly Selecting<T>[] {
    // Where not all labels are known, one of these may be the one that is asked for.
    if (labels.isOpen) return this.all;
    const labelled = [...labels.written].flatMap(([key, value]) => this.byLabel.get(`${key}=${value}`) ?? []);
    const places = new Set([...labelled, ...this.others]);
    return [...places].toSorted((one, other) => one - other).flatMap((place) => this.all[place] ?? []);
  }
}

/** Something with the selector of what it is about. */
export interface Selecting<T> {
  readonly item: T;
  readonly selector: LabelSelector;
}
