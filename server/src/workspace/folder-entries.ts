import type { FolderEntry } from '../core/host.ts';
import { Notes } from '../core/notes.ts';

/** In a shorter list a name is found more quickly by looking at all of it. */
const few = 16;

/** The entries of folders by name: sorted in once for each list, as the same folder is asked again and again. */
const sorted = new Notes<readonly FolderEntry[], ReadonlyMap<string, FolderEntry>>();

/** The entry of a folder that has a name; undefined when there is none. */
export function entryNamed(entries: readonly FolderEntry[], name: string): FolderEntry | undefined {
  if (entries.length < few) return entries.find((entry) => entry.name === name);
  const known = sorted.get(entries) ?? new Map(entries.map((entry) => [entry.name, entry]));
  sorted.set(entries, known);
  return known.get(name);
}
