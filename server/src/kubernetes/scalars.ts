import type { YamlValue } from '../yaml/value.ts';

/** Every text, number and boolean in a value, in the order of the document. What an alias repeats is found where it is written. */
export function* scalarsIn(value: YamlValue): Generator<YamlValue> {
  if (value.written !== value.node) return;
  if (value.isMap) for (const [, inner] of value.entries) yield* scalarsIn(inner);
  else if (value.isList) for (const inner of value.items) yield* scalarsIn(inner);
  else if (value.text !== undefined) yield value;
}

/** What the bytes that a Secret holds say; undefined when they are no text. */
export function decodedBase64(text: string): string | undefined {
  const compact = text.replaceAll(/\s/g, '');
  if (compact.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(compact)) return undefined;
  const decoded = atob(compact);
  return /^[\t\n\r\x20-\x7e]*$/.test(decoded) ? decoded : undefined;
}
