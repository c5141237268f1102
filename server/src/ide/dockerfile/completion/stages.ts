import type { Stage } from '../../../dockerfile/stage.ts';
import type { Suggestion } from '../../assistant.ts';
import { argumentOf, type Cursor, flagValueAt, type Typed } from '../cursor.ts';
import { typedMountOption } from '../mount-option.ts';
import { summaryOfStage } from '../stage-summary.ts';
import { type Choice, choose, isLowerCase, restOfLine } from './suggesting.ts';

/** The stages that a FROM, a `--from` or a mount can name: those above, the nearest first; and `AS` behind an image. */
export function suggestStages(cursor: Cursor): readonly Suggestion[] {
  const from = argumentOf(cursor, 'FROM');
  if (from?.index === 1 && restOfLine(cursor).trim() === '') {
    const word = isLowerCase(cursor) ? 'as' : 'AS';
    return [choose({ label: word, newText: `${word} \${1:name}`, isSnippet: true, kind: 'keyword' }, from)];
  }
  const typed = from?.index === 0 ? from : typedReference(cursor);
  if (!typed) return [];
  const { stages } = cursor.dockerfile;
  const above = stages.filter(({ index }) => index < cursor.stage.index);
  return above.flatMap((stage) => {
    const choice = choiceOf(stage, from === undefined);
    return choice ? [choose({ ...choice, rank: cursor.stage.index - stage.index }, typed)] : [];
  });
}

/** A stage of another instruction that is being typed: `COPY --from=`, `RUN --mount=from=`. */
export function typedReference(cursor: Cursor): Typed | undefined {
  const value = flagValueAt(cursor);
  if (value?.name === 'from' && cursor.instruction?.keyword === 'COPY') return value.typed;
  const option = typedMountOption(cursor);
  return option?.key === 'from' ? option.value : undefined;
}

/** A stage by its name or, where that is possible, by its number. */
function choiceOf(stage: Stage, mayBeNumber: boolean): Choice | undefined {
  const name = stage.from?.stageName?.text;
  if (name === undefined && !mayBeNumber) return undefined;
  return { label: name ?? String(stage.index), kind: 'name', detail: summaryOfStage(stage) };
}
