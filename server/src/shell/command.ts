import { type MappedText, sourceSpan } from '../text/mapped.ts';
import { cover, type Span } from '../text/span.ts';
import { ShellScript } from './script.ts';
import { programName, unwrap } from './wrappers.ts';

/** One word of a command. */
export interface ShellWord {
  /** As written, quotes and all. */
  readonly text: string;
  /** What the shell makes of it; undefined when that depends on a variable or on another command. */
  readonly value: string | undefined;
  /** What it says, for reading it as a script of its own. */
  readonly source: MappedText;
  readonly span: Span;
}

/** A file that standard output is redirected to. */
export interface Output {
  readonly file: ShellWord;
  /** Whether it goes behind what the file says already. */
  readonly appends: boolean;
}

/** Where in a script a command stands. */
export interface Place {
  /** Started with `&`, or inside something that is. */
  readonly background: boolean;
  /** First or later member of a pipe; undefined outside one. */
  readonly pipe: 'first' | 'later' | undefined;
  /** It may not run even when everything before it went well: after `||`, inside `if`, `case`, a loop or a function. */
  readonly conditional: boolean;
  /** Its output becomes part of another command: `$(...)`. */
  readonly substituted: boolean;
  /** Where the output of what holds it goes, `{ ...; } > file`; the same object for all that it holds. */
  readonly output?: Output;
  /** Its failure decides what happens next, and is none of the script's: before `||`, after `!`, or as a condition. */
  readonly tested: boolean;
}

/** The place of a command that is all there is. */
export const alone: Place = {
  background: false,
  pipe: undefined,
  conditional: false,
  substituted: false,
  tested: false,
};

/** A variable set for one command: `A=1 cmd`. */
export interface Assignment {
  readonly name: string;
  /** Undefined when it depends on a variable or on another command. */
  readonly value: string | undefined;
}

/** What a command is made from. */
export interface CommandParts {
  readonly span: Span;
  readonly words: readonly ShellWord[];
  /** Whether the words stand in the text of a script, and are not the members of a list of arguments. */
  readonly isShellText: boolean;
  /** What is set for this command alone, `A=1 cmd`, or for the script when there is no command. */
  readonly assignments: readonly ShellWord[];
  /** Files the output is redirected to. */
  readonly writesTo: readonly ShellWord[];
  /** Where its standard output is redirected to. */
  readonly output?: Output | undefined;
  /** Whether input or output is redirected in any way. */
  readonly hasRedirections: boolean;
  /** The here-document it reads, if any. */
  readonly input: MappedText | undefined;
  /** Whether that is taken as it stands, without variables put in. */
  readonly isInputLiteral?: boolean;
  readonly place: Place;
}

/**
 * One command that a script runs. `sudo`, `env`, `exec` and their like are seen through: the command is what they
 * run, and they are its `wrappers`.
 */
export class ShellCommand {
  /** From its first word, wrappers included, to its last word or redirection. */
  readonly span: Span;
  readonly wrappers: readonly string[];
  /** The words with which the wrappers choose the user it runs as, such as `sudo -E`; empty when none does. */
  readonly userChoice: readonly ShellWord[];
  /** The program's name without its folder; empty when it cannot be known. */
  readonly name: string;
  /** `NAME=value` words before the program. */
  readonly assignments: readonly ShellWord[];
  readonly writesTo: readonly ShellWord[];
  readonly place: Place;
  /** The program and its arguments, wrappers left out. Empty when only variables are set. */
  readonly words: readonly ShellWord[];
  private readonly parts: CommandParts;
  private inner: ShellScript | null | undefined;
  private knownOperands: readonly string[] | undefined;

  constructor(parts: CommandParts) {
    this.parts = parts;
    const { wrappers, userChoice, words } = unwrap(parts.words);
    this.span = parts.span;
    this.wrappers = wrappers;
    this.userChoice = userChoice;
    this.words = words;
    this.name = programName(words[0]);
    this.assignments = parts.assignments;
    this.writesTo = parts.writesTo;
    this.place = parts.place;
  }

  /**
   * The command that a list of arguments is: an exec form, or `command` and `args` of a container. `isKnown` tells which
   * of them say what the program is given; all do unless something is put into them later.
   */
  static fromArguments(
    list: readonly MappedText[],
    isKnown: (argument: MappedText) => boolean = () => true,
  ): ShellCommand | undefined {
    const words = list.map((source) => {
      const { text } = source;
      return { text, value: isKnown(source) ? text : undefined, source, span: sourceSpan(source, 0, text.length) };
    });
    const [first, last] = [words[0], words.at(-1)];
    if (!first || !last) return undefined;
    return new ShellCommand({
      span: cover(first.span, last.span),
      words,
      isShellText: false,
      assignments: [],
      writesTo: [],
      hasRedirections: false,
      input: undefined,
      place: alone,
    });
  }

  /** Its words as they are written, wrappers left out. */
  get text(): string {
    return this.words.map(({ text }) => text).join(' ');
  }

  /** All words, those of the wrappers included. */
  get allWords(): readonly ShellWord[] {
    return this.parts.words;
  }

