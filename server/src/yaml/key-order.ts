import { isMap, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap } from 'yaml';
import { type Built, Refusal } from '../core/fix.ts';
import { replace } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { contentEnd, hasQuestionMark, lineEnd, startOf } from './edit.ts';
import { columnOf } from './indentation.ts';
import { broken, noPlace, questionMarks, shared } from './refusals.ts';
import type { YamlValue } from './value.ts';

type Entry = Pair<Node, Node | null>;

const commentsBetween = new Refusal('Comments stand between the keys, and whose they are is not sure.');

/** The maps in a value that are written here, outer ones first; what an alias repeats is told where it is written. */
export function mapsIn(value: YamlValue): readonly YamlValue[] {
  if (value.written !== value.node) return [];
  if (isSeq(value.node)) return value.items.flatMap(mapsIn);
  if (!isMap(value.node)) return [];
  const own = new Set(ownPairs(value));
  const inner = value.entries.filter(([, { pair }]) => pair !== undefined && own.has(pair));
  return [value, ...inner.flatMap(([, one]) => mapsIn(one))];
}

/** Some keys that come before all others, in this order; the others follow in alphabetical order. */
export type FirstKeys = readonly string[];

/** A key that stands behind one it belongs before. */
export interface MisplacedKey {
  readonly name: string;
  readonly span: Span;
  readonly behind: string;
}

/** The first key of a map that stands behind one it belongs before; undefined when all are in order. */
export function misplacedKey(map: YamlValue, first: FirstKeys): MisplacedKey | undefined {
  let behind: string | undefined;
  for (const { key } of ownPairs(map)) {
    const name = textOf(key);
    if (behind !== undefined && key.range && compare(behind, name, first) > 0) {
      return { name, span: { start: key.range[0], end: key.range[1] }, behind };
    }
    behind = name;
  }
  return undefined;
}

/**
 * Puts the keys of a map in order, each with its value and the comments above it. The lines themselves stay as they are.
 * Refused where comments could belong to either side, and where an anchor or a merge key would change its place.
 */
export function sortKeys(map: YamlValue, first: FirstKeys): Built {
  const { document, node } = map;
  const { text } = document;
  if (document.problems.length > 0) return broken;
  if (document.isComposed || document.template || !isMap(node)) return noPlace;
  const pairs = node.items as Entry[];
  if (pairs.some((pair) => hasQuestionMark(text, pair))) return questionMarks;
  if (map.isShared || holdsAnchors(node)) return shared;
  const parts = pairs.map((pair) => ({ name: textOf(pair.key), start: startOf(pair), end: endOf(text, node, pair) }));
  const gaps = parts.slice(1).map(({ start }, index) => text.slice(parts[index]?.end, start));
  const column = columnOf(text, parts[0]?.start ?? 0);
  const isBehindDash = text.slice((parts[0]?.start ?? 0) - column, parts[0]?.start).trim() !== '';
  const mayMove = (gap: string) => !node.flow && !isBehindDash && commentsStandAt(gap, column);
  if (gaps.some((gap) => gap.includes('#') && !mayMove(gap))) return commentsBetween;
  if (parts.some(({ start, end }) => /[|>]\d?\+\s*(?:#.*)?\r?$/m.test(text.slice(start, end)))) return noPlace;
  if (!node.flow && commentFollows(text, parts.at(-1)?.end ?? 0, column)) return commentsBetween;
  // Comments go with the key below them; blank lines stay where they are.
  const written = parts.map(({ name, start, end }, index) => {
    const gap = gaps[index - 1] ?? '';
    const comments = gap.includes('#') ? gap.slice(gap.indexOf('#')) : '';
    return { name, text: comments + text.slice(start, end) };
  });
  const sorted = written.toSorted((one, other) => compare(one.name, other.name, first));
  const spaces = ['', ...gaps.map((gap) => (gap.includes('#') ? gap.slice(0, gap.indexOf('#')) : gap))];
  const [start, end] = [parts[0]?.start ?? 0, parts.at(-1)?.end ?? 0];
  return [replace({ start, end }, sorted.map((one, index) => (spaces[index] ?? '') + one.text).join(''))];
}

/** The pairs of a map that have a place in its order: merge keys have none. */
function ownPairs({ node }: YamlValue): readonly Entry[] {
  return isMap(node) ? (node.items as Entry[]).filter(({ key }) => textOf(key) !== '<<') : [];
}

function textOf(key: Node): string {
  return isScalar(key) ? String(key.value) : '';
}

/** Where a pair ends: in block style with the comment on its last line. */
function endOf(text: string, { flow }: YAMLMap, pair: Entry): number {
  const end = contentEnd(text, pair);
  return flow ? end : lineEnd(text, end);
}

function compare(one: string, other: string, first: FirstKeys): number {
  const [a, b] = [one, other].map((name) => (first.includes(name) ? first.indexOf(name) : first.length));
  if (a !== b) return (a ?? 0) - (b ?? 0);
  return one < other ? -1 : Number(one > other);
}

/** Whether something in a map is named, or refers to what is: it has to stand behind what it refers to. */
function holdsAnchors(map: YAMLMap): boolean {
  let found = false;
  visit(map, {
    Alias: () => {
      found = true;
      return visit.BREAK;
    },
    Value: (_, node) => {
      if (node.anchor === undefined) return undefined;
      found = true;
      return visit.BREAK;
    },
  });
  return found;
}

/** Whether all comments between two keys stand in the column of the keys. */
function commentsStandAt(gap: string, column: number): boolean {
  return gap.split('\n').every((line) => !line.includes('#') || line.indexOf('#') === column);
}

/** Whether the line below is a comment that may belong to the map. */
function commentFollows(text: string, end: number, column: number): boolean {
  const next = /^\r?\n((?:[ \t]*\r?\n)*)([ \t]*)#/.exec(text.slice(end, end + 400));
  return next !== null && (next[2]?.length ?? 0) >= column && column > 0;
}
