import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { type Flag, takeFlags } from '../../dockerfile/flags.ts';
import { FromInstruction } from '../../dockerfile/instructions/from.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import { type Heredoc, withoutDropped } from '../../dockerfile/lines.ts';
import { commentAt, heredocAt, instructionToContinueAt, stageAt } from '../../dockerfile/places.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { type Piece, pieceOf, splitAtSpace } from '../../dockerfile/words.ts';
import type { Span } from '../../text/span.ts';
import { dockerfileOf, type Spot } from '../spot.ts';

/** What is being typed: what stands before the cursor, and all that an answer takes the place of. */
export interface Typed {
  /** Up to the cursor. */
  readonly text: string;
  /** With what stands behind the cursor and belongs to it. */
  readonly span: Span;
}

/** An argument that is being typed. */
export interface TypedArgument extends Typed {
  /** How many arguments stand before it. */
  readonly index: number;
  /** Those, as written; of a JSON array without their quotes. */
  readonly before: readonly string[];
  /** Whether it is a string of a JSON array. */
  readonly isJson: boolean;
  /** Whether no other argument stands behind it. */
  readonly isLast: boolean;
}

/** What the cursor is in. */
export type Part =
  | { readonly kind: 'directive'; readonly typed: Typed }
  | { readonly kind: 'keyword'; readonly typed: Typed; readonly trigger: boolean }
  | { readonly kind: 'flag'; readonly typed: Typed }
  | { readonly kind: 'argument'; readonly argument: TypedArgument }
  | { readonly kind: 'heredoc'; readonly heredoc: Heredoc };

/** A place in a Dockerfile at which somebody writes. */
export interface Cursor {
  readonly spot: Spot;
  readonly offset: number;
  readonly dockerfile: Dockerfile;
  /** The stage that what is written here belongs to. */
  readonly stage: Stage;
  /** The instruction that the place is in, inside an ONBUILD its trigger; undefined where a new one begins. */
  readonly instruction: Instruction | undefined;
  /** The flags that stand before the place. */
  readonly flags: readonly Flag[];
  readonly part: Part;
}

/** The place at which somebody writes; undefined in what is no Dockerfile, and in comments. */
export function cursorAt(spot: Spot): Cursor | undefined {
  const dockerfile = dockerfileOf(spot.file);
  if (!dockerfile) return undefined;
  const { offset } = spot;
  const stage = stageAt(dockerfile, offset);
  const at = { spot, offset, dockerfile, stage, flags: [] };
  const directive = typedDirective(spot, dockerfile);
  if (directive) return { ...at, instruction: undefined, part: { kind: 'directive', typed: directive } };
  if (commentAt(dockerfile, offset)) return undefined;
  const instruction = instructionToContinueAt(dockerfile, offset);
  if (!instruction) {
    const typed = { text: '', span: { start: offset, end: offset } };
    return { ...at, instruction, part: { kind: 'keyword', typed, trigger: false } };
  }
  const heredoc = heredocAt(instruction, offset);
  if (!heredoc && isBehindContinuation(instruction, spot)) return undefined;
  if (heredoc) return { ...at, instruction, part: { kind: 'heredoc', heredoc } };
  const { keywordSpan, onbuild } = instruction;
  if (offset <= keywordSpan.end) {
    const typed = { text: dockerfile.text.slice(keywordSpan.start, offset), span: keywordSpan };
    return { ...at, instruction, part: { kind: 'keyword', typed, trigger: onbuild !== undefined } };
  }
  return { ...at, instruction, ...partOf(instruction, dockerfile.text, offset) };
}

/** Whether a place is behind the mark with which a line goes on. */
function isBehindContinuation({ escapeMark }: Instruction, { file, offset }: Spot): boolean {
  const line = file.lines.lineAt(offset);
  const before = file.text.slice(file.lines.lineStart(line), offset).trimEnd();
  return before.endsWith(escapeMark) && file.text.slice(offset, file.lines.lineEnd(line)).trim() === '';
}

/** Whether an instruction takes a JSON array. */
function takesJson({ keyword }: Instruction): boolean {
  return /^(?:ADD|CMD|COPY|ENTRYPOINT|HEALTHCHECK|RUN|SHELL|VOLUME)$/.test(keyword);
}

