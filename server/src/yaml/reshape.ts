import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, Scalar } from 'yaml';
import { type Built, Refusal } from '../core/fix.ts';
import { remove, replace, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import {
  contentEnd,
  hasQuestionMark,
  isInFlow,
  lineEnd,
  type Part,
  quotesKeys,
  removeFromFlow,
  startOf,
} from './edit.ts';
import { columnOf, indentationAt } from './indentation.ts';
import { atOrigin } from './origin.ts';
import { aroundActions, betweenActions, broken, noPlace, questionMarks, shared, taken } from './refusals.ts';
import { type Indentation, type Plain, renderFlow, renderScalar } from './render.ts';
import { YamlValue } from './value.ts';

/** What is to be written: new values, and values of the document, which move with their comments as they are. */
export type Shape = Plain | YamlValue | readonly Shape[] | ShapeMap;
export interface ShapeMap {
  readonly [key: string]: Shape;
}

/** Some keys of a map, and what stands there instead of them, at the place of the first. */
export interface Regrouping {
  readonly take: readonly YamlValue[];
  readonly put: ShapeMap;
}

/**
 * The edits that give keys of one map other names and places: each group of them is taken out, and what is put in their
 * place may hold their values, or values from further inside, under other keys. Values keep their text and comments, and
 * all else its place. `within` are edits that are made as well; those that lie in a value that moves, move with it.
 * Refused for what is shared, for keys that would stand there twice, and in documents with errors.
 */
export function regroup(map: YamlValue, groups: readonly Regrouping[], within: readonly TextEdit[] = []): Built {
  if (map.document.problems.length > 0) return broken;
  const { node } = map;
  if (!isMap(node)) return noPlace;
  const { template } = map.document;
  const span = { start: map.keySpan?.end ?? startOf(node), end: contentEnd(map.document.text, node) };
  if (template?.isOpen(node) || template?.hasActionLines(span)) return betweenActions;
  const items = node.items as Pair<Node, Node | null>[];
  if (items.some((item) => hasQuestionMark(map.document.text, item))) return questionMarks;
  const leaving = groups.flatMap(({ take }) => take);
  if (map.isShared || leaving.some((value) => !canMove(value))) return shared;
  if (leaving.some(({ pair }) => !pair || !items.includes(pair))) return noPlace;
  const staying = new Set(map.entries.map(([key]) => key));
  for (const { key } of leaving) staying.delete(String(key));
  const coming = groups.flatMap(({ put }) => Object.keys(put));
  if (coming.some((key) => staying.has(key)) || new Set(coming).size < coming.length) return taken;
  const writer = new Writer(map, within);
  const edits = groups.flatMap((group) => (node.flow ? writer.inFlow(group, items) : writer.inBlock(group)));
  if (writer.refusal) return writer.refusal;
  const isMoved = ({ span }: TextEdit) =>
    edits.some((edit) => edit.span.start <= span.start && span.end <= edit.span.end);
  return aroundActions(template, [...edits, ...within.filter((edit) => !isMoved(edit))]);
}

/** The edit that gives a key another name. */
export function renameKey(value: YamlValue, name: string): Built {
  return value.parent ? regroup(value.parent, [{ take: [value], put: { [name]: value } }]) : noPlace;
}

/** The edits that put other keys with their values in the place of one. */
export function replaceKey(value: YamlValue, put: ShapeMap): Built {
  if (value.document.isComposed) return atOrigin(value, (written) => replaceKey(written, put));
  return value.parent ? regroup(value.parent, [{ take: [value], put }]) : noPlace;
}

function canMove(value: YamlValue): boolean {
  return !value.isShared && !(value.node && value.document.holdsReferredTo(value.node));
}

class Writer {
  refusal: Refusal | undefined;
  private readonly map: YamlValue;
  private readonly text: string;
  private readonly inner: Indentation;
  private readonly within: readonly TextEdit[];

  constructor(map: YamlValue, within: readonly TextEdit[]) {
    this.map = map;
    this.text = map.document.text;
    this.inner = indentationAt(map);
    this.within = within;
  }

  inFlow({ take, put }: Regrouping, items: readonly Part[]): TextEdit[] {
    const [first, ...others] = inOrder(take);
    if (!first?.pair) return [];
    const span = { start: startOf(first.pair), end: contentEnd(this.text, first.pair) };
    const body = this.flow(put).slice(1, -1);
    return [
      replace(span, body),
      ...others.map(({ pair }) => removeFromFlow(this.text, items, items.indexOf(pair as Part))),
    ];
  }

  inBlock({ take, put }: Regrouping): TextEdit[] {
    const [first, ...others] = inOrder(take);
    if (!first?.pair) return [];
    const start = startOf(first.pair);
    const end = lineEnd(this.text, contentEnd(this.text, first.pair));
    const lines = this.block(put, columnOf(this.text, start), first);
    const body = lines.join(lineBreakOf(this.text)).trimStart();
    return [replace({ start, end }, body), ...others.map((value) => remove(this.linesOf(value)))];
  }

  /** The lines of a pair and of the comments right above it, with the line break before them. */
  private linesOf(value: YamlValue): Span {
    const pair = value.pair as Pair<Node, Node | null>;
    const start = this.commentsAbove(startOf(pair));
    return {
      start: start - (this.text[start - 2] === '\r' ? 2 : 1),
      end: lineEnd(this.text, contentEnd(this.text, pair)),
    };
  }

  /** Where the comments begin that stand on the lines right above the line of an offset; the line itself without any. */
  private commentsAbove(offset: number): number {
    let start = this.text.lastIndexOf('\n', offset - 1) + 1;
    while (start > 0) {
      const above = this.text.lastIndexOf('\n', start - 2) + 1;
      if (!/^[ \t]*#/.test(this.text.slice(above, start))) break;
      start = above;
    }
    return start;
  }

  private block(shape: ShapeMap, column: number, atPlace?: YamlValue): string[] {
    const margin = ' '.repeat(column);
    return Object.entries(shape).flatMap(([key, value]) => {
      const name = `${margin}${renderScalar(key)}:`;
      if (value instanceof YamlValue) return this.moved(name, value, column, value.pair === atPlace?.pair);
      if (isList(value) && value.length > 0) {
        return [name, ...value.flatMap((item) => this.listItem(item, column + this.inner.list, atPlace))];
      }
      if (isShapeMap(value) && Object.keys(value).length > 0) {
        return [name, ...this.block(value, column + this.inner.map, atPlace)];
      }
      return [`${name} ${this.flow(value)}`];
    });
  }

  private listItem(item: Shape, column: number, atPlace: YamlValue | undefined): string[] {
    const margin = ' '.repeat(column);
    if (!isShapeMap(item) || Object.keys(item).length === 0) return [`${margin}- ${this.flow(item)}`];
    const lines = this.block(item, column + 2, atPlace);
    // Comments above the first key stand above the dash.
    const key = lines.findIndex((line) => !line.trimStart().startsWith('#'));
    return lines.map((line, index) => {
      if (index < key) return line.slice(2);
      return index === key ? `${margin}- ${line.slice(column + 2)}` : line;
    });
  }

  /** The lines of a pair under another key and at another column, with its comments. */
  private moved(name: string, value: YamlValue, column: number, isAtPlace: boolean): string[] {
    const { pair } = value;
    const keyEnd = pair?.key?.range?.[1];
    if (!pair || keyEnd === undefined) return [`${name} ${this.flow(value)}`];
    if (value.parent && isInFlow(value.parent)) {
      return [`${name} ${this.sourceOf(value.span?.start ?? 0, value.span?.end ?? 0)}`];
    }
    const start = startOf(pair);
    const shift = column - columnOf(this.text, start);
    const margin = ' '.repeat(column);
    const above = isAtPlace
      ? ''
      : this.text.slice(this.commentsAbove(start), this.text.lastIndexOf('\n', start - 1) + 1);
    const comments = above.split('\n').flatMap((line) => (line.trim() === '' ? [] : [margin + line.trim()]));
    const colon = this.text.indexOf(':', keyEnd) + 1;
    const [rest = '', ...more] = this.sourceOf(colon, lineEnd(this.text, contentEnd(this.text, pair))).split(/\r?\n/);
    return [...comments, name + rest, ...more.map((line) => indented(line, shift))];
  }

  private flow(shape: Shape): string {
    const quoted = quotesKeys(this.map);
    if (shape instanceof YamlValue) {
      const { node, span } = shape;
      if (!node || !span || isBlock(node)) {
        this.refusal ??= node ? new Refusal('It would have to be written in another style.') : undefined;
        return 'null';
      }
      return this.sourceOf(span.start, span.end);
    }
    if (isList(shape)) return `[${shape.map((item) => this.flow(item)).join(', ')}]`;
    if (!isShapeMap(shape)) return renderFlow(shape, quoted);
    const name = (key: string) => (quoted ? JSON.stringify(key) : renderScalar(key));
    return `{${Object.entries(shape)
      .map(([key, value]) => `${name(key)}: ${this.flow(value)}`)
      .join(', ')}}`;
  }

  /** Part of the document, after the edits that lie in it. */
  private sourceOf(start: number, end: number): string {
    let source = this.text.slice(start, end);
    const inside = this.within.filter(({ span }) => start <= span.start && span.end <= end);
    for (const { span, newText } of inside.toSorted((a, b) => b.span.start - a.span.start)) {
      source = source.slice(0, span.start - start) + newText + source.slice(span.end - start);
    }
    return source;
  }
}

function inOrder(values: readonly YamlValue[]): YamlValue[] {
  const at = ({ keySpan }: YamlValue) => keySpan?.start ?? 0;
  return values.toSorted((a, b) => at(a) - at(b));
}

function indented(line: string, by: number): string {
  if (line.trim() === '' && by < 0) return line.slice(Math.min(-by, line.length));
  if (line === '') return line;
  if (by >= 0) return ' '.repeat(by) + line;
  return line.slice(Math.min(-by, /^ */.exec(line)?.[0].length ?? 0));
}

function isBlock(node: Node): boolean {
  if (isAlias(node)) return false;
  if (isScalar(node)) return node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
  return (isMap(node) || isSeq(node)) && !node.flow;
}

function isList(shape: Shape): shape is readonly Shape[] {
  return Array.isArray(shape);
}

function isShapeMap(shape: Shape): shape is ShapeMap {
  return typeof shape === 'object' && shape !== null && !Array.isArray(shape) && !(shape instanceof YamlValue);
}
