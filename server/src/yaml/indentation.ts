import { isMap, isSeq, type Node, type Pair, visit } from 'yaml';
import { Notes } from '../core/notes.ts';
import type { YamlDocument } from './document.ts';
import type { Indentation } from './render.ts';
import type { YamlValue } from './value.ts';

/** How maps and lists are indented here: as the nearest ones around are. */
export function indentationAt(value: YamlValue): Indentation {
  return { map: mapsAt(value), list: listsAt(value) };
}

/** By how much maps are indented here: as the nearest map around is, two where none tells. */
function mapsAt(value: YamlValue): number {
  for (let outer: YamlValue | undefined = value; outer?.parent; outer = outer.parent) {
    const { node, pair } = outer;
    if (!pair || !isMap(node) || node.flow || node.items.length === 0) continue;
    const first = node.items[0] as Pair<Node, Node | null>;
    const { text } = outer.document;
    const unit = columnOf(text, first.key.range?.[0] ?? 0) - columnOf(text, pair.key.range?.[0] ?? 0);
    if (unit > 0) return unit;
  }
  return 2;
}

/** By how much lists are: as the nearest around is, or else the first of the document; not at all where there is none. */
function listsAt(value: YamlValue): number {
  for (let outer: YamlValue | undefined = value; outer; outer = outer.parent) {
    const indent = outer.pair && indentOfList(outer.document.text, outer.pair);
    if (indent !== undefined) return indent;
  }
  return firstOf(value.document);
}

const known = new Notes<YamlDocument, number>();

function firstOf(document: YamlDocument): number {
  let found = known.get(document);
  if (found === undefined && document.root.node)
    visit(document.root.node, {
      Pair: (_, pair) => {
        found = indentOfList(document.text, pair as Pair<Node, Node | null>);
        return found === undefined ? undefined : visit.BREAK;
      },
    });
  // As `kubectl` writes them.
  found ??= 0;
  known.set(document, found);
  return found;
}

/** How much further in than its key the list of a pair stands; undefined for what is no list in block style. */
function indentOfList(text: string, { key, value }: Pair<Node, Node | null>): number | undefined {
  if (!isSeq(value) || value.flow || value.items.length === 0) return undefined;
  const indent = columnOf(text, value.range?.[0] ?? 0) - columnOf(text, key.range?.[0] ?? 0);
  return indent >= 0 ? indent : undefined;
}

export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
