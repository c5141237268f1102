import { Notes } from '../../core/notes.ts';
import { absolutePath } from '../../dockerfile/file-origins.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { Piece } from '../../dockerfile/words.ts';
import { isAbsolute } from '../../dockerfile/working-folder.ts';
import { shellsOf } from '../../image/shells.ts';
import type { Output, ShellCommand, ShellWord } from '../../shell/command.ts';
import { type EchoDialect, printedText } from '../../shell/printed.ts';
import { type MappedText, mapped } from '../../text/mapped.ts';

/** A file that RUN instructions write. */
export interface WrittenFile {
  /** The last that writes to it. */
  readonly by: RunInstruction;
  /** What it says; undefined when that is not exactly known. */
  readonly source: MappedText | undefined;
}

interface Writing {
  readonly by: RunInstruction;
  readonly command: ShellCommand;
  /** Shared by all that writes through one redirection. */
  readonly through: Output | ShellCommand;
  readonly appends: boolean;
}

/** Whether a RUN instruction of a stage, or of one that it is built upon, writes to a path. */
export function isWritten(path: string, stage: Stage): boolean {
  return stage.lineage.some((one) => writingsOf(one).has(path));
}

/** What the RUN instructions of a stage and of those it is built upon write to a path; undefined when none does. */
export function writtenTo(path: string, stage: Stage): WrittenFile | undefined {
  const all = stage.lineage.toReversed().flatMap((one) => writingsOf(one).get(path) ?? []);
  const last = all.at(-1);
  if (!last) return undefined;
  const begin = all.findLastIndex(({ appends }, at) => !appends && all[at - 1]?.through !== all[at]?.through);
  const texts = all.slice(Math.max(begin, 0)).map(textOf);
  const known = texts.filter((text) => text !== undefined);
  // What is added to a file that was there before is not all of it, but lines of a crontab stand by themselves.
  const isBegun = begin !== -1 || known[0]?.text.startsWith('#!') || /^\/(?:etc|var\/spool)\/cron/.test(path);
  const isWhole = known.length === texts.length && isBegun;
  return { by: last.by, source: isWhole ? joined(known) : undefined };
}

/** What is written where by the RUN instructions of a stage itself: found once, as many places are asked for. */
const writings = new Notes<Stage, ReadonlyMap<string, readonly Writing[]>>();

function writingsOf(stage: Stage): ReadonlyMap<string, readonly Writing[]> {
  const known = writings.get(stage);
  if (known) return known;
  const byPath = new Map<string, Writing[]>();
  for (const run of stage.own('RUN')) {
    const movesAbout = run.commands.some(({ name }) => name === 'cd' || name === 'pushd');
    for (const { file, ...writing } of writingsIn(run)) {
      const isKnown = file !== undefined && (isAbsolute(file) || !movesAbout);
      const path = isKnown ? absolutePath(file, stage, run.span.start) : undefined;
      if (path === undefined) continue;
      const others = byPath.get(path);
      if (others) others.push(writing);
      else byPath.set(path, [writing]);
    }
  }
  writings.set(stage, byPath);
  return byPath;
}

/** What a RUN instruction writes, and to which file, in the order of the text. */
function writingsIn(by: RunInstruction): readonly (Writing & { readonly file: string | undefined })[] {
  return by.commands.flatMap((command) => {
    const { output, name, place } = command;
    if (!output && name !== 'tee') return [];
    const isSilent = output !== undefined && output === place.output && silent.has(name);
    const redirected =
      output && !isSilent ? [{ by, command, through: output, appends: output.appends, file: output.file.value }] : [];
    if (name !== 'tee') return redirected;
    const appends = command.has('-a', '--append');
    return [
      ...redirected,
      ...command.operandWords().map(({ value: file }) => ({ by, command, through: command, appends, file })),
    ];
  });
}

/** Commands that write nothing, beside those in one redirection that do. */
const silent: ReadonlySet<string> = new Set([':', 'true', 'set', 'cd', 'mkdir', 'chmod', 'chown', 'rm', 'touch']);

/** What a command writes; undefined when it is not exactly known. */
function textOf({ by, command }: Writing): MappedText | undefined {
  const { place, name, input } = command;
  if (place.conditional || place.substituted || place.background) return undefined;
  if (name === 'tee') return command.input ? inputOf(command) : pipedInto(command, by);
  if (place.pipe !== undefined) return undefined;
  if (name === 'cat') return input && command.arguments.length === 0 ? inputOf(command) : undefined;
  return printedText(command, (word) => rawText(word, by.arguments), dialectOf(by));
}

function inputOf({ input, isInputLiteral }: ShellCommand): MappedText | undefined {
  return input && (isInputLiteral || !/[$`\\]/.test(input.text)) ? input : undefined;
}

/** What the only command before one in its pipe writes to it. */
function pipedInto(command: ShellCommand, by: RunInstruction): MappedText | undefined {
  const pipe = by.script?.pipelines.find(({ members }) => members.at(-1)?.command === command);
  const [first, ...others] = pipe?.members ?? [];
  if (!first?.command || others.length !== 1) return undefined;
  if (first.command.name === 'cat' && first.command.arguments.length === 0) return inputOf(first.command);
  return printedText(first.command, (word) => rawText(word, by.arguments), dialectOf(by));
}

/** A word as it stands in the file, with what the builder drops as NUL. */
function rawText({ text, span }: ShellWord, { text: line, start }: Piece): string {
  const isWithin = span.start >= start && span.end <= start + line.length;
  return isWithin ? line.slice(span.start - start, span.end - start) : text;
}

function dialectOf(by: RunInstruction): EchoDialect | undefined {
  const shell = by.shellWords[0]?.replace(/^.*\//, '');
  if (shell === 'bash') return 'bash';
  if (shell === 'ash' || shell === 'busybox') return 'busybox';
  if (shell === 'dash') return 'dash';
  const image = by.stage.rootImage?.reference;
  return shell === 'sh' && image ? shellsOf(image)?.sh : undefined;
}

function joined(texts: readonly MappedText[]): MappedText | undefined {
  const [first, ...others] = texts;
  if (!first || others.length === 0) return first;
  const units = texts.flatMap((one) => Array.from({ length: one.text.length }, (_, at) => one.unit(at)));
  const text = texts.map((one) => one.text).join('');
  return texts.every(({ isExact }) => isExact) ? mapped(text, units, 0) : undefined;
}
