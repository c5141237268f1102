import { isScalar } from 'yaml';
import type { Plain } from './render.ts';
import type { YamlValue } from './value.ts';

/** A value with all that is in it, to be written once more elsewhere; undefined when part of it is not known. */
export function plainOf(value: YamlValue): Plain | undefined {
  if (value.isUnknown) return undefined;
  if (value.isMap) {
    const copy: Record<string, Plain> = {};
    for (const [key, inner] of value.entries) {
      const plain = plainOf(inner);
      if (plain === undefined) return undefined;
      copy[key] = plain;
    }
    return copy;
  }
  if (value.isList) {
    const items = value.items.map(plainOf).filter((item) => item !== undefined);
    return items.length === value.items.length ? items : undefined;
  }
  return value.boolean ?? value.number ?? value.text ?? (isScalar(value.node) ? null : undefined);
}

/** The same of which what is not known is left out; undefined when nothing is known of it. */
export function knownPartOf(value: YamlValue): Plain | undefined {
  if (value.isMap) {
    const known = value.entries.map(([key, inner]) => [key, knownPartOf(inner)] as const);
    return Object.fromEntries(known.flatMap(([key, plain]) => (plain === undefined ? [] : [[key, plain]])));
  }
  if (value.isList) return value.items.map(knownPartOf).filter((item) => item !== undefined);
  return plainOf(value);
}
