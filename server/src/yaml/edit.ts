import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar, type YAMLMap } from 'yaml';
import { type Built, Refusal } from '../core/fix.ts';
import { insert, replace, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import { columnOf, indentationAt } from './indentation.ts';
import { atOrigin, setAtOrigins } from './origin.ts';
import { aroundActions, betweenActions, broken, noPlace, questionMarks, shared, templated } from './refusals.ts';
import { isPlainMap, type Plain, renderBlock, renderFlow, renderScalar } from './render.ts';
import type { YamlValue } from './value.ts';

/** Where a new key goes when a map gets one: behind the first of `after` that it has, otherwise at its end. */
export interface Placement {
  readonly after?: readonly string[];
  /** Whether it goes to the beginning, and not to the end, when the map has none of them. */
  readonly orFirst?: boolean;
}

/**
 * The edits that set `path` below `map` to `value`, creating the maps on the way that are missing. Where both sides
 * are maps they are merged: keys that exist and are not named in `value` stay. Refused when the place is shared with
 * others through an alias or a merge key, so that an edit would change more than what was asked for, and in documents
 * with errors.
 */
export function setValue(map: YamlValue, path: readonly string[], value: Plain, placement: Placement = {}): Built {
  if (map.document.problems.length > 0) return broken;
  if (map.document.isComposed) return setAtOrigins(map, path, value, (...at) => setValue(...at, placement));
  return aroundActions(map.document.template, setBelow(map, path, value, placement));
}

function setBelow(map: YamlValue, path: readonly string[], value: Plain, placement: Placement): Built {
  const [key, ...rest] = path;
  if (key === undefined) return mergeInto(map, value);
  if (map.isShared) return shared;
  if (!isMap(map.node)) return noPlace;
  const existing = map.get(key);
  if (existing.isShared) return shared;
  const nested = rest.reduceRight<Plain>((inner, name) => ({ [name]: inner }), value);
  if (existing.hasKey) return mergeInto(existing, nested);
  return insertPairs(map, map.node, { [key]: nested }, placement);
}

/** The edits that put `value` where an existing value stands, merging maps. */
function mergeInto(existing: YamlValue, value: Plain): Built {
  if (existing.isShared) return shared;
  const { node } = existing;
  if (!isPlainMap(value) || !isMap(node)) return fillPlace(existing, value);
  if (node.items.length === 0 && Object.keys(value).length > 0) return fillPlace(existing, value);
  const edits: TextEdit[] = [];
  const missing: Record<string, Plain> = {};
  for (const [key, inner] of Object.entries(value)) {
    const child = existing.get(key);
    if (!child.hasKey) {
      missing[key] = inner;
      continue;
    }
    const merged = mergeInto(child, inner);
    if (merged instanceof Refusal) return merged;
    edits.push(...merged);
  }
  if (Object.keys(missing).length === 0) return edits;
  const inserted = insertPairs(existing, node, missing, {});
  return inserted instanceof Refusal ? inserted : [...edits, ...inserted];
}

/** Puts a value in the place of one that is null, empty or a scalar. */
function fillPlace(existing: YamlValue, value: Plain): Built {
  const { node, pair, document } = existing;
  if (node && document.template?.isUnknown(node)) return templated;
  const { text } = document;
  const asBlock = isPlainMap(value) && Object.keys(value).length > 0;
  const inFlow = existing.parent ? isInFlow(existing.parent) : false;
  if (node && isScalar(node) && node.value !== null && !asBlock && existing.span) {
    return [replace(existing.span, renderLike(node, value))];
  }
  if (!pair) return noPlace;
  if (hasQuestionMark(text, pair)) return questionMarks;
  if (node && document.holdsReferredTo(node)) return shared;
  const colon = afterColon(text, pair);
  const from = existing.span && existing.span.end > existing.span.start ? existing.span.start : colon;
  const to = existing.span && existing.span.end > existing.span.start ? existing.span.end : colon;
  if (!asBlock || inFlow)
    return [
      replace({ start: from, end: to }, `${from === colon ? ' ' : ''}${renderFlow(value, quotesKeys(existing))}`),
    ];
  const column = columnOf(text, pair.key?.range?.[0] ?? 0);
  const inner = indentationAt(existing);
  const lines = renderBlock(value, column + inner.map, inner, lineBreakOf(text));
  const body = lineBreakOf(text) + lines;
  // Behind an empty value there may be a comment, which keeps its line.
  if (from === colon) return [insert(lineEnd(text, colon), body)];
  const rest = text.slice(to, lineEnd(text, to));
  const blanks = /[ \t]*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  const gap = rest.trim() === '' ? blanks : 0;
  return rest.trim() === ''
    ? [replace({ start: from - gap, end: lineEnd(text, to) }, body)]
    : [replace({ start: from - blanks, end: to }, ''), insert(lineEnd(text, to), body)];
}

/** Inserts new pairs into a map that has at least one pair, or is written `{}`. */
function insertPairs(
  owner: YamlValue,
  map: YAMLMap,
  pairs: Readonly<Record<string, Plain>>,
  placement: Placement,
): Built {
  const { text, template } = owner.document;
  const items = map.items as Pair<Node, Node | null>[];
  if (items.some((item) => hasQuestionMark(text, item))) return questionMarks;
  const span = { start: owner.keySpan?.end ?? startOf(map), end: contentEnd(text, map) };
  if (template?.isOpen(map) || template?.hasActionLines(span)) return betweenActions;
  if (map.flow) return [insertIntoFlow(owner, map, pairs)];
  const first = items[0] as Pair<Node, Node | null>;
  const anchor = findAnchor(owner, items, placement);
  const column = columnOf(text, first.key.range?.[0] ?? 0);
  const eol = lineBreakOf(text);
  const body = renderBlock(pairs, column, indentationAt(owner), eol);
  if (!anchor) return [insert(first.key.range?.[0] ?? 0, body.slice(column) + eol + ' '.repeat(column))];
  const at = lineEnd(text, contentEnd(text, anchor));
  return template?.writesBehind(at) ? betweenActions : [insert(at, eol + body)];
}

/** Whether the key of a pair stands behind a question mark, as keys may that are no plain text. */
export function hasQuestionMark(text: string, { key }: Pair<Node, Node | null>): boolean {
  const start = key?.range?.[0] ?? 0;
  return /(?:^|[\s{[,])\?\s+(?:[&!]\S+\s+)*$/.test(text.slice(Math.max(0, start - 200), start));
}

/** The pair that new ones go behind; undefined when they go to the beginning. */
function findAnchor(owner: YamlValue, items: readonly Pair<Node, Node | null>[], placement: Placement) {
  for (const name of placement.after ?? []) {
    const { pair } = owner.get(name);
    if (pair && items.includes(pair)) return pair;
  }
  return placement.orFirst ? undefined : items.at(-1);
}

function insertIntoFlow(owner: YamlValue, map: YAMLMap, pairs: Readonly<Record<string, Plain>>): TextEdit {
  const { text } = owner.document;
  const quoted = quotesKeys(owner);
  const entries = Object.entries(pairs).map(
    ([key, value]) => `${quoted ? JSON.stringify(key) : renderScalar(key)}: ${renderFlow(value, quoted)}`,
  );
  const close = (map.range?.[1] ?? 1) - 1;
  const last = (map.items as Pair<Node, Node | null>[]).at(-1);
  if (!last) return insert(close, entries.join(', '));
  const end = contentEnd(text, last);
  const multiline = text.slice(map.range?.[0] ?? 0, close).includes('\n');
  const separator = multiline ? lineBreakOf(text) + ' '.repeat(columnOf(text, last.key.range?.[0] ?? 0)) : ' ';
  const comma = /^\s*,/.exec(text.slice(end, close));
  if (comma) return insert(end + comma[0].length, separator + entries.join(`,${separator}`));
  return insert(end, `,${separator}${entries.join(`,${separator}`)}`);
}

/**
 * The edit that removes a value with its key and its lines, or a member from a list with its lines. Refused for what is
 * shared, in documents with errors, and where no line could be left as it is.
 */
export function removeValue(value: YamlValue): Built {
  if (value.document.problems.length > 0) return broken;
  if (value.document.isComposed) return atOrigin(value, removeValue);
  return aroundActions(value.document.template, removeFrom(value));
}

function removeFrom(value: YamlValue): Built {
  const { parent, document, node } = value;
  if (!parent) return noPlace;
  if (value.isShared || (node && document.holdsReferredTo(node))) return shared;
  const owner = parent.node;
  const { text } = document;
  if (isMap(owner) && value.pair) {
    if (hasQuestionMark(text, value.pair)) return questionMarks;
    const index = owner.items.indexOf(value.pair);
    return owner.flow
      ? [removeFromFlow(text, owner.items as Part[], index)]
      : removeLines(text, parent, owner.items as Part[], index);
  }
  if (isSeq(owner) && typeof value.key === 'number') {
    return owner.flow
      ? [removeFromFlow(text, owner.items as Part[], value.key)]
      : removeLines(text, parent, owner.items as Part[], value.key);
  }
  return noPlace;
}

export type Part = Pair<Node, Node | null> | Node;

export function removeFromFlow(text: string, parts: readonly Part[], index: number): TextEdit {
  const part = parts[index] as Part;
  const next = parts[index + 1];
  const previous = parts[index - 1];
  if (next) return replace({ start: startOf(part), end: startOf(next) }, '');
  const end = contentEnd(text, part);
  return replace({ start: previous ? contentEnd(text, previous) : startOf(part), end }, '');
}

/** Removes whole lines; a collection that loses its last part is removed with its own key. */
function removeLines(text: string, owner: YamlValue, parts: readonly Part[], index: number): Built {
  const part = parts[index] as Part;
  if (owner.document.template?.writesBehind(contentEnd(text, part))) return betweenActions;
  if (parts.length === 1) return owner.parent ? removeFrom(owner) : noPlace;
  const start = startOf(part);
  const end = Math.min(
    lineEnd(text, contentEnd(text, part)) + lineBreakLength(text, lineEnd(text, contentEnd(text, part))),
    text.length,
  );
  const next = parts[index + 1];
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const sharesLine =
    !/^[ \t]*(?:-[ \t]+)?$/.test(text.slice(lineStart, start)) || isFirstOfListItem(text, lineStart, start, part);
  if (!sharesLine) return [replace({ start: lineStart, end }, '')];
  // The first key of a list member stands behind the dash: the next key moves up to it.
  return next ? [replace({ start, end: startOf(next) }, '')] : noPlace;
}

function isFirstOfListItem(text: string, lineStart: number, start: number, part: Part): boolean {
  return 'key' in part && text.slice(lineStart, start).includes('-');
}

export function startOf(part: Part): number {
  if ('key' in part) return part.key.range?.[0] ?? 0;
  return part.range?.[0] ?? 0;
}

/** Where a node or pair ends, comments and line breaks behind it not included. */
export function contentEnd(text: string, part: Part): number {
  if ('key' in part) return part.value && hasText(part.value) ? contentEnd(text, part.value) : afterColon(text, part);
  if (isAlias(part) || !part.range) return part.range?.[1] ?? 0;
  if ((isMap(part) || isSeq(part)) && !part.flow && part.items.length > 0) {
    return contentEnd(text, part.items.at(-1) as Part);
  }
  const [start, end] = part.range;
  if (!isScalar(part) || (part.type !== Scalar.BLOCK_LITERAL && part.type !== Scalar.BLOCK_FOLDED)) return end;
  const keepsBlankLines = /^[|>]\d?\+/.test(text.slice(start, end));
  return start + text.slice(start, end).replace(keepsBlankLines ? /\r?\n$/ : /\s+$/, '').length;
}

function hasText(node: Node): boolean {
  return node.range !== undefined && node.range !== null && node.range[1] > node.range[0];
}

/** Just behind the colon of a pair. */
function afterColon(text: string, pair: Pair<Node, Node | null>): number {
  const keyEnd = pair.key.range?.[1] ?? 0;
  const colon = text.indexOf(':', keyEnd);
  return colon === -1 ? keyEnd : colon + 1;
}

/** The end of the line that an offset stands in, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  if (feed === -1) return text.length;
  return text[feed - 1] === '\r' && feed - 1 >= offset ? feed - 1 : feed;
}

function lineBreakLength(text: string, at: number): number {
  if (text.startsWith('\r\n', at)) return 2;
  return at < text.length ? 1 : 0;
}

export function isInFlow(value: YamlValue): boolean {
  for (let outer: YamlValue | undefined = value; outer; outer = outer.parent) {
    if ((isMap(outer.node) || isSeq(outer.node)) && outer.node.flow) return true;
  }
  return false;
}

/** Whether keys are quoted here, as in JSON. */
export function quotesKeys(value: YamlValue): boolean {
  for (let outer: YamlValue | undefined = value; outer; outer = outer.parent) {
    const first = isMap(outer.node) ? (outer.node.items[0] as Pair<Node, Node | null> | undefined) : undefined;
    if (first && isScalar(first.key)) return first.key.type === Scalar.QUOTE_DOUBLE;
  }
  return false;
}

/** A scalar in the quotes of the one it takes the place of. */
function renderLike(old: Scalar, value: Plain): string {
  if (typeof value === 'string' && old.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  if (typeof value === 'string' && old.type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  return renderFlow(value, false);
}
