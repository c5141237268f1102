import { findActions, type TemplateAction } from '../go-template/actions.ts';
import {
  type BlockScalar,
  columnOf,
  endOfLine,
  headerOfScalar,
  type Line,
  matchingEnd,
  otherDefinitions,
  startOfText,
  withoutActions,
  writtenAt,
} from './template-lines.ts';

/** Stands for every unit of what an action writes. It is no character, so that no text has it. */
export const placeholder = '\uFDD0';

/** An action, or several, on lines of their own: what they write there is a part of the YAML that cannot be read. */
export interface TemplateHole {
  readonly start: number;
  /** The column at which it is written, which says into what; undefined when it may be any. */
  readonly column: number | undefined;
}

/** A Go template as YAML. */
export interface MaskedTemplate {
  /** The text with the actions replaced: as long, with its line breaks, and with all else in its place. */
  readonly text: string;
  readonly actions: readonly TemplateAction[];
  readonly holes: readonly TemplateHole[];
  /** Where lines begin that hold nothing but actions, outside of block scalars. */
  readonly actionLines: readonly number[];
  /** Whether the replaced text says where everything stands; if not, it is not to be trusted. */
  readonly isReadable: boolean;
}

/**
 * Replaces the actions of a Go template so that what is left is YAML: lines of actions by blank ones, actions in a
 * value or a key by placeholders. What stands between `if` and `end` stays as it is written, all branches of it.
 */
export function maskTemplate(text: string): MaskedTemplate {
  return new Masker(text).mask();
}

class Masker {
  private readonly text: string;
  private readonly actions: readonly TemplateAction[];
  private readonly otherDefinitions: ReadonlyMap<TemplateAction, number>;
  private readonly holes: TemplateHole[] = [];
  private readonly actionLines: number[] = [];
  private readonly parts: string[] = [];
  private copied = 0;
  private isReadable = true;
  private scalar: BlockScalar | undefined;
  /** The first action that belongs to no line yet. */
  private next = 0;

  constructor(text: string) {
    this.text = text;
    this.actions = findActions(text);
    this.otherDefinitions = otherDefinitions(text, this.actions);
  }

  mask(): MaskedTemplate {
    for (let at = 0; at < this.text.length; ) at = (this.skipDefinition(at) ?? this.read(this.lineAt(at))) + 1;
    this.endScalar();
    this.parts.push(this.text.slice(this.copied));
    const { actions, holes, actionLines, isReadable } = this;
    return { text: this.parts.join(''), actions, holes, actionLines, isReadable };
  }

  /** Blanks a definition of something else that begins on a line, and tells where the line ends on which that ends. */
  private skipDefinition(start: number): number | undefined {
    const action = this.actions[this.next];
    if (!action || this.text.slice(start, action.span.start).trim() !== '') return undefined;
    const last = this.otherDefinitions.get(action);
    if (last === undefined) return undefined;
    this.endScalar();
    this.actionLines.push(start);
    const { end } = (this.actions[last] as TemplateAction).span;
    this.replace({ start, end: endOfLine(this.text, end) }, ' ');
    while ((this.actions[this.next]?.span.start ?? Number.POSITIVE_INFINITY) < endOfLine(this.text, end)) this.next++;
    return endOfLine(this.text, end);
  }

  private lineAt(start: number): Line {
    const actions: TemplateAction[] = [];
    let end = endOfLine(this.text, start);
    for (let action = this.actions[this.next]; action && action.span.start < end; action = this.actions[this.next]) {
      actions.push(action);
      end = endOfLine(this.text, Math.max(end, action.span.end));
      this.next++;
    }
    return { start, end, actions, rest: withoutActions(this.text, start, end, actions) };
  }

