import type { Built } from '../core/fix.ts';
import { replace } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import { aroundActions, broken, noPlace, shared } from './refusals.ts';
import { renderScalar } from './render.ts';
import type { YamlValue } from './value.ts';

/** The edit that puts several scalars in the place of one member of a list, in block or in flow style. */
export function replaceItem(item: YamlValue, by: readonly string[]): Built {
  return aroundActions(item.document.template, replaceBy(item, by));
}

function replaceBy(item: YamlValue, by: readonly string[]): Built {
  const { document, parent, span } = item;
  if (document.problems.length > 0) return broken;
  if (item.isShared) return shared;
  if (!span || !parent?.span) return noPlace;
  const { text } = document;
  const isQuoted = text[span.start] === '"' && text[parent.span.start] === '[';
  const written = by.map((value) => (isQuoted ? JSON.stringify(value) : renderScalar(value)));
  if (text[parent.span.start] === '[') return [replace(span, written.join(', '))];
  const lineStart = text.lastIndexOf('\n', span.start - 1) + 1;
  const margin = text.slice(lineStart, span.start);
  if (!/^[ \t]*-[ \t]+$/.test(margin)) return noPlace;
  return [replace(span, written.join(lineBreakOf(text) + margin))];
}
