import type { YamlValue } from '../../yaml/value.ts';
import type { Kustomization, PathEntry } from './kustomization.ts';
import type { SourceDocument } from './sources.ts';

/** Something about a kustomization that came to light when it was built. */
export interface BuildRemark {
  readonly kustomization: Kustomization;
  readonly sort:
    | 'missing-path'
    | 'patch-without-target'
    | 'patch-without-base'
    | 'patch-failed'
    | 'image-without-use'
    | 'replicas-without-use'
    | 'duplicate';
  /** The entry it is about. */
  readonly value: YamlValue;
  readonly detail: string;
  /** The name that was most likely meant, where there is one. */
  readonly nearest?: string | undefined;
}

/** What is noted while a kustomization is built. */
export class BuildNotes {
  /** Why resources may be missing, in words; empty when all of them are there. */
  readonly incomplete = new Set<string>();
  /** Why the resources that are there may look otherwise than they do here; empty when they are as they will be. */
  readonly uncertain = new Set<string>();
  /** Why `kustomize` would refuse to build it; empty when it would not. */
  readonly failures = new Set<string>();
  readonly remarks: BuildRemark[] = [];
  /** The documents that took part as bases, patches or kustomizations. */
  readonly used = new Set<SourceDocument>();

  remark(
    kustomization: Kustomization,
    sort: BuildRemark['sort'],
    value: YamlValue,
    detail: string,
    nearest?: string,
  ): void {
    this.remarks.push({ kustomization, sort, value, detail, nearest });
  }

  /** There is nothing at a path that a kustomization names, which leaves the resources incomplete or uncertain. */
  missing(kustomization: Kustomization, { path, value }: PathEntry, leaves: 'incomplete' | 'uncertain'): void {
    this[leaves].add(`there is no ${path}`);
    this.remark(kustomization, 'missing-path', value, path);
  }
}
