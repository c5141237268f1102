import { insert, replace, type TextEdit } from './edit.ts';
import type { Span } from './span.ts';

/**
 * A text that is edited in several steps, each counting from the text that the steps before it have left. It remembers
 * what is still the source's, so that all of them can be said as edits to the source.
 */
export class EditedText {
  readonly source: string;
  /** What the text is made of: stretches of the source, in its order, and what was put in between. */
  private parts: readonly (Span | string)[];

  constructor(source: string) {
    this.source = source;
    this.parts = [{ start: 0, end: source.length }];
  }

  get text(): string {
    return this.parts
      .map((part) => (typeof part === 'string' ? part : this.source.slice(part.start, part.end)))
      .join('');
  }

  /** Makes edits that do not overlap; several insertions at one place keep the order given. */
  apply(edits: readonly TextEdit[]): void {
    const ordered = edits.map((edit, index) => ({ edit, index }));
    ordered.sort(
      (a, b) => b.edit.span.start - a.edit.span.start || b.edit.span.end - a.edit.span.end || b.index - a.index,
    );
    for (const { edit } of ordered) {
      const [before, rest] = split(this.parts, edit.span.start);
      const [, after] = split(rest, edit.span.end - edit.span.start);
      this.parts = [...before, edit.newText, ...after];
    }
  }

  /** The edits that make the source what the text has become. */
  get edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let [at, pending] = [0, ''];
    const flush = (to: number) => {
      if (to > at) edits.push(replace({ start: at, end: to }, pending));
      else if (pending !== '') edits.push(insert(at, pending));
      pending = '';
    };
    for (const part of this.parts) {
      if (typeof part === 'string') pending += part;
      else if (part.end > part.start) {
        flush(part.start);
        at = part.end;
      }
    }
    flush(this.source.length);
    return edits;
  }
}

/** Parts up to a number of units, and those from there on. */
function split(parts: readonly (Span | string)[], units: number): [(Span | string)[], (Span | string)[]] {
  const before: (Span | string)[] = [];
  const after: (Span | string)[] = [];
  let left = units;
  for (const part of parts) {
    const length = typeof part === 'string' ? part.length : part.end - part.start;
    const taken = Math.min(left, length);
    left -= taken;
    if (taken > 0)
      before.push(typeof part === 'string' ? part.slice(0, taken) : { start: part.start, end: part.start + taken });
    if (taken < length)
      after.push(typeof part === 'string' ? part.slice(taken) : { start: part.start + taken, end: part.end });
  }
  return [before, after];
}
