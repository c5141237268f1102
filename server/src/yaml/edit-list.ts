import { type Built, Refusal } from '../core/fix.ts';
import { insert } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import { broken, noPlace, shared } from './refusals.ts';
import { renderScalar } from './render.ts';
import type { YamlValue } from './value.ts';

/** The edit that puts a scalar before the members of a list that has some, in block or in flow style. */
export function prependItem(list: YamlValue, item: string): Built {
  const { document } = list;
  if (document.problems.length > 0) return broken;
  if (list.isShared) return shared;
  const first = list.items[0]?.span;
  if (!first || !list.span) return noPlace;
  const { text } = document;
  if (text[list.span.start] === '[') {
    const isJson = text[first.start] === '"';
    return [insert(first.start, `${isJson ? JSON.stringify(item) : renderScalar(item)}, `)];
  }
  const margin = text.slice(text.lastIndexOf('\n', first.start - 1) + 1, first.start);
  if (!/^[ \t]*-[ \t]+$/.test(margin)) return new Refusal('The list begins in the middle of a line.');
  return [insert(first.start, `${renderScalar(item)}${lineBreakOf(text)}${margin}`)];
}
