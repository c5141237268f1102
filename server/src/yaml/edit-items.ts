import { type Built, Refusal } from '../core/fix.ts';
import { insert, remove, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import { contentEnd, lineEnd } from './edit.ts';
import { indentationAt } from './indentation.ts';
import { betweenActions, broken, noPlace, shared } from './refusals.ts';
import { type Plain, renderBlock, renderFlow } from './render.ts';
import type { YamlValue } from './value.ts';

const notAllWritten = new Refusal('Not all members of the list are written here.');

type PlainMap = Readonly<Record<string, Plain>>;

/** The edit that puts a map behind the members of a list that has some, in block or in flow style. */
export function appendItem(list: YamlValue, item: PlainMap): Built {
  const { document } = list;
  if (document.problems.length > 0) return broken;
  if (list.isShared) return shared;
  if (list.isOpen) return notAllWritten;
  const last = list.items.at(-1)?.written;
  const start = last?.range?.[0];
  if (!last || start === undefined || !list.span) return noPlace;
  const { text } = document;
  const end = contentEnd(text, last);
  if (isAmongActions(list) || document.template?.writesBehind(end)) return betweenActions;
  if (text[list.span.start] === '[') return [insert(end, `, ${renderFlow(item, text.includes('"', start))}`)];
  const margin = marginOf(text, start);
  if (margin === undefined) return new Refusal('The list begins in the middle of a line.');
  const lines = renderBlock(item, margin.length, indentationAt(list), lineBreakOf(text));
  return [insert(lineEnd(text, end), lineBreakOf(text) + margin + lines.trimStart())];
}

/** The same of several maps, in their order; `create` makes the list where it has no members. */
export function appendItems(
  list: YamlValue,
  items: readonly PlainMap[],
  create: (list: readonly Plain[]) => Built,
): Built {
  if (list.items.length === 0) return create(items);
  const edits: TextEdit[] = [];
  for (const item of items) {
    const built = appendItem(list, item);
    if (built instanceof Refusal) return built;
    edits.push(...built);
  }
  const [first] = edits;
  return first ? [insert(first.span.start, edits.map(({ newText }) => newText).join(''))] : [];
}

/** Whether lines of actions stand among the members of a list, so that what is put there could be lost or repeated. */
function isAmongActions({ document, node, keySpan }: YamlValue): boolean {
  const { template, text } = document;
  if (!template || !node) return false;
  const start = keySpan?.end ?? node.range?.[0] ?? 0;
  return template.isOpen(node) || template.hasActionLines({ start, end: contentEnd(text, node) });
}

/** What stands before a member of a list in block style on its line, dash included; undefined when that is more. */
function marginOf(text: string, start: number): string | undefined {
  const margin = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return /^[ \t]*-[ \t]+$/.test(margin) ? margin : undefined;
}

/**
 * The edits that move a member of a list in block style, with its lines and the comments behind them, before an earlier
 * one.
 */
export function moveItemBefore(item: YamlValue, earlier: YamlValue): Built {
  const { document, parent } = item;
  if (document.problems.length > 0) return broken;
  if (!parent || parent.isShared || item.isShared || earlier.isShared) return shared;
  if (parent.isOpen) return notAllWritten;
  const [node, target] = [item.written, earlier.written];
  const [start, before] = [node?.range?.[0], target?.range?.[0]];
  const { text } = document;
  if (isAmongActions(parent)) return betweenActions;
  if (!node || start === undefined || before === undefined) return noPlace;
  if (marginOf(text, start) === undefined || marginOf(text, before) === undefined)
    return new Refusal('The members of the list do not stand on lines of their own.');
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = lineEnd(text, contentEnd(text, node));
  if (/\n[ \t]*#[^\n]*\r?\n$/.test(`\n${text.slice(0, from)}`)) return new Refusal('A comment stands above it.');
  const lines = text.slice(from, to);
  const at = text.lastIndexOf('\n', before - 1) + 1;
  // The line break before the member goes with it, so that the end of the text stays as it is.
  const gap = text.startsWith('\r\n', from - 2) ? 2 : 1;
  return [insert(at, lines + lineBreakOf(text)), remove({ start: from - gap, end: to })];
}
