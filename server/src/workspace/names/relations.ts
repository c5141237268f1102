import type { KustomizationGraph } from '../kustomize/graph.ts';
import type { Kustomization } from '../kustomize/kustomization.ts';
import { type Belongs, belongingOf, folderOf } from '../manifests/belonging.ts';
import type { ResourceEntry } from '../manifests/manifest-file.ts';
import type { Manifests } from '../manifests/manifests.ts';

/**
 * How two files have to do with each other: `together` where a chart, an application or a kustomization says that they
 * are applied together, and in one and the same file; `near` in one folder.
 */
export type Relation = 'together' | 'near' | 'apart';

/** Which files of a workspace have to do with each other. */
export class Relations {
  private readonly manifests: Manifests;
  private readonly kustomizations: KustomizationGraph;
  private readonly groups = new Map<string, Belongs | undefined>();
  private readonly roots = new Map<string, readonly Kustomization[]>();
  private patches: ReadonlySet<string> | undefined;

  constructor(manifests: Manifests, kustomizations: KustomizationGraph) {
    this.manifests = manifests;
    this.kustomizations = kustomizations;
  }

  between(one: string, other: string): Relation {
    if (one === other || this.groupOf(one)?.(other) === true || this.areBuiltTogether(one, other)) return 'together';
    return folderOf(one) === folderOf(other) ? 'near' : 'apart';
  }

  /**
   * Those of some resources that are meant from a file: where some belong together with it, these; else those in its
   * folder; else all.
   */
  nearest(entries: readonly ResourceEntry[], from: string): readonly ResourceEntry[] {
    if (entries.length < 2) return entries;
    const together = entries.filter(({ file }) => this.between(from, file.uri) === 'together');
    if (together.length > 0) return together;
    const near = entries.filter(({ file }) => folderOf(from) === folderOf(file.uri));
    return near.length > 0 ? near : entries;
  }

  /** Whether a resource only says how another one is changed: it is part of one, or a kustomization patches with it. */
  isPatch({ isPartial, file }: ResourceEntry): boolean {
    this.patches ??= new Set(
      this.kustomizations.roots.flatMap((root) => [...this.kustomizations.partsOf(root).patches]),
    );
    return isPartial || this.patches.has(file.uri);
  }

  private groupOf(uri: string): Belongs | undefined {
    if (!this.groups.has(uri)) this.groups.set(uri, belongingOf(uri, this.manifests));
    return this.groups.get(uri);
  }

  private areBuiltTogether(one: string, other: string): boolean {
    const roots = this.rootsOf(one);
    return roots.length > 0 && this.rootsOf(other).some((root) => roots.includes(root));
  }

  private rootsOf(uri: string): readonly Kustomization[] {
    const known = this.roots.get(uri) ?? this.kustomizations.rootsOf(uri);
    this.roots.set(uri, known);
    return known;
  }
}
