import type { YamlValue } from '../../yaml/value.ts';
import type { FieldType, ObjectType } from './schema.ts';

/** An object in a resource, with its type. */
export interface Owner {
  readonly value: YamlValue;
  readonly type: ObjectType;
}

/** Where a field belongs that is written where there is none of its name. */
export interface Place {
  /** For messages: `spec.template.spec`. */
  readonly path: string;
  /** The way to it from the object in which it is written, where it leads through maps alone. */
  readonly keys: readonly string[] | undefined;
}

/** What objects consist of in the main: elsewhere a field of the same name is most likely another one. */
const mainParts = new Set([
  'containers',
  'jobTemplate',
  'metadata',
  'resources',
  'securityContext',
  'selector',
  'spec',
  'template',
]);

/** How far below an object a field is looked for. */
const deepest = 3;

/** Names that so many objects have that nothing follows from them. */
const common = new Set(['apiVersion', 'key', 'kind', 'name', 'namespace', 'path', 'port', 'type', 'uid', 'value']);

/**
 * The nearest place for a field: below the object in which it is written, else in one of those around it, the innermost
 * first, or below that. `owners` begins with the object itself.
 */
export function placeFor(name: string, owners: readonly Owner[]): Place | undefined {
  if (common.has(name)) return undefined;
  for (const [index, { value, type }] of owners.entries()) {
    const found = search(name, type);
    if (!found) continue;
    const path = [value.path, ...found].filter(Boolean).join('.');
    return { path, keys: index === 0 && !found.some((key) => key.endsWith('[]')) ? found : undefined };
  }
  return undefined;
}

/** The keys that lead to the nearest object that has a field, breadth first. */
function search(name: string, from: FieldType): readonly string[] | undefined {
  const waiting: { readonly type: FieldType; readonly keys: readonly string[] }[] = [{ type: from, keys: [] }];
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { type, keys } = next;
    if (type.is !== 'object') continue;
    if (type.fields.has(name)) return keys;
    if (keys.length === deepest) continue;
    for (const [key, field] of type.fields) {
      if (!mainParts.has(key)) continue;
      if (field.is === 'object') waiting.push({ type: field, keys: [...keys, key] });
      else if (field.is === 'list') waiting.push({ type: field.of, keys: [...keys, `${key}[]`] });
    }
  }
  return undefined;
}
