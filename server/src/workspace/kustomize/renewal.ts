import { type Built, Refusal } from '../../core/fix.ts';
import { applyEdits, insert, remove, replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import { contentEnd, lineEnd } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { isSeq, type Node } from './nodes.ts';

/** A field that `kustomize` warns of, and what stands in for it. */
export interface OldField {
  readonly name: 'bases' | 'patchesStrategicMerge' | 'patchesJson6902' | 'commonLabels';
  readonly successor: 'resources' | 'patches' | 'labels';
  /** Whether what it holds goes before what the successor has; `kustomize` applies the fields in that order. */
  readonly goesFirst: boolean;
}

/** What `kustomize edit fix` renews (kustomize 5.0, "Deprecated fields"). */
export const oldFields: readonly OldField[] = [
  { name: 'bases', successor: 'resources', goesFirst: false },
  { name: 'patchesStrategicMerge', successor: 'patches', goesFirst: true },
  { name: 'patchesJson6902', successor: 'patches', goesFirst: false },
  { name: 'commonLabels', successor: 'labels', goesFirst: false },
];

const notInBlocks = new Refusal('The entries are not written one below the other.');

/** The edits that put what an old field holds into the one that stands in for it, as it is written. */
export function renew(root: YamlValue, field: OldField): Built {
  const old = root.get(field.name);
  const successor = root.get(field.successor);
  const { document } = root;
  if (document.problems.length > 0) return new Refusal('There are errors in the YAML.');
  if (old.isShared || successor.isShared || !old.keySpan || !old.span || !old.node) return notInBlocks;
  const inner = field.name === 'patchesStrategicMerge' ? patchesOf(old) : [];
  if (inner instanceof Refusal) return inner;
  if (!successor.hasKey) return renamed(old, field, inner);
  if (!isBlock(old) || !isBlock(successor) || !isSeq(successor.node)) return notInBlocks;
  const moved = bodyOf(old, field, inner, columnOf(successor));
  const { text } = document;
  const gone = remove({ start: lineStart(text, old.keySpan.start), end: nextLine(text, bodyEnd(old)) });
  const at = field.goesFirst ? lineStart(text, successor.span?.start ?? 0) : bodyEnd(successor);
  const eol = lineBreakOf(text);
  return [gone, insert(at, field.goesFirst ? moved + eol : eol + moved)];
}

/** The old field under its new name, where there is none of that name yet. */
function renamed(old: YamlValue, field: OldField, inner: readonly TextEdit[]): Built {
  const { text } = old.document;
  if (!old.keySpan) return notInBlocks;
  const eol = lineBreakOf(text);
  const key = field.name === 'commonLabels' ? `labels:${eol}- includeSelectors: true${eol}  pairs` : field.successor;
  const indented =
    field.name === 'commonLabels' && isBlock(old) ? linesOf(old).map((start) => insert(start, '  ')) : [];
  return [replace(old.keySpan, key), ...inner, ...indented];
}

/** The lines of what an old field holds, as items of a list whose dashes stand in a column. */
function bodyOf(old: YamlValue, field: OldField, inner: readonly TextEdit[], column: number): string {
  const { text } = old.document;
  const eol = lineBreakOf(text);
  const start = lineStart(text, old.span?.start ?? 0);
  const edits = inner.map((edit) => ({ ...edit, span: shift(edit.span, -start) }));
  const body = applyEdits(text.slice(start, bodyEnd(old)), edits);
  const isLabels = field.name === 'commonLabels';
  const by = column + (isLabels ? 4 : 0) - columnOf(old);
  const lines = body.split(eol).map((line) => indentedBy(line, by));
  const margin = ' '.repeat(column);
  return [...(isLabels ? [`${margin}- includeSelectors: true`, `${margin}  pairs:`] : []), ...lines].join(eol);
}

function indentedBy(line: string, by: number): string {
  if (line.trim() === '') return line;
  return by >= 0 ? ' '.repeat(by) + line : line.replace(new RegExp(`^ {0,${-by}}`), '');
}

/** The edits that make members of `patches` of strategic merge patches, which are paths or texts. */
function patchesOf(list: YamlValue): readonly TextEdit[] | Refusal {
  const { text } = list.document;
  const edits: TextEdit[] = [];
  for (const item of list.items) {
    if (!item.span || item.isMap || item.isList || item.isShared) return notInBlocks;
    const written = text.slice(item.span.start, item.span.end);
    const isBlockScalar = /^[|>]/.test(written);
    if (/^[|>][-+]?\d/.test(written)) return new Refusal('The indentation of a text is given by a number.');
    edits.push(insert(item.span.start, isBlockScalar || written.includes('\n') ? 'patch: ' : 'path: '));
    if (!isBlock(list)) edits.splice(-1, 1, insert(item.span.start, '{ path: '), insert(item.span.end, ' }'));
    if (!isBlockScalar) continue;
    for (const start of linesOf(item).slice(1)) edits.push(insert(start, '  '));
  }
  return edits;
}

/** The beginnings of the lines of a value that are not blank, the one it begins on first. */
function linesOf(value: YamlValue): number[] {
  const { text } = value.document;
  const end = bodyEnd(value);
  const starts: number[] = [];
  for (let at = lineStart(text, value.span?.start ?? 0); at < end; at = nextLine(text, at)) {
    if (text.slice(at, lineEnd(text, at)).trim() !== '') starts.push(at);
  }
  return starts;
}

/** Whether a map or list is written in block style, on lines of its own. */
function isBlock({ node, span, keySpan, document }: YamlValue): boolean {
  const isFlow = node && 'flow' in node && node.flow === true;
  return !isFlow && document.text.slice(keySpan?.end, span?.start).includes('\n');
}

/** Where the last line of a value ends, a comment on it included. */
function bodyEnd(value: YamlValue): number {
  const { text } = value.document;
  return lineEnd(text, contentEnd(text, value.node as Node));
}

/** The column in which the parts of a block begin. */
function columnOf({ document, span }: YamlValue): number {
  const start = span?.start ?? 0;
  return start - lineStart(document.text, start);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function nextLine(text: string, offset: number): number {
  const feed = text.indexOf('\n', offset);
  return feed === -1 ? text.length : feed + 1;
}