  /** Reads a line and tells where it ends. */
  private read(line: Line): number {
    const isBlank = line.rest.trim() === '';
    if (isBlank && line.actions.length === 0) return line.end;
    if (this.scalar) {
      if (isBlank) {
        this.scalar.waiting.push(line);
        return line.end;
      }
      if (columnOf(this.text, line) > this.scalar.parent) {
        this.continueScalar(this.scalar, line);
        return line.end;
      }
      this.endScalar();
    }
    if (isBlank || /^\s*#/.test(line.rest)) {
      this.readActionsAlone(line);
      return line.end;
    }
    return this.readContent(line);
  }

  /** A line that has nothing but actions, or a comment besides. */
  private readActionsAlone(line: Line): void {
    const [first] = line.actions;
    if (!first) return;
    for (const { span } of line.actions) this.replace(span, ' ');
    if (startOfText(this.text, line) < first.span.start) return;
    this.actionLines.push(line.start);
    for (const { kind, column, span } of line.actions) {
      if (kind === 'value') this.holes.push({ start: span.start, column });
    }
  }

  private readContent(line: Line): number {
    const [first] = line.actions;
    if (first && first.kind !== 'value' && startOfText(this.text, line) === first.span.start) {
      // What follows it does not stand where it seems to.
      if (/[:|>]\s*$/.test(this.text.slice(line.start, line.end))) this.isReadable = false;
      this.actionLines.push(line.start);
      this.holes.push({ start: line.start, column: undefined });
      this.replace(line, ' ');
      return line.end;
    }
    const header = headerOfScalar(this.text, line);
    if (header) {
      this.scalar = { ...header, waiting: [] };
      for (const { span } of line.actions) {
        // Nothing may stand behind the header: what is written there is the first line of the scalar.
        const isBehind = /[|>][-+\d]*\s*$/.test(this.text.slice(line.start, span.start));
        if (isBehind) this.holes.push({ start: span.start, column: Number.POSITIVE_INFINITY });
        this.replace(span, isBehind ? ' ' : placeholder);
      }
      return line.end;
    }
    if (line.actions.length === 0 && this.isEmptyBranch(line)) {
      this.holes.push({ start: line.start, column: columnOf(this.text, line) });
      this.replace(line, ' ');
      return line.end;
    }
    const whole = this.withAllOfIts(line);
    if (!this.goesOnBelow(whole)) this.replaceInLine(whole);
    return whole.end;
  }

  /** Whether a line is an empty map or list that one branch of a condition has where another has keys or members. */
  private isEmptyBranch(line: Line): boolean {
    if (!/^\s*(?:\{\}|\[\])\s*$/.test(line.rest)) return false;
    const before = this.actions[this.next - 1]?.span.end;
    return before !== undefined && this.text.slice(before, line.start).trim() === '';
  }

  /**
   * Replaces a value that ends its line and goes on below: the first keys of a map, which the text then continues, or a
   * map behind a dash. Answers whether it is one.
   */
  private goesOnBelow(line: Line): boolean {
    const [action, other] = line.actions;
    if (other || action?.kind !== 'value' || action.column === undefined) return false;
    if (this.text.slice(action.span.end, line.end).trim() !== '') return false;
    const lead = this.text.slice(line.start, action.span.start);
    const below = this.contentBelow(line);
    if (!below) return false;
    const margin = /^\s*(?:-\s+)*/.exec(lead)?.[0].length ?? 0;
    if (margin === lead.length) {
      if (!lead.includes('-') || below.column !== margin) return false;
      this.replace({ start: action.span.start, end: action.span.end - 1 }, placeholder);
      this.replace({ start: action.span.end - 1, end: action.span.end }, ':');
      return true;
    }
    const goesOn = below.column > margin || (below.column === margin && below.isMember);
    if (!goesOn || !/:\s+$/.test(lead)) return false;
    this.holes.push({ start: action.span.start, column: Number.POSITIVE_INFINITY });
    this.replace(action.span, ' ');
    return true;
  }

