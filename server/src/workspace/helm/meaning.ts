/**
 * Where an object stands among those that Helm gives to templates, as keys from the root: `Values`, `image`, `tag`. The
 * members of lists, and those of maps whose keys are not written in the template, go by `anyMember`.
 */
export type ObjectPath = readonly string[];

/** Stands in a path for each member of a list or map. No key of a map that templates name is called so. */
export const anyMember = '*';

/** What an expression may stand for, as far as that can be told without rendering. */
export interface Meaning {
  /** The objects; none when nothing is known of it. */
  readonly paths: readonly ObjectPath[];
  /** What a map or list has that the template itself makes, by key. */
  readonly fields?: ReadonlyMap<string, Meaning>;
}

export const unknown: Meaning = { paths: [] };

/** What the dot is at the beginning of a template. */
export const rootObject: Meaning = { paths: [[]] };

/** More are not followed: expressions that may be so many things tell nothing of any. */
const mostPaths = 12;
const longestPath = 24;

/** What a map has under a key. */
export function fieldOf({ paths, fields }: Meaning, key: string): Meaning {
  const own = fields?.get(key) ?? unknown;
  const below = paths.filter((path) => path.length < longestPath).map((path) => [...path, key]);
  return below.length === 0 ? own : join({ paths: below }, own);
}

/** What each member of a list or map may be. */
export function memberOf(meaning: Meaning): Meaning {
  const below = meaning.paths.filter((path) => path.length < longestPath).map((path) => [...path, anyMember]);
  return [...(meaning.fields?.values() ?? [])].reduce(join, { paths: below });
}

/** What may be either. */
export function join(one: Meaning, other: Meaning): Meaning {
  if (isNothing(other)) return one;
  if (isNothing(one)) return other;
  const known = new Set(one.paths.map((path) => path.join('\0')));
  const paths = [...one.paths, ...other.paths.filter((path) => !known.has(path.join('\0')))].slice(0, mostPaths);
  if (!one.fields || !other.fields) return withFields(paths, one.fields ?? other.fields);
  const fields = new Map(one.fields);
  for (const [key, meaning] of other.fields) fields.set(key, join(fields.get(key) ?? unknown, meaning));
  return { paths, fields };
}

/** A map or list that a template makes. */
export function madeOf(fields: ReadonlyMap<string, Meaning>): Meaning {
  return { paths: [], fields };
}

/** How deep maps in maps are compared. */
const deepest = 4;

/** Whether two stand for the same. */
export function isSame(one: Meaning, other: Meaning, depth = 0): boolean {
  if (one === other || depth === deepest) return true;
  if (one.paths.length !== other.paths.length || one.fields?.size !== other.fields?.size) return false;
  if (one.paths.some((path, index) => path.join('\0') !== other.paths[index]?.join('\0'))) return false;
  return [...(one.fields ?? [])].every(([key, meaning]) =>
    isSame(meaning, other.fields?.get(key) ?? unknown, depth + 1),
  );
}

function isNothing({ paths, fields }: Meaning): boolean {
  return paths.length === 0 && fields === undefined;
}

function withFields(paths: readonly ObjectPath[], fields: Meaning['fields']): Meaning {
  return fields ? { paths, fields } : { paths };
}
