import type { TextEdit } from '../../text/edit.ts';
import { meansTheSame } from '../../yaml/same-meaning.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import type { YamlService } from './yaml-service.ts';

/** Larger texts, in UTF-16 units, are data. */
const largestText = 2_000_000;

/**
 * The edits that format a YAML stream, one for each document that changes, so that a mistake in one does not keep the
 * others from being formatted. A template is left as it is, and so is a document that would mean something else.
 */
export async function formatYaml(
  text: string,
  indentation: number,
  service: YamlService,
): Promise<readonly TextEdit[]> {
  // What a template writes is not known, and what stands in one document of it may close in another.
  if (text.length > largestText || text.includes('{{') || /\{%|<%/.test(text)) return [];
  const edits: TextEdit[] = [];
  for (const document of splitDocuments(text)) {
    const begin = /^---[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(document.text)?.[0].length ?? 0;
    const end = document.text.length - (/(?:^|\n)\.\.\.[^\n]*\n?$/.exec(document.text)?.[0].trimStart().length ?? 0);
    const body = document.text.slice(begin, end);
    if (body.trim() === '' || /^(?:---|%)/.test(body)) continue;
    const formatted = await service.format(body, { indentation, ...habitsOf(body) });
    if (formatted === undefined || formatted === body || !meansTheSame(body, formatted)) continue;
    edits.push(narrowed(body, inLinesOf(body, formatted), document.start + begin));
  }
  return edits;
}

/** How quotes and braces are written in a text: as most of them are already. */
function habitsOf(text: string): { readonly singleQuote: boolean; readonly bracketSpacing: boolean } {
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return {
    singleQuote: count(/(?<=[:\-,[{]\s*)'/g) > count(/(?<=[:\-,[{]\s*)"/g),
    bracketSpacing: count(/\{[^\s{}]/g) <= count(/\{[ \t]+\S/g),
  };
}

/** The text with the line breaks of another. */
function inLinesOf(original: string, text: string): string {
  return original.includes('\r\n') ? text.replace(/\r?\n/g, '\r\n') : text;
}

/** The edit that turns one text into the other, without their common beginning and end. */
function narrowed(before: string, after: string, at: number): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return {
    span: { start: at + start, end: at + before.length - end },
    newText: after.slice(start, after.length - end),
  };
}
