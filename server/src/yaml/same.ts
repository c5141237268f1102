import type { YamlValue } from './value.ts';

/** Whether two values say the same, however they are written; what is unknown is like nothing. */
export function sameValue(one: YamlValue, two: YamlValue): boolean {
  if (one.node === two.node) return true;
  if (one.isMap && two.isMap) {
    const names = new Set([...one.entries, ...two.entries].map(([name]) => name));
    return [...names].every((name) => sameValue(one.get(name), two.get(name)));
  }
  if (one.isList && two.isList) {
    const [left, right] = [one.items, two.items];
    return left.length === right.length && left.every((item, at) => sameValue(item, right[at] ?? item));
  }
  return one.text !== undefined && one.text === two.text;
}
