import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { removeInstruction } from '../../dockerfile/edits.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { quoted } from '../../dockerfile/quoting.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import { insert, replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { ProcessTree } from '../processes/tree.ts';
import type { Division, Part } from './part.ts';

/** How an image says what it starts, so that each process can be said in the same way. */
export interface StartLines {
  readonly keyword: 'CMD' | 'ENTRYPOINT';
  /** The instruction that says it now; it may stand in a stage below. */
  readonly instruction: CommandInstruction;
  /** What else of it has no more to do: the arguments of what was started. */
  readonly obsolete: readonly CommandInstruction[];
  /** What stands before each command line: an init, say. */
  readonly prefix: readonly string[];
  /** Whether an ENTRYPOINT stands before it, which is kept. */
  readonly isWrapped: boolean;
}

/** How the start of a container is said; undefined where the file does not say it. */
export function startLinesOf({ root }: ProcessTree, stage: Stage, division: Division): StartLines | undefined {
  const [entrypoint, command] = [stage.last('ENTRYPOINT'), stage.last('CMD')];
  const { allWords, words } = root.command ?? { allWords: [], words: [] };
  const wrapping = allWords.length - words.length;
  const wrapped = entrypoint?.json?.items.length;
  const isWrapped = wrapped !== undefined && wrapped > 0 && wrapping >= wrapped;
  const isKept = division.keepsEntrypoint || (command !== undefined && isWrapped);
  if (isKept || !entrypoint) {
    if (!command) return undefined;
    const before = isKept ? [] : allWords.slice(0, wrapping).map(({ text }) => text);
    const prefix = before.filter((text) => text !== 'exec');
    return { keyword: 'CMD', instruction: command, obsolete: [], prefix, isWrapped: isKept };
  }
  const prefix = allWords.slice(0, wrapping).map(({ text }) => text);
  return {
    keyword: 'ENTRYPOINT',
    instruction: entrypoint,
    obsolete: command ? [command] : [],
    prefix,
    isWrapped: false,
  };
}

/** The lines with which a stage starts one process: what is set for it, and its command line in exec form. */
export function linesFor(part: Part, { keyword, instruction, prefix }: StartLines, stage: Stage): readonly string[] {
  const { environment, folder, user, stopSignal } = part;
  const set = Object.entries(environment).map(([name, value]) => `ENV ${name}=${written(value, stage)}`);
  const isOther = user !== undefined && user !== stage.user.text;
  const settings = [
    ...set,
    ...(folder === undefined || folder === workingFolderAt(stage) ? [] : [`WORKDIR ${folder}`]),
    ...(isOther ? [`USER ${user}`] : []),
    ...(stopSignal === undefined ? [] : [`STOPSIGNAL ${stopSignal}`]),
  ];
  const isLower = instruction.writtenKeyword === instruction.writtenKeyword.toLowerCase();
  const line = `${keyword} ${execForm([...prefix, ...part.words])}`;
  return [...settings, line].map((one) => (isLower ? one.replace(/^\w+/, (word) => word.toLowerCase()) : one));
}

function execForm(words: readonly string[]): string {
  return `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
}

function written(text: string, { from }: Stage): string {
  return /^[\w./:@%+,-]+$/.test(text) ? text : quoted(text, from?.escapeMark ?? '\\');
}

/** The edits with which a stage starts the first process alone. */
export function startAlone(
  dockerfile: Dockerfile,
  stage: Stage,
  division: Division,
  start: StartLines,
): readonly TextEdit[] | Refusal {
  const { instruction, obsolete } = start;
  const { text } = dockerfile;
  const eol = lineBreakOf(text);
  const lines = linesFor(division.main, start, stage).join(eol);
  if (stage.children.length > 0) return new Refusal('Other stages are built upon it, and get its start.');
  if (instruction.stage !== stage) {
    const last = stage.instructions.at(-1);
    return last ? [insert(last.span.end, eol + lines)] : new Refusal('The stage is empty.');
  }
  if (hasCommentsWithin(instruction)) return new Refusal('Comments stand between the lines of the instruction.');
  const own = obsolete.filter((one) => one.stage === stage).map((one) => removeInstruction(dockerfile, one));
  return [replace(instruction.span, lines), ...own];
}

/** Whether comments stand between the lines of an instruction, where nothing could keep them. */
export function hasCommentsWithin({ comments, span }: CommandInstruction): boolean {
  return comments.some((comment) => comment.span.start > span.start);
}
