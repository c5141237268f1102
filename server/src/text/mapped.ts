import type { Span } from './span.ts';

/**
 * A text that was read out of a source, with the way back: which stretch of the source each of its units stands for.
 * The shell command inside a JSON array, a YAML block scalar or a RUN instruction is such a text.
 */
export interface MappedText {
  readonly text: string;
  /** Whether each unit leads to its own place; if not, all lead to the stretch of the source that holds the text. */
  readonly isExact: boolean;
  /** The source span of the unit at `offset`; at `text.length`, the empty span just after the last unit. */
  unit(offset: number): Span;
}

/** What nearly all shell text is, each word of it included: places in it are found by adding. */
class Verbatim implements MappedText {
  readonly text: string;
  readonly base: number;
  readonly isExact = true;

  constructor(text: string, base: number) {
    this.text = text;
    this.base = base;
  }

  unit(offset: number): Span {
    const start = this.base + offset;
    return { start, end: offset < this.text.length ? start + 1 : start };
  }
}

/** A text that stands in its source unit for unit, beginning at `base`. */
export function verbatim(text: string, base: number): MappedText {
  return new Verbatim(text, base);
}

/** A text with the source span of each of its units; a text without units stands at `empty`. */
export function mapped(text: string, units: readonly Span[], empty: number): MappedText {
  const end = units.at(-1)?.end ?? empty;
  return { text, isExact: true, unit: (offset) => units[offset] ?? { start: end, end } };
}

/** A text of which is only known which stretch of the source it was read from: one with escapes, or a folded one. */
export function somewhereIn(text: string, { start, end }: Span): MappedText {
  const whole: Span = { start, end, isExact: false };
  return { text, isExact: false, unit: () => whole };
}

/** The part of a mapped text between two of its own offsets. */
export function slice(of: MappedText, start: number, end: number): MappedText {
  const text = of.text.slice(start, end);
  if (of instanceof Verbatim) return new Verbatim(text, of.base + start);
  return {
    text,
    isExact: of.isExact,
    unit: (offset) => (offset < text.length ? of.unit(start + offset) : endOf(of, start, start + text.length)),
  };
}

/** The source span of a stretch of a mapped text, from its first unit to its last. */
export function sourceSpan(of: MappedText, start: number, end: number): Span {
  if (of instanceof Verbatim) return { start: of.base + start, end: of.base + Math.max(start, end) };
  const span = { start: of.unit(start).start, end: endOf(of, start, end).end };
  return of.isExact ? span : { ...span, isExact: false };
}

function endOf(of: MappedText, start: number, end: number): Span {
  if (!of.isExact) return of.unit(start);
  const at = end > start ? of.unit(end - 1).end : of.unit(start).start;
  return { start: at, end: at };
}
