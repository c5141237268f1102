import { type Built, Refusal } from '../core/fix.ts';
import { insert } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import { broken } from '../yaml/refusals.ts';
import { type Plain, renderBlock } from '../yaml/render.ts';
import type { Resource } from './resource.ts';

/**
 * The edit that declares another resource in a document of its own, right behind the one that a resource stands in.
 * Refused where that is not simply the end of the document, as in a list or between the actions of a template.
 */
export function declareBehind({ value }: Resource, resource: Readonly<Record<string, Plain>>): Built {
  const { document } = value;
  const { text, template } = document;
  if (document.problems.length > 0) return broken;
  if (document.isComposed) return new Refusal('The resource is composed of several files.');
  if (value.parent) return new Refusal('The resource is a member of a list.');
  if (/^\s*\{/.test(text)) return new Refusal('The file is written as JSON.');
  if (template?.hasActionLines({ start: 0, end: text.length + 1 }))
    return new Refusal('Whether the template writes the resource depends on conditions.');
  const closing = /^\.\.\.(?=[ \t\r\n]|$)/m.exec(text);
  const at = closing?.index ?? text.length;
  const eol = lineBreakOf(text);
  const gap = at === 0 || text[at - 1] === '\n' ? '' : eol;
  const end = gap === '' || at < text.length ? eol : '';
  return [insert(at, `${gap}---${eol}${renderBlock(resource, 0, { map: 2, list: 0 }, eol)}${end}`)];
}
