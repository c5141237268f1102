import type { Dockerfile } from '../dockerfile.ts';
import type { Stage } from '../stage.ts';
import type { Mention, Named, Occurrence } from './occurrence.ts';

/** Where the stages of a Dockerfile are named: by `AS`, and where other instructions use them. */
export function stageOccurrences(dockerfile: Dockerfile): readonly Occurrence[] {
  const named = new Map<Stage, Named>(
    dockerfile.stages.map((stage) => [stage, { kind: 'stage', name: stage.from?.stageName?.text ?? '', stage }]),
  );
  return dockerfile.stages.flatMap((stage): readonly Occurrence[] => {
    const itself = named.get(stage);
    const { from, uses } = stage;
    const definition: readonly Occurrence[] =
      itself && from?.stageName ? [{ of: itself, mention: 'definition', span: from.stageName.span, by: from }] : [];
    const mentions = uses.flatMap(({ stage: used, by, word }): readonly Occurrence[] => {
      const of = named.get(used);
      return of ? [{ of, mention: mentionOf(word.text, used), span: word.span, by }] : [];
    });
    return [...definition, ...mentions];
  });
}

function mentionOf(text: string, { name }: Stage): Mention {
  if (text.toLowerCase() === name) return 'reference';
  return /^\d+$/.test(text) ? 'number' : 'variable';
}