  /** Where the first line below a line begins that is neither blank nor a comment nor made of actions alone. */
  private contentBelow(line: Line): { readonly column: number; readonly isMember: boolean } | undefined {
    let next = this.next;
    for (let start = line.end + 1; start < this.text.length; ) {
      let end = endOfLine(this.text, start);
      const first = next;
      for (let action = this.actions[next]; action && action.span.start < end; action = this.actions[++next])
        end = endOfLine(this.text, Math.max(end, action.span.end));
      const rest = withoutActions(this.text, start, end, this.actions.slice(first, next));
      if (/^\s*[^\s#]/.test(rest)) {
        const at = startOfText(this.text, { start, end });
        return { column: at - start, isMember: /^-\s/.test(this.text.slice(at, at + 2)) };
      }
      start = end + 1;
    }
    return undefined;
  }

  /** A line on which an `if` begins in the middle, with the lines to its end. */
  private withAllOfIts(line: Line): Line {
    const opened = line.actions.findIndex(({ kind }, index) => kind === 'open' && !matchingEnd(line.actions, index));
    if (opened === -1) return line;
    const first = this.next - line.actions.length;
    const close = matchingEnd(this.actions, first + opened);
    if (close === undefined) return line;
    // Where it does not stand for one value, keys may be lost with it.
    const before = this.text.slice(line.start, line.actions[opened]?.span.start);
    if (!/[:-]\s*$/.test(before)) this.holes.push({ start: line.start, column: undefined });
    let end = line.end;
    this.next = close;
    for (let action = this.actions[close]; action && (this.next === close || action.span.start < end); ) {
      end = endOfLine(this.text, Math.max(end, action.span.end));
      action = this.actions[++this.next];
    }
    return { ...line, end, actions: this.actions.slice(first, this.next) };
  }

  /** Puts placeholders for the values in a line; an `if` is one value with all that stands before its `end`. */
  private replaceInLine({ actions }: Line): void {
    for (let index = 0; index < actions.length; index++) {
      const { kind, span } = actions[index] as TemplateAction;
      const close = kind === 'open' ? matchingEnd(actions, index) : undefined;
      const last = actions[close ?? index] as TemplateAction;
      if (kind === 'middle' || kind === 'end') this.actionLines.push(span.start);
      this.replace({ start: span.start, end: last.span.end }, kind === 'value' || kind === 'open' ? placeholder : ' ');
      index = close ?? index;
    }
  }

  private continueScalar(scalar: BlockScalar, line: Line): void {
    scalar.indent ??= columnOf(this.text, line);
    for (const waiting of scalar.waiting) this.replaceInScalar(scalar, waiting);
    scalar.waiting.length = 0;
    for (const { span } of line.actions) this.replace(span, placeholder);
  }

  private endScalar(): void {
    const { scalar } = this;
    if (!scalar) return;
    this.scalar = undefined;
    const within = scalar.waiting.findLastIndex((line) => writtenAt(this.text, line) > scalar.parent);
    for (const [index, line] of scalar.waiting.entries()) {
      if (index > within) this.readActionsAlone(line);
      else this.replaceInScalar(scalar, line);
    }
  }

  /** Makes a line of actions one of a block scalar. */
  private replaceInScalar(scalar: BlockScalar, line: Line): void {
    scalar.indent ??= Math.max(scalar.parent + 1, writtenAt(this.text, line));
    this.holes.push({ start: line.start, column: scalar.parent + 1 });
    for (let start = line.start; start < line.end; ) {
      const end = endOfLine(this.text, start);
      const margin = Math.min(end, start + scalar.indent);
      this.replace({ start, end: margin }, ' ');
      this.replace({ start: margin, end }, placeholder);
      start = end + 1;
    }
  }

  /** Fills a stretch that begins behind those replaced before; where it goes on over more lines, those with blanks. */
  private replace({ start, end }: { readonly start: number; readonly end: number }, filling: string): void {
    const firstEnd = Math.min(end, endOfLine(this.text, start));
    this.parts.push(
      this.text.slice(this.copied, start),
      this.text.slice(start, firstEnd).replace(/[^\r]/g, filling),
      this.text.slice(firstEnd, end).replace(/[^\r\n]/g, ' '),
    );
    this.copied = end;
  }
}
