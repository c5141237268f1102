import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import { type Lifetime, lifetimesIn } from './history.ts';
import type { Owner } from './place.ts';
import { type FieldType, type ObjectType, typeOf } from './schema.ts';

/** A place where a resource is not what the schema of its kind says. */
export type Mismatch =
  /** A field that there is not, and the objects around it, the innermost first. */
  | { readonly is: 'unknown'; readonly value: YamlValue; readonly name: string; readonly owners: readonly Owner[] }
  /** A value of another type, or none of those that are allowed. */
  | { readonly is: 'wrong'; readonly value: YamlValue; readonly type: FieldType }
  /** A field that not all releases have, now or in the past. */
  | {
      readonly is: 'dated';
      readonly value: YamlValue;
      readonly name: string;
      readonly lifetime: Lifetime;
    }
  /** An object without fields that its declaration requires. */
  | {
      readonly is: 'incomplete';
      readonly value: YamlValue;
      readonly type: ObjectType;
      readonly names: readonly string[];
    };

/**
 * Everything in a resource that the schema of its kind does not allow: that of Kubernetes itself, unless a type is given.
 * Nothing for kinds that are not known.
 */
export function mismatchesOf(
  resource: Resource,
  type = typeOf(resource.apiVersion, resource.kind),
): readonly Mismatch[] {
  const known = knownOf.get(resource);
  if (known && known.type === type) return known.mismatches;
  const mismatches: Mismatch[] = [];
  if (type) compare(resource.value, type, [], mismatches);
  knownOf.set(resource, { type, mismatches });
  return mismatches;
}

/** What was found is kept for as long as its resource, because more than one asks for it. */
const knownOf = new WeakMap<
  Resource,
  { readonly type: FieldType | undefined; readonly mismatches: readonly Mismatch[] }
>();

/** Adds what is wrong with a value to what was found. `around` are the objects around it, the innermost first. */
function compare(value: YamlValue, type: FieldType, around: readonly Owner[], found: Mismatch[]): void {
  // A null is what is not there, whatever the type.
  if (type.is === 'anything' || value.isUnknown || !value.exists || isAction(value)) return;
  if (!fits(value, type)) {
    if (!mayGoOn(value)) found.push({ is: 'wrong', value, type });
    return;
  }
  if (type.is === 'list') for (const item of value.items) compare(item, type.of, around, found);
  if (type.is === 'map') for (const [, inner] of value.entries) compare(inner, type.of, around, found);
  if (type.is !== 'object') return;
  const owners = [{ value, type }, ...around];
  const lifetimes = type.name === undefined ? undefined : lifetimesIn(type.name);
  for (const [name, inner] of value.entries) {
    const field = type.fields.get(name);
    const lifetime = lifetimes?.get(name);
    if (lifetime) found.push({ is: 'dated', value: inner, name, lifetime });
    if (field) compare(inner, field, owners, found);
    else if (!lifetime && !type.isOpen && isField(name)) found.push({ is: 'unknown', value: inner, name, owners });
  }
  const names = type.required.filter((name) => !value.get(name).exists);
  if (names.length > 0) found.push({ is: 'incomplete', value, type, names });
}

/** Whether a person has yet to fill it in: `<your disk>`. */
function isBlank({ text = '' }: YamlValue): boolean {
  return /^<.*>$/.test(text);
}

/** Whether it is an action of a template, which without quotes looks like a map in a map. */
function isAction({ document, span }: YamlValue): boolean {
  return span !== undefined && document.text.startsWith('{{', span.start);
}

/** Whether it may be the end of what a template begins: `- name: web` with a map below it is a member of a list. */
function mayGoOn({ document, isMap, keySpan }: YamlValue): boolean {
  return isMap && keySpan !== undefined && document.template?.writesBehind(keySpan.end + 1) === true;
}

/** Whether a key is meant to be a field: directives of patches begin with a dollar, and templates are no names. */
function isField(name: string): boolean {
  return !name.startsWith('$') && !/[{}<>]/.test(name);
}

function fits(value: YamlValue, type: FieldType): boolean {
  switch (type.is) {
    case 'object':
    case 'map':
      return value.isMap;
    case 'list':
      return value.isList;
    case 'boolean':
      return value.boolean !== undefined;
    case 'number':
      return value.number !== undefined || isBlank(value);
    case 'number or string':
      return value.text !== undefined && value.boolean === undefined;
    case 'string':
      return value.string !== undefined && value.boolean === undefined;
    case 'enum':
      return value.text === '' || isBlank(value) || type.values.includes(value.text ?? '');
    default:
      return true;
  }
}