/** The flags before a place behind the keyword, and whether it is in another flag or in an argument. */
function partOf(instruction: Instruction, text: string, offset: number): Pick<Cursor, 'flags' | 'part'> {
  const { rest } = instruction;
  const before = pieceOf(rest, 0, Math.max(0, offset - rest.start));
  const isBehind = offset > rest.start + rest.text.length;
  const wordStart = isBehind ? before.text.length : (/[^\s\0]*$/.exec(before.text)?.index ?? before.text.length);
  const complete = takeFlags(pieceOf(before, 0, wordStart));
  const word = before.text.slice(wordStart);
  // Before the first word there may be more than one blank.
  const start = isBehind ? offset : Math.min(offset, rest.start + wordStart);
  if (complete.rest.text.trim() === '' && word.startsWith('-')) {
    const typed = { text: word, span: { start, end: endOfWord(text, offset, false) } };
    return { flags: complete.flags, part: { kind: 'flag', typed } };
  }
  const words = complete.rest;
  const array = takesJson(instruction)
    ? jsonArgument(pieceOf(before, words.start - before.start, before.text.length), text, offset)
    : undefined;
  const span = { start, end: endOfWord(text, offset, false) };
  const argument = array ?? wordArgument(words, { text: word, span });
  const behind = rest.text.slice(Math.max(0, argument.span.end - rest.start));
  const isLast = !/[^\s\0"\],]/.test(behind);
  return { flags: complete.flags, part: { kind: 'argument', argument: { ...argument, isLast } } };
}

function wordArgument(complete: Piece, typed: Typed): Omit<TypedArgument, 'isLast'> {
  const before = splitAtSpace(complete).map(({ text }) => text);
  return { ...typed, index: before.length, before, isJson: false };
}

/** The string of a JSON array that a place is in; undefined outside of one. */
function jsonArgument(piece: Piece, text: string, offset: number): Omit<TypedArgument, 'isLast'> | undefined {
  const open = /^[\s\0]*(?:CMD[\s\0]+)?\[/i.exec(piece.text)?.[0].length;
  if (open === undefined) return undefined;
  const before: string[] = [];
  let start: number | undefined;
  for (let at = open; at < piece.text.length; at++) {
    if (piece.text[at] === '\\' && start !== undefined) at++;
    else if (piece.text[at] === '"') {
      if (start !== undefined) before.push(withoutDropped(piece.text.slice(start, at)));
      start = start === undefined ? at + 1 : undefined;
    }
  }
  if (start === undefined) return undefined;
  const span = { start: piece.start + start, end: endOfWord(text, offset, true) };
  return { text: piece.text.slice(start), span, index: before.length, before, isJson: true };
}

/** Where the word ends that a place is in. */
function endOfWord(text: string, offset: number, isJson: boolean): number {
  const pattern = isJson ? /[^"\r\n]*/y : /[^\s"']*/y;
  pattern.lastIndex = offset;
  const length = pattern.exec(text)?.[0].length ?? 0;
  // A string that nobody has closed yet ends where the cursor is.
  return isJson && text[offset + length] !== '"' ? offset : offset + length;
}

/** The directive that somebody may be writing: a comment with nothing but directives above it. */
function typedDirective({ file, offset }: Spot, { lines }: Dockerfile): Typed | undefined {
  const line = file.lines.lineAt(offset);
  const above = lines.directives.filter(({ span }) => span.end < file.lines.lineStart(line)).length;
  if (line !== above) return undefined;
  const end = file.lines.lineEnd(line);
  const hash = file.text.indexOf('#', file.lines.lineStart(line));
  if (
    hash === -1 ||
    hash >= offset ||
    /\S/.test(file.text.slice(file.lines.lineStart(line), hash).replace('\uFEFF', ''))
  )
    return undefined;
  return { text: file.text.slice(hash, offset), span: { start: hash, end } };
}

/** The argument that is typed, of instructions with one of these keywords. */
export function argumentOf({ part, instruction }: Cursor, ...keywords: readonly string[]): TypedArgument | undefined {
  return part.kind === 'argument' && keywords.includes(instruction?.keyword ?? '') ? part.argument : undefined;
}

/** The RUN that is written. */
export function runAt({ instruction }: Cursor): RunInstruction | undefined {
  return instruction instanceof RunInstruction ? instruction : undefined;
}

/** Whether the place is in a FROM, where only arguments from before the first FROM are known. */
export function isInFrom({ instruction }: Cursor): boolean {
  return instruction instanceof FromInstruction;
}

/** The value of a flag that is typed, and the flag's name. */
export function flagValueAt({ part, dockerfile, offset }: Cursor): { name: string; typed: Typed } | undefined {
  if (part.kind !== 'flag') return undefined;
  const { text, span } = part.typed;
  const [whole, name] = /^--([\w-]+)="?/.exec(text) ?? [];
  if (whole === undefined || name === undefined) return undefined;
  const length = dockerfile.text.slice(offset, span.end).search(/["']|$/);
  return {
    name,
    typed: { text: text.slice(whole.length), span: { start: span.start + whole.length, end: offset + length } },
  };
}
