import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';

/** What resources of a kind refer to, by their kind and API group: `Certificate.cert-manager.io`. */
export type Readers = Readonly<Record<string, (resource: Resource) => readonly ResourceReference[]>>;

/** A place in a resource that names another one. */
export interface ResourceReference {
  /** The kinds it may be of; several where either will do. */
  readonly kinds: readonly string[];
  /** The API group of these kinds where others are called the same; undefined for any. */
  readonly group: string | undefined;
  readonly name: string;
  /** Where it is looked for; undefined when that is decided on applying, or when the kind belongs to no namespace. */
  readonly namespace: string | undefined;
  /** Where the name is written. */
  readonly value: YamlValue;
  /** The key of a ConfigMap or Secret that is asked for. */
  readonly key: YamlValue | undefined;
  /** The port of a Service that is asked for, by name or number. */
  readonly port: YamlValue | undefined;
  /** The listener of a Gateway that is asked for. */
  readonly listener: YamlValue | undefined;
  /** Whether it may be missing. */
  readonly isOptional: boolean;
  /** What happens when it is missing, as the end of a sentence: `the pods will not start`. */
  readonly consequence: string;
}

/** What there is to say of a reference beyond its name. */
export interface ReferenceDetails {
  /** The name itself, where it is only part of what is written. */
  readonly name?: string | undefined;
  readonly group?: string | undefined;
  readonly namespace?: string | undefined;
  readonly key?: YamlValue | undefined;
  readonly port?: YamlValue | undefined;
  readonly listener?: YamlValue | undefined;
  readonly isOptional?: boolean | undefined;
  readonly consequence: string;
}

/** The reference that a value is which holds a name; none where it is missing, empty or not known. */
export function refer(
  kinds: string | readonly string[],
  value: YamlValue,
  { name = value.text, group, namespace, key, port, listener, isOptional = false, consequence }: ReferenceDetails,
): readonly ResourceReference[] {
  if (!name || value.text === undefined) return [];
  return [{ kinds: [kinds].flat(), group, name, namespace, value, key, port, listener, isOptional, consequence }];
}
