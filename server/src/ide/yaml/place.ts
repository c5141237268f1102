import type { LineMap } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { Step } from '../../yaml/schema/schema-view.ts';
import { type ReadLine, readLine } from './read-line.ts';

/**
 * A place in a YAML document at which somebody writes, told from its lines alone: while something is typed the document
 * is often none that a parser could read, and what it says elsewhere does not matter. Offsets are those of the text.
 */
export interface Place {
  /** The way to the map or list that is written in; a number stands for a member of a list, whichever it is. */
  readonly path: readonly Step[];
  /** The key whose value is written; undefined where a key is written, or a member of a list. */
  readonly key: string | undefined;
  /** What is written already of the key or the value; empty at the place itself where nothing is. */
  readonly word: Span;
  /** Whether a colon follows the key that is written. */
  readonly hasColon: boolean;
  /** The other keys of the map. */
  readonly keys: ReadonlySet<string>;
  /** Whether a member of a list is to be written there, of which the dash is missing yet. */
  readonly needsDash: boolean;
  /** Whether the key or value that is written begins a member of a list, behind a dash on the same line. */
  readonly isBehindDash: boolean;
  /** The column at which the keys of the map stand. */
  readonly column: number;
  /** The lines above that say where the place is, in their order, by number. */
  readonly lines: readonly number[];
  /** The line itself, by number. */
  readonly line: number;
}

/** The way to something as a text: `.` leads to a field, `[]` to a member of a list. */
export function wayOf(path: readonly Step[]): string {
  return path.reduce<string>(
    (way, step) => (typeof step === 'number' ? `${way}[]` : way === '' ? step : `${way}.${step}`),
    '',
  );
}

/** The place at an offset between two lines of a document; undefined where nothing can be suggested, as in a comment. */
export function placeAt(lines: LineMap, offset: number, first: number, last: number): Place | undefined {
  const line = lines.lineAt(offset);
  const start = lines.lineStart(line);
  const written = lines.lineText(line);
  const column = offset - start;
  const read = readLine(written);
  if (read.isBroken || read.isMarker) return undefined;
  const word = wordAt(read, written, column);
  if (!word) return undefined;
  const isBlank = read.content === '';
  const keyColumn = isBlank && read.dashes.length === 0 ? column : read.column;
  const walk = new Walk(lines, keyColumn, read.dashes, isBlank && read.dashes.length === 0);
  for (let above = line - 1; above >= first && !walk.isDone; above--) walk.goUp(above);
  if (walk.isNowhere) return undefined;
  const isKey = word.key === undefined;
  if (!walk.needsDash) readBelow(lines, line, last, keyColumn, walk.keys);
  return {
    path: walk.path,
    key: word.key,
    word: { start: start + word.start, end: start + word.end },
    hasColon: isKey && read.key !== undefined,
    keys: walk.keys,
    needsDash: walk.needsDash,
    isBehindDash: read.dashes.length > 0,
    column: keyColumn,
    lines: walk.kept.toReversed(),
    line,
  };
}

