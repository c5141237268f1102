/**
 * A stretch of one text: half-open, `[start, end)`, in zero-based UTF-16 code units, the unit that JavaScript
 * strings, VS Code and the Language Server Protocol share.
 */
export interface Span {
  readonly start: number;
  readonly end: number;
  /** False for a stretch that only holds what is meant, somewhere: its ends are no places at which to edit. */
  readonly isExact?: false;
}

/** The span from `start` up to `end`. */
export function span(start: number, end: number): Span {
  return { start, end };
}

/** The smallest span that holds both. */
export function cover(first: Span, second: Span): Span {
  const start = Math.min(first.start, second.start);
  const end = Math.max(first.end, second.end);
  return first.isExact === false || second.isExact === false ? { start, end, isExact: false } : { start, end };
}

/** Whether `outer` holds all of `inner`. */
export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

/** Whether an offset is in a stretch or at one of its ends. */
export function isWithin(offset: number, { start, end }: Span): boolean {
  return start <= offset && offset <= end;
}

/** The same stretch in a text that begins `by` units earlier (a negative `by` moves it back). */
export function shift(of: Span, by: number): Span {
  return by === 0 ? of : { start: of.start + by, end: of.end + by };
}
