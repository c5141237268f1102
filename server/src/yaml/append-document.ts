import { type Built, Refusal } from '../core/fix.ts';
import { insert } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { YamlDocument } from './document.ts';
import { broken } from './refusals.ts';
import { type Plain, renderBlock } from './render.ts';

/** The edit that puts a document of its own behind another one in the same file. */
export function appendDocument(document: YamlDocument, map: Readonly<Record<string, Plain>>): Built {
  const { text } = document;
  if (document.problems.length > 0) return broken;
  if (document.isComposed)
    return new Refusal('What is built is made of several files; where this belongs is yours to say.');
  if (document.template) return new Refusal('The file is a template.');
  if (/^\s*\{/.test(text)) return new Refusal('The file is written as JSON, which holds one document.');
  if (/^\.\.\.\s*$/m.test(text)) return new Refusal('The document has an end marker.');
  const eol = lineBreakOf(text);
  return [insert(text.trimEnd().length, `${eol}---${eol}${renderBlock(map, 0, 2, eol)}`)];
}
