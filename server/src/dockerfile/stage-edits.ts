import { Refusal } from '../core/fix.ts';
import { insert, remove, replace, type TextEdit } from '../text/edit.ts';
import type { Dockerfile } from './dockerfile.ts';
import { blockStart, insertAbove, insertBelow } from './edits.ts';
import type { Stage } from './stage.ts';
import type { Word } from './words.ts';

/**
 * Gives a stage a name, or another one, and writes it wherever the stage is named. Numbers stay what they are: they
 * mean the same stage still.
 */
export function renameStage(dockerfile: Dockerfile, stage: Stage, name: string): readonly TextEdit[] | Refusal {
  const { from } = stage;
  if (!from?.image) return new Refusal('The stage has no FROM.');
  const written = from.stageName;
  const here = written
    ? replace(written.span, name)
    : insert(from.image.span.end, ` ${asKeyword(from.writtenKeyword)} ${name}`);
  const edits = [here];
  for (const { word } of dockerfile.usesOf(stage)) {
    if (/^\d+$/.test(word.text)) continue;
    if (word.text.toLowerCase() !== stage.name || !isWhole(word)) {
      return new Refusal('The stage is named by way of a variable or across lines.');
    }
    edits.push(replace(word.span, name));
  }
  return edits;
}

/**
 * Inserts lines, given without a line break at the end, where the building of a stage is done and only the command
 * follows; undefined for an empty stage.
 */
export function insertBeforeStart(
  dockerfile: Dockerfile,
  stage: Stage,
  lines: readonly string[],
): TextEdit | undefined {
  const { instructions } = stage;
  const lastStep = instructions.findLast(({ keyword }) => ['FROM', 'RUN', 'COPY', 'ADD'].includes(keyword));
  if (!lastStep) return undefined;
  // What still builds may need root; a command that stands before it runs only in the end.
  const start = instructions.find(
    ({ keyword, span }) => (keyword === 'ENTRYPOINT' || keyword === 'CMD') && span.start > lastStep.span.start,
  );
  return start ? insertAbove(dockerfile, start, lines) : insertBelow(dockerfile, lastStep, lines);
}

/**
 * Removes a stage with the comments directly above its FROM; those above the first one may speak of the whole file.
 * Refused where numbers of later stages would change.
 */
export function removeStage(dockerfile: Dockerfile, stage: Stage): readonly TextEdit[] | Refusal {
  const { from, index } = stage;
  const next = dockerfile.stages[index + 1]?.from;
  if (!from || !next) return new Refusal('The last stage is the image that is built.');
  const words = dockerfile.stages.flatMap(({ uses }) => uses.map(({ word }) => word.text));
  if (words.some((text) => /^\d+$/.test(text) && Number(text) >= index)) {
    return new Refusal('Stages are referred to by number, and the numbers would change.');
  }
  return [remove({ start: index === 0 ? from.span.start : blockStart(from), end: blockStart(next) })];
}

/** A name for a stage that no stage has: the one that is wished for, or that with a number. */
export function freeStageName({ stages }: Dockerfile, wished: string): string {
  const taken = new Set(stages.map(({ name }) => name));
  let name = wished;
  for (let number = 2; taken.has(name); number++) name = `${wished}-${number}`;
  return name;
}

/** `AS` as the file writes its FROM. */
/** `AS` in the case of the FROM that it stands behind. */
export function asKeyword(writtenFrom: string): string {
  return writtenFrom === writtenFrom.toLowerCase() ? 'as' : 'AS';
}

/** Whether a word stands in the file as it reads: not across lines. */
export function isWhole({ text, span }: Word): boolean {
  return span.end - span.start === text.length;
}
