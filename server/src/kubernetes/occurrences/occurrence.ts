import { sourceSpan } from '../../text/mapped.ts';
import type { Span } from '../../text/span.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { LabelSelector } from '../labels.ts';
import type { Resource } from '../resource.ts';

/**
 * What sorts of names there are. Resources, among them namespaces and service accounts, have theirs in the cluster; all
 * others have it within a resource: containers, ports and volumes in a pod, keys in a ConfigMap or Secret, ports in a
 * Service, listeners in a Gateway. A `label` is the value of one, a `label key` its name.
 */
export type Sort =
  | 'resource'
  | 'label'
  | 'label key'
  | 'container'
  | 'port'
  | 'volume'
  | 'key'
  | 'service port'
  | 'listener';

/** In which resources the definition of a name is to be found. */
export type Owner =
  /** In the one that mentions it. */
  { readonly by: 'self' } | ByName | BySelector;

/** In those of some kinds that have a name. */
export interface ByName {
  readonly by: 'name';
  readonly kinds: readonly string[];
  /** Undefined for any. */
  readonly group: string | undefined;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** In those that a selector selects. */
export interface BySelector {
  readonly by: 'selector';
  readonly selector: LabelSelector;
  /** Whether pods are selected, by the labels of their templates, or resources of some kinds by their own. */
  readonly selects: 'pods' | readonly string[];
  /** Undefined when it is not known, or selects from all. */
  readonly namespace: string | undefined;
}

/** A place in a manifest at which a name stands. */
export interface Occurrence {
  readonly sort: Sort;
  readonly name: string;
  readonly isDefinition: boolean;
  /** Where the name stands in its document, without quotes; not exact where it is written otherwise than it reads. */
  readonly span: Span;
  /** The value that it is written in, or that it is the key of. */
  readonly value: YamlValue;
  readonly resource: Resource;
  readonly owner: Owner;
  /** The key of the label of which this is the value. */
  readonly key: string | undefined;
  /** Whose label it is: that of pods, or of the resource itself. */
  readonly labelled: 'pods' | 'resource' | undefined;
  /** The name of what it is part of, where a resource makes several others. */
  readonly within: string | undefined;
  /** All of what is defined, where that is more than its name. */
  readonly whole: Span | undefined;
}

/** What there is to say of an occurrence beyond its name and place. */
export interface Meaning {
  readonly sort: Sort;
  readonly resource: Resource;
  readonly owner: Owner;
  readonly isDefinition?: boolean;
  readonly key?: string | undefined;
  readonly labelled?: Occurrence['labelled'];
  readonly within?: string | undefined;
  readonly whole?: Span | undefined;
}

/** The occurrence of a name in the text of a value; none where nothing is written, or it is not known. */
export function inText(value: YamlValue, meaning: Meaning, name = value.text): readonly Occurrence[] {
  const { span } = value;
  if (!name || value.text === undefined || !span) return [];
  return [occurrence(value, name, spanInText(value, name) ?? { ...span, isExact: false }, meaning)];
}

/** The occurrence of a name as the key of a value. */
export function inKey(value: YamlValue, meaning: Meaning): readonly Occurrence[] {
  const { key, keySpan } = value;
  if (typeof key !== 'string' || key === '' || !keySpan) return [];
  const { text } = value.document;
  const written = text.slice(keySpan.start, keySpan.end);
  const quotes = written === key ? 0 : 1;
  const isExact = written.slice(quotes, written.length - quotes) === key;
  const inner = { start: keySpan.start + quotes, end: keySpan.end - quotes };
  return [occurrence(value, key, isExact ? inner : { ...keySpan, isExact: false }, meaning)];
}

function occurrence(value: YamlValue, name: string, span: Span, meaning: Meaning): Occurrence {
  const { sort, resource, owner, isDefinition = false, key, labelled, within, whole } = meaning;
  return { sort, name, isDefinition, span, value, resource, owner, key, labelled, within, whole };
}

/** Where a name stands in a text that it begins, as the host of a Service, or ends behind its namespace. */
function spanInText(value: YamlValue, name: string): Span | undefined {
  const { mappedText, written, node } = value;
  if (!mappedText?.isExact || written !== node) return undefined;
  const { text } = mappedText;
  if (text.startsWith(name)) return sourceSpan(mappedText, 0, name.length);
  return text.endsWith(`/${name}`) ? sourceSpan(mappedText, text.length - name.length, text.length) : undefined;
}

/** The place in its own resource where something is defined. */
export const self: Owner = { by: 'self' };