/** What is written at a column of a line: a key, or the value of one. */
function wordAt(
  read: ReadLine,
  written: string,
  column: number,
): { readonly key: string | undefined; readonly start: number; readonly end: number } | undefined {
  const { key, content, comment } = read;
  if (comment !== undefined && column > comment) return undefined;
  if (content === '') {
    if (read.dashes.length > 0 && column <= (read.dashes.at(-1) ?? 0)) return undefined;
    // Behind a dash there has to be a blank.
    if (written[column - 1] === '-') return undefined;
    return { key: undefined, start: column, end: column };
  }
  if (column < read.column) return undefined;
  if (key === undefined) {
    const end = read.column + content.length;
    if (column > end || /^[[{&*!|>]/.test(content)) return undefined;
    return { key: undefined, start: read.column, end };
  }
  if (column <= read.column + key.written.length) {
    return { key: undefined, start: read.column, end: read.column + key.written.length };
  }
  if (column <= key.colon + 1 || /^[[{&*!|>]/.test(key.value)) return undefined;
  const isBehind = key.value === '' || column < key.valueColumn;
  if (isBehind && key.value !== '') return undefined;
  if (column > key.valueColumn + key.value.length && key.value !== '') return undefined;
  return key.value === ''
    ? { key: key.name, start: column, end: column }
    : { key: key.name, start: key.valueColumn, end: key.valueColumn + key.value.length };
}

/** Goes up from a line and gathers what leads to it. */
class Walk {
  readonly path: Step[] = [];
  readonly keys = new Set<string>();
  readonly kept: number[] = [];
  /** Whether the place is inside a text of several lines or of braces. */
  isNowhere = false;
  isDone = false;
  needsDash = false;
  private readonly lines: LineMap;
  /** Where the keys of the map around stand, or the dashes of the list. */
  private column: number;
  private isList = false;
  /** Whether the map is still the one that is written in. */
  private isOwn = true;
  /** Whether the line is blank, and there are dashes at its column. */
  private readonly mayNeedDash: boolean;
  private sawDash = false;

  constructor(lines: LineMap, column: number, dashes: readonly number[], isBlank: boolean) {
    this.lines = lines;
    this.column = column;
    this.mayNeedDash = isBlank;
    this.enterMembers(dashes);
  }

  goUp(line: number): void {
    const read = readLine(this.lines.lineText(line));
    if (read.isMarker) {
      this.isDone = true;
      return;
    }
    if (read.isEmpty) return;
    const [dash = read.column] = read.dashes;
    if (dash > this.column || (read.column > this.column && read.dashes.length === 0)) return;
    if (read.dashes.length > 0 && this.isMember(read)) return;
    if (this.isList) this.leaveList(read, line);
    else this.leaveMap(read, line);
  }

  /** Passes over the members of a list at the column: they are those of the list, or of the key above them. */
  private isMember(read: ReadLine): boolean {
    if (this.isList || !read.dashes.includes(this.column)) return this.isList && read.dashes[0] === this.column;
    this.sawDash = true;
    return true;
  }

  private leaveMap(read: ReadLine, line: number): void {
    const { column, key } = read;
    if (column === this.column) {
      this.sawDash = false;
      if (key && this.isOwn) this.keys.add(key.name);
      if (key?.isScalar || read.dashes.length > 0) this.kept.push(line);
      this.enterMembers(read.dashes);
      return;
    }
    if (column > this.column) {
      // Between a dash and what stands behind it nothing belongs.
      this.isNowhere = true;
      this.isDone = true;
      return;
    }
    if (this.sawDash && this.mayNeedDash && this.isOwn) {
      this.needsDash = true;
      this.keys.clear();
      this.path.unshift(0);
    }
    this.enterParent(read, line);
  }

  private leaveList(read: ReadLine, line: number): void {
    if (read.column > this.column) return;
    this.enterParent(read, line);
  }

  /** A line further out than all that is inside: with a key, it is the one that all this is the value of. */
  private enterParent(read: ReadLine, line: number): void {
    const { key, dashes, column } = read;
    if (!key) {
      // A lone dash has its member below it; a word that is not done yet says nothing.
      if (read.content !== '') return;
      this.kept.push(line);
      this.isOwn = false;
      this.enterMembers(dashes);
      return;
    }
    if (key.value !== '' && !/^[&!][^\s]*$/.test(key.value)) {
      this.isNowhere = true;
      this.isDone = true;
      return;
    }
    this.kept.push(line);
    this.path.unshift(key.name);
    this.isOwn = false;
    this.isList = false;
    this.column = column;
    this.enterMembers(dashes);
  }

  /** Goes out of the members of lists whose dashes stand on the same line. */
  private enterMembers(dashes: readonly number[]): void {
    for (const dash of dashes.toReversed()) {
      this.path.unshift(0);
      this.column = dash;
      this.isList = true;
      this.isOwn = false;
    }
  }
}

/** Gathers the keys of the map that stand below a line. */
function readBelow(lines: LineMap, line: number, last: number, column: number, keys: Set<string>): void {
  for (let below = line + 1; below <= last; below++) {
    const read = readLine(lines.lineText(below));
    if (read.isMarker) return;
    if (read.isEmpty) continue;
    const [dash] = read.dashes;
    if (dash === undefined && read.column === column && read.key) keys.add(read.key.name);
    if (dash === undefined ? read.column < column : dash < column) return;
  }
}
