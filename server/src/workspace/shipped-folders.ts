import type { FolderEntry } from '../core/host.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { isRemote } from '../dockerfile/instructions/copy.ts';
import { type BuildContext, plainPath } from './build-context.ts';

/** Folders that are nested deeper than this are links that lead in circles. */
const deepest = 40;

/**
 * Walks what a build gets of a folder, the nearest first, and lists no more than so many folders. `enters` is asked for
 * each entry, and says of folders whether it wants to see what is in them. Returns whether all was seen.
 */
export async function walkShipped(
  context: BuildContext,
  from: string,
  mostFolders: number,
  enters: (path: string, entry: FolderEntry) => boolean,
): Promise<boolean> {
  let level = [from];
  let listed = 0;
  for (let depth = 0; level.length > 0; depth++) {
    const now = level.slice(0, mostFolders - listed);
    listed += now.length;
    const below: string[] = [];
    const lists = await Promise.all(now.map((folder) => context.list(folder === '' ? '.' : folder)));
    for (const [at, folder] of now.entries()) {
      for (const entry of lists[at] ?? []) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (enters(path, entry) && entry.kind === 'folder') below.push(path);
      }
    }
    if (now.length < level.length || (below.length > 0 && depth >= deepest)) return false;
    level = below;
  }
  return true;
}

/** What a Dockerfile copies from the build context by name, patterns as they are written. */
export function copiedByName(dockerfile: Dockerfile): ReadonlySet<string> {
  const copies = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
  const sources = copies.filter(({ readsContext }) => readsContext).flatMap(({ expandedSources }) => expandedSources);
  return new Set(sources.filter((source) => !isRemote(source)).map(plainPath));
}
