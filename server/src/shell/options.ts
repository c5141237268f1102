import type { Span } from '../text/span.ts';
import type { ShellCommand, ShellWord } from './command.ts';

/** Which options of a program take a value. */
export interface OptionTable {
  /** The letters of short options with a value: `o` for `-o file`. */
  readonly short: string;
  /** Long options with a value, with their dashes; only those are needed whose value may be a word of its own. */
  readonly long: readonly string[];
}

/** One option as a command gives it. */
export interface GivenOption {
  /** With its dashes, and without a value: `-o`, `--output`. */
  readonly name: string;
  /** The letter in a word of several, as in `-fsS`; otherwise the whole word. */
  readonly span: Span;
  /** The word it stands in. */
  readonly word: ShellWord;
  /** Whether the word gives other options too. */
  readonly isClustered: boolean;
  /** The word its value is, when that is a word of its own. */
  readonly valueWord: ShellWord | undefined;
  /** Its value; undefined when it takes none, or when that cannot be known. */
  readonly value: string | undefined;
}

/** The options and operands of a command. */
export interface CommandLine {
  readonly options: readonly GivenOption[];
  readonly operands: readonly ShellWord[];
}

/** Reads a command's arguments as GNU's `getopt_long` does: `-fsSLo file`, `--output=file`, `--output file`. */
export function readOptions(words: readonly ShellWord[], table: OptionTable): CommandLine {
  const options: GivenOption[] = [];
  const operands: ShellWord[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as ShellWord;
    const { text } = word;
    if (text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (text.startsWith('--')) {
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      const valueWord = equals === -1 && table.long.includes(name) ? words[++at] : undefined;
      const value = equals === -1 ? valueWord?.value : word.value?.slice(equals + 1);
      options.push({ name, span: word.span, word, isClustered: false, valueWord, value });
    } else if (/^-[^-]/.test(text)) {
      const given = shortOptions(word, words[at + 1], table);
      if (given.at(-1)?.valueWord) at++;
      options.push(...given);
    } else {
      operands.push(word);
    }
  }
  return { options, operands };
}

function shortOptions(word: ShellWord, next: ShellWord | undefined, { short }: OptionTable): GivenOption[] {
  const given: GivenOption[] = [];
  const { text } = word;
  for (let at = 1; at < text.length; at++) {
    const letter = text[at] as string;
    const takesValue = short.includes(letter);
    const isLast = at === text.length - 1;
    const isClustered = at > 1 || (!takesValue && !isLast);
    const valueWord = takesValue && isLast ? next : undefined;
    const value = !takesValue ? undefined : isLast ? next?.value : word.value?.slice(at + 1);
    given.push({ name: `-${letter}`, span: spanOfLetter(word, at, isClustered), word, isClustered, valueWord, value });
    if (takesValue) break;
  }
  return given;
}

function spanOfLetter({ text, span }: ShellWord, at: number, isClustered: boolean): Span {
  const standsAsWritten = span.end - span.start === text.length;
  return isClustered && standsAsWritten ? { start: span.start + at, end: span.start + at + 1 } : span;
}

/** The first of these options that a command gives. */
export function given({ options }: CommandLine, ...names: readonly string[]): GivenOption | undefined {
  return options.find(({ name }) => names.includes(name));
}

/** What `set` and the shell's own command line switch on that decides how a failure ends a script. */
export type FailureOption = 'errexit' | 'pipefail';

/** Whether words switch an option of the shell on: `-eo pipefail`, `-o errexit`, the arguments of `set` or of a shell. */
export function turnsOn(option: FailureOption, words: readonly string[]): boolean {
  return words.some((word, at) => {
    if (!/^-[A-Za-z]+$/.test(word)) return false;
    if (option === 'errexit' && word.includes('e')) return true;
    return word.includes('o') && words[at + 1] === option;
  });
}

/** Whether a command is a `set` that switches an option of the shell on. */
export function sets(option: FailureOption, command: ShellCommand): boolean {
  return (
    command.name === 'set' &&
    turnsOn(
      option,
      command.arguments.map(({ text }) => text),
    )
  );
}
