/** What one line of a YAML document says in block style, as far as it can be told without the others. Columns count from 0. */
export interface ReadLine {
  /** Whether there is nothing on it but blanks and a comment. */
  readonly isEmpty: boolean;
  /** Whether it begins or ends a document, or is a directive. */
  readonly isMarker: boolean;
  /** Whether it is indented with what may not indent. */
  readonly isBroken: boolean;
  /** The columns of the dashes it begins with. */
  readonly dashes: readonly number[];
  /** Where its content begins, behind the dashes. */
  readonly column: number;
  /** What stands there, without the comment behind it. */
  readonly content: string;
  readonly key: LineKey | undefined;
  /** Where its comment begins. */
  readonly comment: number | undefined;
}

export interface LineKey {
  readonly name: string;
  /** As it is written, quotes included. */
  readonly written: string;
  /** The column of its colon. */
  readonly colon: number;
  /** What stands behind it, without the comment. */
  readonly value: string;
  readonly valueColumn: number;
  /** Whether that is a whole text, number or boolean. */
  readonly isScalar: boolean;
}

const keyed = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'#[\]{},&*!|>%@`](?:[^#:]|:(?=\S)|(?<=\S)#)*?)\s*:(?=\s|$)/;
const wholeScalar = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s"'&*!|>{[%@`#].*)$/;

/** Reads one line, without its line break. */
export function readLine(line: string): ReadLine {
  const lead = /^ *(?:-(?: +|$))*/.exec(line)?.[0] ?? '';
  const dashes: number[] = [];
  for (let at = lead.indexOf('-'); at !== -1; at = lead.indexOf('-', at + 1)) dashes.push(at);
  const column = lead.length;
  const rest = line.slice(column);
  const comment = commentIn(rest);
  const content = (comment === undefined ? rest : rest.slice(0, comment)).trimEnd();
  const match = keyed.exec(content);
  return {
    isEmpty: content === '' && dashes.length === 0,
    isMarker: /^(?:---|\.\.\.)(?:\s|$)|^%/.test(line),
    isBroken: rest.startsWith('\t'),
    dashes,
    column,
    content,
    key: match ? keyOf(match, content, column) : undefined,
    comment: comment === undefined ? undefined : column + comment,
  };
}

function keyOf([whole, written = '']: RegExpExecArray, content: string, column: number): LineKey {
  const behind = content.slice(whole.length);
  const value = behind.trimStart();
  return {
    name: /^["']/.test(written) ? written.slice(1, -1) : written.trimEnd(),
    written: written.trimEnd(),
    colon: column + whole.length - 1,
    value,
    valueColumn: column + whole.length + (behind.length - value.length),
    isScalar: wholeScalar.test(value),
  };
}

/** Where a comment begins: at a `#` that nothing or a blank stands before, outside of quotes. */
function commentIn(text: string): number | undefined {
  if (!text.includes('#')) return undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    const begins = at === 0 || /[\s:,[{]/.test(text[at - 1] ?? '');
    if (quote !== '') {
      if (character === '\\' && quote === '"') at++;
      else if (character === quote) quote = '';
    } else if (begins && (character === '"' || character === "'")) quote = character;
    else if (character === '#' && (at === 0 || /\s/.test(text[at - 1] ?? ''))) return at;
  }
  return undefined;
}
