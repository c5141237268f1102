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

  /** What a reference may mean: more than one where namespaces or overlays are not told apart. */
  find({ kinds, name, namespace, group }: Reference): readonly ResourceEntry[] {
    return kinds
      .flatMap((kind) => this.byName.get(`${kind} ${name}`) ?? [])
      .filter(
        (entry) => mayShareNamespace(entry.namespace, namespace) && (group === undefined || entry.group === group),
      );
  }
}

/** Whether two namespaces may be the same one; what is not written is decided when the manifests are applied. */
export function mayShareNamespace(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function add(to: Map<string, ResourceEntry[]>, key: string, entry: ResourceEntry): void {
  const list = to.get(key);
  if (list) list.push(entry);
  else to.set(key, [entry]);
}
