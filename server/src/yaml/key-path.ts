import type { LineMap } from '../text/lines.ts';

/** Where in a YAML text somebody types, as the indentation of the lines tells. */
export interface TypedPlace {
  /** The keys that lead to the map or list around, `*` for a member of a list. */
  readonly path: readonly string[];
  /** The key whose value is typed; undefined where a key, or a member of a list, is typed. */
  readonly key: string | undefined;
  /** What is typed, as offsets: the word around the place, with the colon behind a key. */
  readonly start: number;
  readonly end: number;
  /** The other keys of the map. */
  readonly siblings: readonly string[];
}

/** A line that begins with a key or a dash. */
interface KeyLine {
  /** The column of its first dash; that of its key where it has none. */
  readonly outer: number;
  /** The column of its key, behind the dashes. */
  readonly column: number;
  readonly dashes: number;
  readonly key: string | undefined;
}

const keyLine = /^( *)((?:- +)*)(?:("[^"]*"|'[^']*'|[^\s#'"[\]{}&*!|>%@`:-][^:#]*?|-[^\s:#][^:#]*?):(?=\s|$))?/;
const typedLine = /^( *)((?:- +)*)(?:([^\s:#"'-][^:#"']*):\s+)?(["']?)([^\s"']*)$/;

/** How many lines are looked at in either direction. */
const mostLines = 10_000;

/**
 * Where somebody types in a YAML text in block style. It is told by the lines above, so that it does not matter whether
 * the text can be parsed as it stands. Undefined in comments, behind values, and where keys are written in braces.
 */
export function typedPlaceAt(lines: LineMap, offset: number): TypedPlace | undefined {
  const line = lines.lineAt(offset);
  const lineStart = lines.lineStart(line);
  const typed = typedLine.exec(lines.text.slice(lineStart, offset));
  if (!typed) return undefined;
  const [, margin = '', dashes = '', key, , word = ''] = typed;
  const behind = (key === undefined ? /^[^\s:"'#]*:?/ : /^[^\s"'#]*/).exec(
    lines.text.slice(offset, lines.lineEnd(line)),
  );
  const column = margin.length + dashes.length;
  const own = { outer: margin.length, column, dashes: countOf(dashes), key };
  const { path, siblings } = climb(lines, line, own);
  return { path, key, start: offset - word.length, end: offset + (behind?.[0].length ?? 0), siblings };
}

function climb(lines: LineMap, line: number, own: KeyLine): Pick<TypedPlace, 'path' | 'siblings'> {
  const siblings = own.dashes > 0 ? [] : siblingsBelow(lines, line, own.column);
  const below = siblingsBelow(lines, line, own.column);
  const path: string[] = membersOf(own);
  let { outer: need } = own;
  let isInList = own.dashes > 0;
  let isOwnMap = own.dashes === 0;
  for (let at = line - 1; at >= Math.max(0, line - mostLines); at--) {
    const found = readLine(lines.lineText(at));
    if (!found) continue;
    const { outer, column, key } = found;
    if (!isInList && column === need) {
      if (isOwnMap && key !== undefined) siblings.push(key);
      if (found.dashes === 0) continue;
      path.unshift(...membersOf(found));
      isOwnMap = false;
      isInList = true;
      need = outer;
    } else if (key !== undefined && (column < need || (isInList && column === need && found.dashes === 0))) {
      path.unshift(...membersOf(found), key);
      isOwnMap = false;
      isInList = found.dashes > 0;
      need = outer;
    }
    if (need === 0 && !isInList && !isOwnMap) break;
  }
  return { path, siblings: own.dashes > 0 ? below : siblings };
}

/** The keys at a column on the lines below, up to the first that stands further left. */
function siblingsBelow(lines: LineMap, line: number, column: number): string[] {
  const found: string[] = [];
  for (let at = line + 1; at < Math.min(lines.lineCount, line + mostLines); at++) {
    const next = readLine(lines.lineText(at));
    if (!next) continue;
    if (next.outer < column) break;
    if (next.column === column && next.key !== undefined) found.push(next.key);
  }
  return found;
}

/** What a line begins with; undefined for blank lines, comments, and what continues a text. */
function readLine(text: string): KeyLine | undefined {
  if (/^\s*(?:#|$)/.test(text)) return undefined;
  const match = keyLine.exec(text);
  const [, margin = '', dashes = '', key] = match ?? [];
  if (key === undefined && dashes === '') return undefined;
  const name = key?.replace(/^(["'])(.*)\1$/, '$2');
  return { outer: margin.length, column: margin.length + dashes.length, dashes: countOf(dashes), key: name };
}

function membersOf({ dashes }: KeyLine): string[] {
  return Array.from({ length: dashes }, () => '*');
}

function countOf(dashes: string): number {
  return dashes.split('-').length - 1;
}
