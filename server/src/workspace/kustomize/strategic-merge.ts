import type { Node, YAMLMap, YAMLSeq } from 'yaml';
import { hasMergeKeys, isMergedSet, mergeKeysOf } from './merge-keys.ts';
import {
  deleteKey,
  isMap,
  isNull,
  isScalar,
  isSeq,
  keyOf,
  membersOf,
  type NodePair,
  nodeAt,
  pairAt,
  pairsOf,
  putPair,
  textOf,
} from './nodes.ts';

/** What a merge is about: the kind decides by what the members of a list are told apart. */
interface Merged {
  readonly kind: string;
  readonly group: string;
}

/** Fields that say which resource a patch is for, and do not change it. */
const identity: readonly string[] = ['apiVersion', 'kind'];

/**
 * Applies a strategic merge patch to a resource, whose nodes are changed; the patch's become part of it. False when the
 * patch deletes the resource (Kubernetes, "Update API Objects in Place Using kubectl patch").
 */
export function applyStrategicMerge(resource: YAMLMap, patch: YAMLMap, merged: Merged): boolean {
  if (directiveOf(patch) === 'delete') return false;
  for (const key of identity) deleteKey(patch, key);
  const metadata = nodeAt(patch, 'metadata');
  if (isMap(metadata)) for (const key of ['name', 'namespace']) deleteKey(metadata as YAMLMap, key);
  new StrategicMerge(merged).mergeMap(resource, patch, []);
  return true;
}

class StrategicMerge {
  private readonly merged: Merged;
  private readonly mergesLists: boolean;

  constructor(merged: Merged) {
    this.merged = merged;
    this.mergesLists = hasMergeKeys(merged.group);
  }

  /** Merges a map into another. `kept` are the keys by which the two were found to belong together. */
  mergeMap(map: YAMLMap, patch: YAMLMap, path: readonly string[], kept: readonly string[] = []): void {
    retainKeys(map, patch);
    for (const pair of pairsOf(patch)) {
      const key = keyOf(pair);
      if (key.startsWith('$')) this.followDirective(map, key, pair);
      else if (!kept.includes(key)) this.mergeField(map, pair, [...path, key]);
    }
  }

  private mergeField(map: YAMLMap, pair: NodePair, path: readonly string[]): void {
    const key = keyOf(pair);
    const existing = pairAt(map, key);
    const { value } = pair;
    if (isNull(value)) {
      deleteKey(map, key);
      return;
    }
    const directive = directiveOf(value);
    if (directive === 'delete') deleteKey(map, key);
    else if (existing && isMap(existing.value) && isMap(value) && directive !== 'replace')
      this.mergeMap(existing.value as YAMLMap, value as YAMLMap, path);
    else if (existing && isSeq(existing.value) && isSeq(value))
      this.mergeList(map, existing.value as YAMLSeq, pair, path);
    else putPair(map, withoutDirectives(pair));
  }

  private mergeList(map: YAMLMap, list: YAMLSeq, pair: NodePair, path: readonly string[]): void {
    const patch = pair.value as YAMLSeq;
    const members = membersOf(patch);
    const replaces = members.some((member) => isMap(member) && directiveOf(member) === 'replace' && isBare(member));
    if (isMergedSet(path) && !replaces) {
      const known = new Set(membersOf(list).map(textOf));
      list.items.push(...members.filter((member) => !known.has(textOf(member))));
      return;
    }
    const keys = this.mergesLists ? mergeKeysOf(this.merged.kind, path) : undefined;
    if (!keys || replaces) {
      patch.items = members.filter((member) => !(isMap(member) && isBare(member) && directiveOf(member) !== undefined));
      putPair(map, withoutDirectives(pair));
      return;
    }
    list.items = this.mergeMembers(membersOf(list), members, keys, path);
  }

  /** The patch's members come first, in its order, and then those it does not name, as `kustomize` puts them. */
  private mergeMembers(
    list: readonly Node[],
    patch: readonly Node[],
    keys: readonly string[],
    path: readonly string[],
  ) {
    const rest = [...list];
    const first: Node[] = [];
    for (const member of patch) {
      const at = rest.findIndex((one) => isSame(one, member, keys));
      const existing = at === -1 ? undefined : rest.splice(at, 1)[0];
      const directive = directiveOf(member);
      if (directive === 'delete') continue;
      const merges = isMap(existing) && isMap(member) && directive !== 'replace';
      if (merges) this.mergeMap(existing as YAMLMap, member as YAMLMap, path, keys);
      first.push(merges ? existing : stripped(member));
    }
    return [...first, ...rest];
  }

  private followDirective(map: YAMLMap, key: string, { value }: NodePair): void {
    const field = /^\$deleteFromPrimitiveList\/(.+)$/.exec(key)?.[1];
    const list = field === undefined ? undefined : pairAt(map, field)?.value;
    if (!isSeq(list) || !isSeq(value)) return;
    const deleted = new Set(membersOf(value as YAMLSeq).map(textOf));
    list.items = membersOf(list as YAMLSeq).filter((member) => !deleted.has(textOf(member)));
  }
}

/** `$retainKeys` names the keys that stay: all others go before the patch is merged. */
function retainKeys(map: YAMLMap, patch: YAMLMap): void {
  const list = pairAt(patch, '$retainKeys')?.value;
  if (!isSeq(list)) return;
  const retained = new Set(membersOf(list as YAMLSeq).map(textOf));
  map.items = pairsOf(map).filter((pair) => retained.has(keyOf(pair)));
}

function directiveOf(node: Node | null | undefined): string | undefined {
  return textOf(pairAt(node, '$patch')?.value);
}

/** Whether a member of a list is nothing but a directive. */
function isBare(node: Node): boolean {
  return isMap(node) && pairsOf(node as YAMLMap).every((pair) => keyOf(pair).startsWith('$'));
}

/** Whether two members of a list are one, by the values of their keys; a port that names no protocol is one of TCP. */
function isSame(one: Node, other: Node, keys: readonly string[]): boolean {
  if (!isMap(one) || !isMap(other)) return isScalar(one) && isScalar(other) && one.value === other.value;
  const textIn = (node: Node, key: string) =>
    textOf(pairAt(node, key)?.value) ?? (key === 'protocol' ? 'TCP' : undefined);
  return keys.every((key) => {
    const value = textIn(one, key);
    return value === textIn(other, key) && (value !== undefined || key !== keys[0]);
  });
}

function withoutDirectives(pair: NodePair): NodePair {
  if (pair.value) stripped(pair.value);
  return pair;
}

/** The node with all directives and nulls taken out, as they mean nothing where there is nothing to merge with. */
function stripped(node: Node): Node {
  if (isSeq(node)) for (const member of membersOf(node as YAMLSeq)) stripped(member);
  if (!isMap(node)) return node;
  const map = node as YAMLMap;
  map.items = pairsOf(map).filter((pair) => !keyOf(pair).startsWith('$') && !isNull(pair.value));
  for (const { value } of pairsOf(map)) if (value) stripped(value);
  return node;
}
