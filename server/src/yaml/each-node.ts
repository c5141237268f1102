import { isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';

/**
 * Shows a node and all that are in it to somebody, in the order of the text: keys and their values, members of lists,
 * aliases as they are written.
 */
export function eachNode(node: unknown, see: (node: Node) => void): void {
  if (isMap(node)) {
    see(node);
    for (const { key, value } of node.items) {
      eachNode(key, see);
      eachNode(value, see);
    }
  } else if (isSeq(node)) {
    see(node);
    for (const item of node.items) eachNode(item, see);
  } else if (isScalar(node) || isAlias(node)) {
    see(node);
  }
}
