import { Refusal } from '../core/fix.ts';
import { insert, replace, type TextEdit } from '../text/edit.ts';
import type { Dockerfile } from './dockerfile.ts';
import { possibleUses } from './possible-uses.ts';
import type { Stage } from './stage.ts';
import { freeStageName, isWhole, removeStage } from './stage-edits.ts';

/** The first stage that begins with the same image and says the same, word for word; undefined where none does. */
export function identicalStage({ stages, text }: Dockerfile, stage: Stage): Stage | undefined {
  if (stage.instructions.length < 2) return undefined;
  const own = saidBy(stage, text);
  return stages.slice(0, stage.index).find((one) => one.instructions.length > 1 && saidBy(one, text) === own);
}

function saidBy({ from, instructions }: Stage, text: string): string {
  const lines = instructions.slice(1).map(({ span }) => text.slice(span.start, span.end));
  return [from?.platform?.value?.text ?? '', from?.image?.text ?? '', ...lines].join('\n');
}

/** Removes a stage for one above it that is the same, and has what used it use that one. */
export function mergeStages(dockerfile: Dockerfile, stage: Stage, kept: Stage): readonly TextEdit[] | Refusal {
  const known = new Set(kept.instructions.flatMap(({ comments }) => comments.map((one) => one.text)));
  if (stage.instructions.some(({ comments }) => comments.some((one) => !known.has(one.text)))) {
    return new Refusal(`Comments in ${stage.label} would be lost.`);
  }
  if (possibleUses(dockerfile, stage).length > 0) return new Refusal('A variable may turn out to name the stage.');
  const removed = removeStage(dockerfile, stage);
  if (removed instanceof Refusal) return removed;
  const image = kept.from?.image;
  if (!kept.from || !image) return new Refusal('The stage has no FROM.');
  const written = kept.from.stageName?.text;
  const edits = [...removed];
  // The name becomes free as the stage goes, and where it was used it can stay.
  const own = written ?? stage.from?.stageName?.text ?? freeStageName(dockerfile, 'common');
  if (written === undefined) edits.push(insert(image.span.end, ` ${stage.from?.asKeyword?.text ?? 'AS'} ${own}`));
  for (const { word } of dockerfile.usesOf(stage)) {
    if (word.text.toLowerCase() !== stage.name || !isWhole(word)) {
      return new Refusal('The stage is named by way of a variable or across lines.');
    }
    if (word.text !== own) edits.push(replace(word.span, own));
  }
  return edits;
}
