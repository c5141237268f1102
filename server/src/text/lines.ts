import type { Span } from './span.ts';

/** A place in a text as editors name it: zero-based line, zero-based UTF-16 character within the line. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** Two positions, the end exclusive. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/**
 * Where the lines of a text begin, so that offsets and positions turn into one another.
 * Lines end with LF, CRLF or a lone CR, as the Language Server Protocol has it.
 */
export class LineMap {
  readonly text: string;
  private starts: readonly number[] | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** How many lines the text has; an empty text has one. */
  get lineCount(): number {
    return this.lineStarts().length;
  }

  /** The offset at which a zero-based line begins; a line past the end begins at the end of the text. */
  lineStart(line: number): number {
    return this.lineStarts()[line] ?? this.text.length;
  }

  /** The offset at which a zero-based line ends, its line break not included. */
  lineEnd(line: number): number {
    let end = this.lineStarts()[line + 1] ?? this.text.length;
    while (end > this.lineStart(line) && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return end;
  }

  /** The text of a zero-based line, without its line break. */
  lineText(line: number): string {
    return this.text.slice(this.lineStart(line), this.lineEnd(line));
  }

  /** The zero-based line that holds an offset. */
  lineAt(offset: number): number {
    const starts = this.lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The position of an offset; one past the end of the text is its end. */
  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.text.length));
    const line = this.lineAt(inside);
    return { line, character: inside - this.lineStart(line) };
  }

  /** The offset of a position; a character past the end of its line is the end of that line. */
  offsetAt(position: Position): number {
    if (position.line >= this.lineCount) return this.text.length;
    return Math.min(this.lineStart(position.line) + Math.max(0, position.character), this.lineEnd(position.line));
  }

  rangeOf(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  spanOf(range: Range): Span {
    return { start: this.offsetAt(range.start), end: this.offsetAt(range.end) };
  }

  private lineStarts(): readonly number[] {
    this.starts ??= findLineStarts(this.text);
    return this.starts;
  }
}

const LF = 10;
const CR = 13;

function isLineBreak(code: number): boolean {
  return code === LF || code === CR;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === LF) starts.push(at + 1);
    else if (code === CR && text.charCodeAt(at + 1) !== LF) starts.push(at + 1);
  }
  return starts;
}

/** The line break a text uses: that of its first line, LF when it has only one. */
export function lineBreakOf(text: string): '\n' | '\r\n' {
  const first = text.indexOf('\n');
  return first > 0 && text.charCodeAt(first - 1) === CR ? '\r\n' : '\n';
}
