import { type MappedText, mapped } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';
import type { ShellCommand, ShellWord } from './command.ts';

/** What reads the commands of a script, as far as `echo` differs: Bash knows options, dash reads escapes in any case. */
export type EchoDialect = 'dash' | 'busybox' | 'bash';

/** A character that is written, and where it comes from. */
interface Written {
  readonly character: string;
  readonly span: Span;
}

/** The letters behind a backslash that `echo` and `printf` read alike (POSIX, both pages). */
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };

/** The others that one of them or of their shells reads: what they become is not followed. */
const furtherEscapes = /[abcefvxuUE0-7"']/;

/**
 * What `echo` or `printf` writes, each character with the place it comes from; undefined when that is not exactly known:
 * a variable or another command decides, or shells differ in it. `textOf` gives the text of a word as it stands in the
 * file, with NUL for what is no part of it.
 */
export function printedText(
  command: ShellCommand,
  textOf: (word: ShellWord) => string,
  dialect: EchoDialect | undefined,
): MappedText | undefined {
  const read = command.arguments.map((word) => unquoted(word, textOf(word)));
  const words = read.filter((word) => word !== undefined);
  if (words.length < read.length) return undefined;
  const written =
    command.name === 'echo'
      ? echoed(words, dialect, command.span.end)
      : command.name === 'printf'
        ? formatted(words)
        : undefined;
  if (!written) return undefined;
  return mapped(
    written.map(({ character }) => character).join(''),
    written.map(({ span }) => span),
    command.span.end,
  );
}

type Letters = readonly Written[];

function echoed(words: readonly Letters[], dialect: EchoDialect | undefined, end: number): Letters | undefined {
  let at = 0;
  let [reads, endsLine] = [dialect === 'dash', true];
  for (; at < words.length; at++) {
    const option = textIn(words[at]);
    if (!/^-[neE]+$/.test(option)) break;
    // Dash knows -n alone, and writes others as they stand.
    if (dialect === undefined && option !== '-n') return undefined;
    if (dialect === 'dash' && option !== '-n') break;
    for (const letter of option.slice(1)) {
      if (letter === 'n') endsLine = false;
      else reads = letter === 'e';
    }
  }
  const rest = words.slice(at);
  const joined = rest.flatMap((word, index) =>
    index === 0 ? word : [standing(' ', word[0]?.span.start ?? end), ...word],
  );
  if (dialect === undefined && joined.some(({ character }) => character === '\\')) return undefined;
  const text = reads ? unescaped(joined) : joined;
  return text && endsLine ? [...text, standing('\n', joined.at(-1)?.span.end ?? end)] : text;
}

/** What `printf` makes of a format with `%s`, `%b` and `%%`, used again for as long as there are arguments. */
function formatted([format, ...values]: readonly Letters[]): Letters | undefined {
  const pattern = format && unescaped(format);
  if (!pattern || pattern[0]?.character === '-') return undefined;
  const written: Written[] = [];
  let next = 0;
  do {
    const before = next;
    for (let at = 0; at < pattern.length; at++) {
      const one = pattern[at] as Written;
      if (one.character !== '%') {
        written.push(one);
        continue;
      }
      const kind = pattern[++at]?.character;
      if (kind === '%') written.push(one);
      else if (kind === 's') written.push(...(values[next++] ?? []));
      else if (kind === 'b') {
        const value = unescaped(values[next++] ?? []);
        if (!value) return undefined;
        written.push(...value);
      } else return undefined;
    }
    if (next === before) break;
  } while (next < values.length);
  return written;
}

/** The letters with their escapes read; undefined for an escape that is not followed. */
function unescaped(letters: Letters): Letters | undefined {
  const read: Written[] = [];
  for (let at = 0; at < letters.length; at++) {
    const one = letters[at] as Written;
    const next = letters[at + 1];
    const meant = one.character === '\\' && next ? escapes[next.character] : undefined;
    if (one.character !== '\\' || !next) read.push(one);
    else if (meant !== undefined) {
      read.push({ character: meant, span: { start: one.span.start, end: next.span.end } });
      at++;
    } else if (furtherEscapes.test(next.character)) return undefined;
    else read.push(one);
  }
  return read;
}

/** What the shell makes of a word, quotes taken off; undefined when it puts something in, or may find files. */
function unquoted(word: ShellWord, text: string): Letters | undefined {
  if (word.value === undefined || word.span.isExact === false) return undefined;
  const letters: Written[] = [];
  const { start } = word.span;
  let quote = '';
  // What the builder drops is not there.
  const units = text.split('').flatMap((character, index) => (character === '\0' ? [] : [{ character, index }]));
  for (let at = 0; at < units.length; at++) {
    const { character, index } = units[at] as { character: string; index: number };
    const next = units[at + 1]?.character ?? '';
    const span = { start: start + index, end: start + index + 1 };
    if (
      quote !== "'" &&
      (character === '`' || (character === '$' && /[\w{('"@*#?!$-]/.test(next) && !(quote && /["']/.test(next))))
    )
      return undefined;
    if (quote === '' && /[*?[{~]/.test(character)) return undefined;
    if (character === quote) quote = '';
    else if (quote === '' && (character === "'" || character === '"')) quote = character;
    else if (character === '\\' && quote !== "'" && (quote === '' || /[$`"\\\n]/.test(next))) {
      const end = start + (units[++at]?.index ?? index) + 1;
      if (next !== '\n' && next !== '') letters.push({ character: next, span: { start: span.start, end } });
    } else letters.push({ character, span });
  }
  return letters;
}

function textIn(letters: Letters | undefined): string {
  return (letters ?? []).map(({ character }) => character).join('');
}

/** A character that is written without being written down, at the place of what it stands beside. */
function standing(character: string, place: number): Written {
  return { character, span: { start: place, end: place } };
}
