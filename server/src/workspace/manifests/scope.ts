import { belongingOf, folderOf } from './belonging.ts';
import type { ResourceEntry } from './manifest-file.ts';
import type { Manifests } from './manifests.ts';

/** The resources that belong together with a file. */
export interface Scope {
  readonly entries: readonly ResourceEntry[];
  /** Whether somebody says that they do, as a chart does; files of one folder may each be an example of its own. */
  readonly isDeclared: boolean;
}

/**
 * The resources that are applied together with those of a file, which is among `manifests` or not: those of its chart, of
 * what an Argo CD application or Skaffold names, or of its folder. Its own are left out.
 */
export function scopeOf(uri: string, manifests: Manifests): Scope {
  const declared = belongingOf(uri, manifests);
  const folder = folderOf(uri);
  const belongs = declared ?? ((other: string) => folderOf(other) === folder);
  const entries: ResourceEntry[] = [];
  for (const [other, file] of manifests.files) {
    if (other !== uri && belongs(other)) for (const entry of file.entries) entries.push(entry);
  }
  return { entries, isDeclared: declared !== undefined };
}
