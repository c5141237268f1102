import type { Span } from './span.ts';

/**
 * A text that was read out of a source, with the way back: which stretch of the source each of its units stands for.
 * The shell command inside a JSON array, a YAML block scalar or a RUN instruction is such a text.
 */
export interface MappedText {
  readonly text: string;
  /** The source span of the unit at `offset`; at `text.length`, the empty span just after the last unit. */
  unit(offset: number): Span;
}

/** A text that stands in its source unit for unit, beginning at `base`. */
export function verbatim(text: string, base: number): MappedText {
  return { text, unit: (offset) => ({ start: base + offset, end: base + offset + (offset < text.length ? 1 : 0) }) };
}

/** A text with the source span of each of its units; a text without units stands at `empty`. */
export function mapped(text: string, units: readonly Span[], empty: number): MappedText {
  const end = units.at(-1)?.end ?? empty;
  return { text, unit: (offset) => units[offset] ?? { start: end, end } };
}

/** The part of a mapped text between two of its own offsets. */
export function slice(of: MappedText, start: number, end: number): MappedText {
  const text = of.text.slice(start, end);
  return {
    text,
    unit: (offset) => (offset < text.length ? of.unit(start + offset) : endOf(of, start, start + text.length)),
  };
}

/** The source span of a stretch of a mapped text, from its first unit to its last. */
export function sourceSpan(of: MappedText, start: number, end: number): Span {
  return { start: of.unit(start).start, end: endOf(of, start, end).end };
}

function endOf(of: MappedText, start: number, end: number): Span {
  const at = end > start ? of.unit(end - 1).end : of.unit(start).start;
  return { start: at, end: at };
}
