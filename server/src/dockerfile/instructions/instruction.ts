import type { Span } from '../../text/span.ts';
import { type Flag, takeFlags } from '../flags.ts';
import { isJsonArray, type JsonArray, type JsonProblem, readJsonArray } from '../json-array.ts';
import { type Comment, dropped, type Heredoc, withoutDropped } from '../lines.ts';
import type { Stage } from '../stage.ts';
import { type Piece, pieceOf, splitAtSpace, trim, type Word } from '../words.ts';

/** The text of one instruction, before anything is known of what it means. */
export interface InstructionSource {
  /** The keyword and all that belongs to it, with `dropped` for what does not. */
  readonly piece: Piece;
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly Comment[];
  readonly blankLines: readonly Span[];
  readonly escapeMark: '\\' | '`';
  /** The whole file, from which here-documents are read. */
  readonly fileText: string;
}

/** The shell that runs shell-form commands at some point of a stage. */
export interface Shell {
  /** The words of the SHELL instruction, or of the default. */
  readonly words: readonly string[];
  /** Whether its syntax is the Bourne shell's; PowerShell's and `cmd`'s are not understood. */
  readonly isBourne: boolean;
}

/** The keyword of an instruction, in upper case. */
export function keywordOf(piece: Piece): string {
  return withoutDropped(keywordPart(piece)).toUpperCase();
}

/** The keyword with what is dropped in the middle of it. */
function keywordPart({ text }: Piece): string {
  let end = 0;
  while (text.charCodeAt(end) > 32) end++;
  // A blank of ASCII's ends nearly every keyword; there are jokers who tear one apart, or put another blank behind it.
  const word = text.slice(0, end);
  const isWhole = /^\s?$/.test(text.charAt(end)) && !/\s/.test(word);
  return isWhole ? word : (/^[^\s\0]+(?:\0+[^\s\0]+)*/.exec(text)?.[0] ?? '');
}

/** One instruction of a Dockerfile. */
export class Instruction {
  /** In upper case, however it is written. */
  readonly keyword: string;
  /** The keyword as written. */
  readonly writtenKeyword: string;
  readonly keywordSpan: Span;
  /** From the keyword to the end of the last line, here-documents included. */
  readonly span: Span;
  /** The same without here-documents. */
  readonly lineSpan: Span;
  readonly heredocs: readonly Heredoc[];
  /** Comments directly above, and those between its lines. */
  readonly comments: readonly Comment[];
  /** Blank lines between its lines. */
  readonly blankLines: readonly Span[];
  readonly escapeMark: '\\' | '`';
  /** All that stands behind the keyword. */
  readonly rest: Piece;
  protected readonly source: InstructionSource;
  private taken: { flags: readonly Flag[]; rest: Piece } | undefined;
  private splitWords: readonly Word[] | undefined;
  private readJson: { result: JsonArray | JsonProblem | undefined } | undefined;
  private placement: { stage: Stage; shell: Shell; onbuild: Instruction | undefined } | undefined;

  constructor(source: InstructionSource) {
    const { piece, heredocs } = source;
    const keyword = keywordPart(piece);
    this.source = source;
    this.writtenKeyword = withoutDropped(keyword);
    this.keyword = this.writtenKeyword.toUpperCase();
    this.keywordSpan = { start: piece.start, end: piece.start + keyword.length };
    this.lineSpan = { start: piece.start, end: piece.start + piece.text.length };
    const last = heredocs.at(-1);
    const end = last ? (last.terminator?.end ?? last.content.end) : this.lineSpan.end;
    this.span = { start: piece.start, end: Math.max(end, this.lineSpan.end) };
    this.heredocs = heredocs;
    this.comments = source.comments;
    this.blankLines = source.blankLines;
    this.escapeMark = source.escapeMark;
    this.rest = trim(pieceOf(piece, keyword.length, piece.text.length));
  }

  /** Builder flags, such as `--from=build`. */
  get flags(): readonly Flag[] {
    return this.takenFlags().flags;
  }

  /** The first flag of that name. */
  flag(name: string): Flag | undefined {
    return this.flags.find((flag) => flag.name === name);
  }

  /** Whether a flag is given without a value, or with `true`. */
  isOn(name: string): boolean {
    const flag = this.flag(name);
    return flag !== undefined && flag.value?.text.toLowerCase() !== 'false';
  }

  /** What stands behind the keyword and the flags. */
  get arguments(): Piece {
    return this.takenFlags().rest;
  }

  /** The arguments, split at white space. */
  get words(): readonly Word[] {
    this.splitWords ??= splitAtSpace(this.arguments);
    return this.splitWords;
  }

  /** The arguments as a JSON array; undefined when they are none. */
  get json(): JsonArray | undefined {
    const read = this.jsonResult();
    return isJsonArray(read) ? read : undefined;
  }

  /** Why the arguments, which begin like a JSON array and were meant as one, are none. */
  get jsonProblem(): JsonProblem | undefined {
    const read = this.jsonResult();
    return isJsonArray(read) || (read && !read.isRefused && this.beginsWithTest) ? undefined : read;
  }

  /** Whether the arguments are a shell script that begins with the shell's own `[`. */
  protected get beginsWithTest(): boolean {
    return false;
  }

  /** Whether its last line ends with a continuation mark, with nothing behind it to go on with. */
  get isUnfinished(): boolean {
    return this.source.piece.text.endsWith(dropped);
  }

  /** The stage the instruction stands in. What stands before the first FROM belongs to a stage without one. */
  get stage(): Stage {
    return this.placed().stage;
  }

  /** The shell that runs shell-form commands here. */
  get shell(): Shell {
    return this.placed().shell;
  }

  /** The ONBUILD that this is the trigger of. */
  get onbuild(): Instruction | undefined {
    return this.placed().onbuild;
  }

  /** Tells the instruction where it stands; once, while the Dockerfile is put together. */
  place(stage: Stage, shell: Shell, onbuild?: Instruction): void {
    this.placement = { stage, shell, onbuild };
  }

  private placed() {
    if (!this.placement) throw new Error(`${this.keyword} has not been placed in a stage`);
    return this.placement;
  }

  private takenFlags() {
    this.taken ??= takeFlags(this.rest);
    return this.taken;
  }

  private jsonResult(): JsonArray | JsonProblem | undefined {
    this.readJson ??= { result: readJsonArray(this.arguments) };
    return this.readJson.result;
  }
}

/** Instructions by keyword, each list in the order of the text. */
export function groupByKeyword(instructions: readonly Instruction[]): ReadonlyMap<string, readonly Instruction[]> {
  const byKeyword = new Map<string, Instruction[]>();
  for (const instruction of instructions) {
    const same = byKeyword.get(instruction.keyword);
    if (same) same.push(instruction);
    else byKeyword.set(instruction.keyword, [instruction]);
  }
  return byKeyword;
}
