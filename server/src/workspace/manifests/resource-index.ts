import type { LabelSelector } from '../../kubernetes/labels.ts';
import type { ResourceEntry } from './manifest-file.ts';

/** Something that a manifest refers to by name. */
export interface Reference {
  /** The kinds it may be of; several where one name may mean either. */
  readonly kinds: readonly string[];
  readonly name: string;
  /** Undefined when nothing says it, and for what belongs to no namespace. */
  readonly namespace?: string | undefined;
  /** The API group, where kinds of several groups are called the same; undefined for any. */
  readonly group?: string | undefined;
}

/** Resources, to be looked up by what they are called. */
export class ResourceIndex {
  readonly entries: readonly ResourceEntry[];
  private readonly byKind = new Map<string, ResourceEntry[]>();
  private readonly byName = new Map<string, ResourceEntry[]>();
  private pods: PodIndex | undefined;

  constructor(entries: readonly ResourceEntry[]) {
    this.entries = entries;
    for (const entry of entries) {
      add(this.byKind, entry.kind, entry);
      if (entry.name !== undefined) add(this.byName, `${entry.kind} ${entry.name}`, entry);
    }
  }

  ofKind(...kinds: readonly string[]): readonly ResourceEntry[] {
    const [only] = kinds;
    if (kinds.length === 1 && only !== undefined) return this.byKind.get(only) ?? [];
    return kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
  }

  /** Those that run pods, patches of such included. */
  get workloads(): readonly ResourceEntry[] {
    return this.podIndex.workloads;
  }

  /** Those of the workloads that a selector may select: all that it does, and few others. */
  mayBeSelectedBy(selector: LabelSelector): readonly ResourceEntry[] {
    return this.podIndex.candidates(selector);
  }

  private get podIndex(): PodIndex {
    this.pods ??= new PodIndex(this.entries);
    return this.pods;
  }

  /** What a reference may mean: more than one where namespaces or overlays are not told apart. */
  find({ kinds, name, namespace, group }: Reference): readonly ResourceEntry[] {
    return kinds
      .flatMap((kind) => this.byName.get(`${kind} ${name}`) ?? [])
      .filter(
        (entry) => mayShareNamespace(entry.namespace, namespace) && (group === undefined || entry.group === group),
      );
  }
}

/** Workloads, to be looked up by the labels of their pods. */
class PodIndex {
  readonly workloads: readonly ResourceEntry[];
  /** Places in the list of workloads, by a label with its value. */
  private readonly byLabel = new Map<string, number[]>();
  /** The places of those of which not all labels are known. */
  private readonly open: number[] = [];

  constructor(entries: readonly ResourceEntry[]) {
    this.workloads = entries.filter(({ podLabels }) => podLabels !== undefined);
    for (const [place, { podLabels }] of this.workloads.entries()) {
      if (podLabels?.isOpen) this.open.push(place);
      else for (const [key, value] of podLabels?.written ?? []) add(this.byLabel, `${key}=${value}`, place);
    }
  }

  /** In the order in which they stand in the list. */
  candidates({ indispensable }: LabelSelector): readonly ResourceEntry[] {
    if (!indispensable) return this.workloads;
    const { key, values } = indispensable;
    const places = new Set([...values.flatMap((value) => this.byLabel.get(`${key}=${value}`) ?? []), ...this.open]);
    return [...places].toSorted((one, other) => one - other).flatMap((place) => this.workloads[place] ?? []);
  }
}

/** Whether two namespaces may be the same one; what is not written is decided when the manifests are applied. */
export function mayShareNamespace(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function add<T>(to: Map<string, T[]>, key: string, one: T): void {
  const list = to.get(key);
  if (list) list.push(one);
  else to.set(key, [one]);
}
