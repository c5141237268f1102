import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml';

/** A pair of a map as builds make them: keys are scalars, and what has no value has null. */
export type NodePair = Pair<Node, Node | null>;

/** The pairs of a map. */
export function pairsOf(map: YAMLMap): NodePair[] {
  return map.items as NodePair[];
}

/** The members of a list. */
export function membersOf(list: YAMLSeq): Node[] {
  return list.items as Node[];
}

/** A key as text. */
export function keyOf(pair: NodePair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

/** The pair with a key, in what may be a map. */
export function pairAt(node: Node | null | undefined, key: string): NodePair | undefined {
  return isMap(node) ? pairsOf(node as YAMLMap).find((pair) => keyOf(pair) === key) : undefined;
}

/** The node at the end of a path of keys. */
export function nodeAt(node: Node | null | undefined, ...path: readonly string[]): Node | undefined {
  return path.reduce<Node | null | undefined>((inner, key) => pairAt(inner, key)?.value, node) ?? undefined;
}

/** The text of a scalar; undefined for null and for everything else. */
export function textOf(node: Node | null | undefined): string | undefined {
  if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}

/** Whether a node is null or there is none. */
export function isNull(node: Node | null | undefined): boolean {
  return !node || (isScalar(node) && node.value === null);
}

/** Puts a pair into a map, in the place of the one with the same key. */
export function putPair(map: YAMLMap, pair: NodePair): void {
  const items = pairsOf(map);
  const at = items.findIndex((one) => keyOf(one) === keyOf(pair));
  if (at === -1) items.push(pair);
  else items[at] = pair;
}

/** Takes a key out of a map; false when the map has no such key. */
export function deleteKey(map: YAMLMap, key: string): boolean {
  const items = pairsOf(map);
  const at = items.findIndex((pair) => keyOf(pair) === key);
  if (at !== -1) items.splice(at, 1);
  return at !== -1;
}

/** The nodes at the end of a path, all members of every list on the way. */
export function nodesAt(node: Node | null | undefined, path: readonly string[]): Node[] {
  if (!node) return [];
  if (isSeq(node)) return membersOf(node as YAMLSeq).flatMap((member) => nodesAt(member, path));
  const [key, ...rest] = path;
  return key === undefined ? [node] : nodesAt(pairAt(node, key)?.value, rest);
}

export type { Node };
export { isMap, isScalar, isSeq };
