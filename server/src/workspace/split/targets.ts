import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { blockStart, removeInstruction } from '../../dockerfile/edits.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { freeStageName, renameStage } from '../../dockerfile/stage-edits.ts';
import { replace, type TextEdit } from '../../text/edit.ts';
import { lineBreakOf } from '../../text/lines.ts';
import type { Division, Part } from './part.ts';
import { hasCommentsWithin, linesFor, type StartLines } from './start-lines.ts';

/** A Dockerfile with a stage for each process. */
export interface Targets {
  readonly edits: readonly TextEdit[];
  /** The name of the stage of each of the other processes. */
  readonly names: ReadonlyMap<Part, string>;
}

/** What only says how the image is run, and is said of the first process. */
const ofTheFirst: ReadonlySet<string> = new Set(['EXPOSE', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT']);

/**
 * Makes of the last stage one that all processes share and, upon it, one for each of them, that of the first process
 * last: what is built without naming a target is what it was built as before.
 */
export function asTargets(
  dockerfile: Dockerfile,
  stage: Stage,
  { main, others }: Division,
  start: StartLines,
): Targets | Refusal {
  const { text } = dockerfile;
  const eol = lineBreakOf(text);
  const { from } = stage;
  if (!from || stage.index !== dockerfile.finalStage.index)
    return new Refusal('It is not the last stage that is built.');
  if (dockerfile.hasOtherFrontend) return new Refusal("The file is written for another builder than Docker's.");
  const moved = [start.instruction, ...start.obsolete].filter((one) => one.stage === stage);
  if (moved.some(hasCommentsWithin)) return new Refusal('Comments stand between the lines of the instruction.');
  const said = (['CMD', 'ENTRYPOINT'] as const).filter((keyword) => stage.own(keyword).length > 1);
  if (said.length > 0) return new Refusal(`The stage has more than one ${said[0]}.`);
  const common = freeStageName(dockerfile, 'common');
  const renamed = renameStage(dockerfile, stage, common);
  if (renamed instanceof Refusal) return renamed;

  const kept = new Set<Instruction>(stage.own('ENTRYPOINT').filter((one) => !moved.includes(one)));
  const tail = tailOf(stage, kept);
  const last = stage.instructions.findLast((one) => !tail.includes(one));
  if (!last) return new Refusal('The stage is empty.');
  const isMoved = (one: Instruction) => moved.some((other) => other === one);
  const pieces = tail.filter((one) => !isMoved(one)).map((one) => text.slice(blockStart(one), one.span.end));
  const above = tail.filter(isMoved).map((one) => text.slice(blockStart(one), one.span.start));
  const commands = linesFor(main, start, stage);
  const remarks = above.map((one) => one.replace(/\r?\n[ \t]*$/, '')).filter((one) => one !== '');
  const isChecked = stage.last('HEALTHCHECK') !== undefined && !tail.some(({ keyword }) => keyword === 'HEALTHCHECK');
  const names = new Map<Part, string>();
  const taken: string[] = [common, from.stageName?.text.toLowerCase() ?? ''];
  for (const part of others) {
    const name = freeName(dockerfile, part.name, taken);
    taken.push(name);
    names.set(part, name);
  }
  const as = text.slice(from.image?.span.end ?? from.span.end, from.span.end);
  const keyword = from.writtenKeyword;
  const stages = [
    ...others.map((part) => [
      `# Built with "--target ${names.get(part)}"`,
      `${keyword} ${common} ${keyword === 'from' ? 'as' : 'AS'} ${names.get(part)}`,
      ...(isChecked ? ['HEALTHCHECK NONE'] : []),
      ...linesFor(part, start, stage),
    ]),
    [
      `${keyword} ${common}${from.stageName ? as : ''}`,
      ...pieces,
      ...commands.slice(0, -1),
      ...remarks,
      ...commands.slice(-1),
    ],
  ];
  const end = tail.at(-1)?.span.end ?? last.span.end;
  const span = { start: last.span.end, end };
  const within = moved.filter((one) => !tail.includes(one)).map((one) => removeInstruction(dockerfile, one));
  const added = stages.map((lines) => eol + eol + lines.join(eol)).join('');
  return { edits: [...renamed, ...within, replace(span, added)], names };
}

/** The instructions at the end of a stage that only say how the first process is run, comments in between included. */
function tailOf(stage: Stage, kept: ReadonlySet<Instruction>): readonly Instruction[] {
  const from = stage.instructions.findLastIndex(({ keyword }, index) => {
    const one = stage.instructions[index];
    // A variable of the stage may be none of the next one.
    const isOpen = keyword === 'EXPOSE' && one?.arguments.text.includes('$');
    return !ofTheFirst.has(keyword) || isOpen || (one !== undefined && kept.has(one));
  });
  return stage.instructions.slice(from + 1);
}

function freeName(dockerfile: Dockerfile, wished: string, taken: readonly string[]): string {
  let name = freeStageName(dockerfile, wished);
  for (let number = 2; taken.includes(name); number++) name = freeStageName(dockerfile, `${wished}-${number}`);
  return name;
}
