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

/** Whether among these edits there are two that replace the same text, so that they cannot all be applied. */
export function overlaps(edits: readonly TextEdit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let end = 0;
  for (const { span } of ordered) {
    if (span.start < end || span.end < span.start) return true;
    end = span.end;
  }
  return false;
}

/**
 * Where what stood at an offset stands after edits that do not overlap: a single place or, where something was inserted
 * there or has taken its place, somewhere in the new text. Undefined when it was removed.
 */
export function afterEdits(at: number, edits: readonly TextEdit[]): Span | undefined {
  let shift = 0;
  let inserted = 0;
  let replacing: TextEdit | undefined;
  for (const edit of edits) {
    const { span, newText } = edit;
    if (span.start === at && span.end === at) inserted += newText.length;
    else if (span.end <= at) shift += newText.length - (span.end - span.start);
    else if (span.start <= at) replacing = edit;
  }
  if (!replacing) return { start: at + shift, end: at + shift + inserted };
  const { span, newText } = replacing;
  const start = span.start + shift;
  return newText === '' ? undefined : { start, end: start + newText.length };
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