  /** The variables set for this command alone, before it or through `env` and `sudo`; the last of a name holds. */
  get environment(): readonly Assignment[] {
    const throughWrappers = this.allWords.slice(0, this.allWords.length - this.words.length);
    return [...this.assignments, ...throughWrappers].flatMap(readAssignment);
  }

  /** The here-document it reads. */
  get input(): MappedText | undefined {
    return this.parts.input;
  }

  /** Whether nothing is put into the here-document that it reads: its delimiter is quoted. */
  get isInputLiteral(): boolean {
    return this.parts.isInputLiteral === true;
  }

  /**
   * Whether its text in the file may be edited as shell text. Not so in an exec form, where each word is a string of
   * its own, nor in a script that is written with escapes, whose words have no known places.
   */
  get isEditable(): boolean {
    return this.parts.isShellText && this.span.isExact !== false;
  }

  /** Where its standard output goes, by a redirection of its own or of what holds it. */
  get output(): Output | undefined {
    return this.parts.output ?? this.place.output;
  }

  get hasRedirections(): boolean {
    return this.parts.hasRedirections;
  }

  get arguments(): readonly ShellWord[] {
    return this.words.slice(1);
  }

  /** The script that the command hands to a shell, for `sh -c "..."` and its like. */
  get script(): ShellScript | undefined {
    if (this.inner === undefined) this.inner = scriptOf(this) ?? null;
    return this.inner ?? undefined;
  }

  /** The values of the arguments that are not options, those that cannot be known left out. */
  get operands(): readonly string[] {
    this.knownOperands ??= this.operandWords().flatMap((word) => word.value ?? []);
    return this.knownOperands;
  }

  /**
   * The arguments that are not options. `takingValue` names the options whose value is the next word,
   * so that the value is not taken for an operand. After `--` everything is an operand.
   */
  operandWords(takingValue: readonly string[] = []): readonly ShellWord[] {
    const operands: ShellWord[] = [];
    const words = this.arguments;
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as ShellWord;
      const { text } = word;
      if (text === '--') return [...operands, ...words.slice(at + 1)];
      if (text.startsWith('-') && text.length > 1) {
        if (takingValue.includes(text)) at++;
      } else {
        operands.push(word);
      }
    }
    return operands;
  }

  /** Whether one of these options is given: `--yes`, `--yes=true`, `-y`, or `-y` among others as in `-qy`. */
  has(...options: readonly string[]): boolean {
    return this.option(...options) !== undefined;
  }

  /** The word that gives one of these options. */
  option(...options: readonly string[]): ShellWord | undefined {
    return this.arguments.find(({ text }) => options.some((option) => givesOption(text, option)));
  }

  /** The value of an option, written `--name=value` or `--name value`. */
  optionValue(...options: readonly string[]): string | undefined {
    const words = this.arguments;
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as ShellWord;
      for (const option of options) {
        if (word.text === option) return words[at + 1]?.value;
        if (word.text.startsWith(`${option}=`)) return (word.value ?? word.text).slice(option.length + 1);
      }
    }
    return undefined;
  }

  /** The same command, seen from a script that runs the script it stands in. */
  within(outer: Place): ShellCommand {
    const { place } = this.parts;
    return new ShellCommand({
      ...this.parts,
      place: {
        background: place.background || outer.background,
        pipe: place.pipe ?? outer.pipe,
        conditional: place.conditional || outer.conditional,
        substituted: place.substituted || outer.substituted,
        tested: place.tested || outer.tested,
        ...((place.output ?? outer.output) && { output: place.output ?? outer.output }),
      },
    });
  }
}

function givesOption(text: string, option: string): boolean {
  if (text === option || text.startsWith(`${option}=`)) return true;
  const short = /^-([A-Za-z0-9])$/.exec(option)?.[1];
  return short !== undefined && /^-[A-Za-z0-9]+$/.test(text) && text.includes(short, 1);
}

/** The variable that a word such as `NAME=value` sets, for `env`, `export` and their like. */
export function readAssignment({ text, value }: ShellWord): readonly Assignment[] {
  const name = /^([A-Za-z_]\w*)=/.exec(text)?.[1];
  return name === undefined ? [] : [{ name, value: value?.slice(name.length + 1) }];
}

/** Shells whose `-c` takes a script in Bourne syntax. */
export const shells: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'busybox']);

function scriptOf(command: ShellCommand): ShellScript | undefined {
  const { name, arguments: rest } = command;
  if (name === 'eval') return rest.length === 1 && rest[0]?.value ? new ShellScript(rest[0].source) : undefined;
  const isShell = shells.has(name);
  if (!isShell && name !== 'su') return undefined;
  const words = name === 'busybox' ? rest.slice(1) : rest;
  const option = words.findIndex(({ text }) => /^-[a-z]*c$|^--command$/i.test(text));
  const script = option === -1 ? undefined : words[option + 1];
  if (script) return new ShellScript(script.source);
  // Without a script to run, a shell reads one from its input.
  const readsInput = isShell && words.every(({ text }) => text.startsWith('-'));
  return readsInput && command.input ? new ShellScript(command.input) : undefined;
}
