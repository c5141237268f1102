import type { Span } from './span.ts';

/** One replacement in one text: `newText` takes the place of `span`. An empty span inserts. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

export function replace(span: Span, newText: string): TextEdit {
  return { span: { start: span.start, end: span.end }, newText };
}

export function insert(offset: number, newText: string): TextEdit {
  return { span: { start: offset, end: offset }, newText };
}

export function remove(span: Span): TextEdit {
  return replace(span, '');
}

/**
 * Whether two edits cannot be applied together: they share text, or insert at the same place,
 * where their order would be a guess.
 */
export function conflict(one: TextEdit, other: TextEdit): boolean {
  if (one.span.start === other.span.start) return true;
  const [first, second] = one.span.start < other.span.start ? [one, other] : [other, one];
  return second.span.start < first.span.end;
}

/**
 * The text after all edits, which must not overlap; several insertions at one place keep the order given.
 * Throws a `RangeError` for overlapping edits and for edits outside the text: both are defects of the caller.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .sort((a, b) => a.edit.span.start - b.edit.span.start || a.edit.span.end - b.edit.span.end || a.index - b.index);
  const parts: string[] = [];
  let at = 0;
  for (const { edit } of ordered) {
    const { start, end } = edit.span;
    if (start < at || end < start || end > text.length) {
      throw new RangeError(`edit [${start}, ${end}) overlaps another or lies outside a text of ${text.length} units`);
    }
    parts.push(text.slice(at, start), edit.newText);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
