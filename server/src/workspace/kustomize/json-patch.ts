import { type Node, Pair, type YAMLMap, type YAMLSeq } from 'yaml';
import type { YamlValue } from '../../yaml/value.ts';
import { deleteKey, isMap, isSeq, membersOf, pairAt, putPair, textOf } from './nodes.ts';
import type { Part, Provenance } from './provenance.ts';

/** What a JSON patch could not do, and where it is written. */
export interface PatchFailure {
  readonly at: YamlValue;
  readonly reason: string;
}

/** Applies a JSON patch (RFC 6902), whose operations are a list in YAML or JSON, to a resource, whose nodes are changed. */
export function applyJsonPatch(
  resource: YAMLMap,
  operations: YamlValue,
  part: Part,
  provenance: Provenance,
): PatchFailure | undefined {
  for (const operation of operations.items) {
    const reason = applyOperation(resource, operation, part, provenance);
    if (reason !== undefined) return { at: operation, reason };
  }
  return undefined;
}

/** Undefined when it could be done, otherwise why not. */
function applyOperation(
  resource: YAMLMap,
  operation: YamlValue,
  part: Part,
  provenance: Provenance,
): string | undefined {
  const path = pointer(operation.get('path').text);
  const from = pointer(operation.get('from').text);
  if (!path) return 'it names no path';
  const name = operation.get('op').text ?? '';
  const value = operation.get('value');
  const place = placeOf(resource, path);
  const nothing = `there is nothing at ${operation.get('path').text}`;
  const at = provenance.copy(operation.get('path'), part);
  if (!at) return nothing;
  switch (name) {
    case 'add':
    case 'replace': {
      if (!place || (name === 'replace' && !place.node)) return nothing;
      const node = provenance.copy(value, part);
      return node && put(place, node, at, provenance, name === 'add') ? undefined : nothing;
    }
    case 'remove':
      return place && take(place) ? undefined : nothing;
    case 'move':
    case 'copy': {
      const source = from && placeOf(resource, from);
      if (!source?.node || !place) return `there is nothing at ${operation.get('from').text}`;
      const node = name === 'copy' ? provenance.duplicate(source.node) : source.node;
      if (name === 'move') take(source);
      const target = placeOf(resource, path);
      return target && put(target, node, at, provenance, true) ? undefined : nothing;
    }
    case 'test':
      return place?.node && equals(place.node, value)
        ? undefined
        : `the value at ${operation.get('path').text} is another`;
    default:
      return `"${name}" is no operation`;
  }
}

/** A place in a resource: a key of a map or an index of a list, and what is there. */
interface Place {
  readonly owner: YAMLMap | YAMLSeq;
  readonly token: string;
  readonly node: Node | undefined;
}

/** The steps of a JSON pointer (RFC 6901). */
function pointer(text: string | undefined): readonly string[] | undefined {
  if (!text?.startsWith('/')) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function placeOf(root: YAMLMap, path: readonly string[]): Place | undefined {
  let owner: Node | undefined = root;
  for (const token of path.slice(0, -1)) owner = childOf(owner, token);
  const token = path.at(-1);
  if (token === undefined || (!isMap(owner) && !isSeq(owner))) return undefined;
  return { owner: owner as YAMLMap | YAMLSeq, token, node: childOf(owner as Node, token) };
}

function childOf(node: Node | undefined, token: string): Node | undefined {
  if (isMap(node)) return pairAt(node as YAMLMap, token)?.value ?? undefined;
  const index = isSeq(node) ? indexIn(node as YAMLSeq, token) : undefined;
  return index === undefined ? undefined : membersOf(node as YAMLSeq)[index];
}

/** An index; negative ones count from the end, as the library that `kustomize` uses has it. */
function indexIn(list: YAMLSeq, token: string): number | undefined {
  if (!/^-?\d+$/.test(token)) return undefined;
  const index = Number(token);
  return index < 0 ? list.items.length + index : index;
}

function put({ owner, token }: Place, node: Node, at: Node, provenance: Provenance, isNew: boolean): boolean {
  if (isMap(owner)) {
    putPair(owner as YAMLMap, new Pair<Node, Node | null>(provenance.make(token, at), node));
    return true;
  }
  const index = token === '-' ? owner.items.length : indexIn(owner as YAMLSeq, token);
  if (index === undefined || index < 0 || index > owner.items.length) return false;
  (owner.items as Node[]).splice(index, isNew ? 0 : 1, node);
  return true;
}

function take({ owner, token, node }: Place): boolean {
  if (isMap(owner)) return deleteKey(owner as YAMLMap, token);
  const index = indexIn(owner as YAMLSeq, token);
  if (index === undefined || !node) return false;
  owner.items.splice(index, 1);
  return true;
}

function equals(node: Node, value: YamlValue): boolean {
  if (value.isMap || value.isList) return JSON.stringify(node.toJSON()) === JSON.stringify(value.node?.toJSON());
  return textOf(node) === value.text;
}
