import type { Stage } from '../../dockerfile/stage.ts';

/** What a stage is, in a few words: what it is built upon. */
export function summaryOfStage(stage: Stage): string {
  const written = stage.from?.image?.text ?? '';
  const { reference } = stage.image ?? {};
  const resolved = stage.image?.expansion.value === undefined ? undefined : reference?.text;
  const base = resolved ?? written;
  return stage.parent ? `stage, from ${base || stage.parent.label}` : `stage, from ${base}`;
}
