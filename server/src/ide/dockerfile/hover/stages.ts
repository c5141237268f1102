import type { Dockerfile } from '../../../dockerfile/dockerfile.ts';
import { occurrenceAt } from '../../../dockerfile/occurrences/index.ts';
import type { Stage } from '../../../dockerfile/stage.ts';
import type { SourceFile } from '../../../engine/engine.ts';
import type { Explanation } from '../../assistant.ts';
import { explainImage } from '../../image-explanation.ts';
import type { Pointed } from './index.ts';

/** A stage, where it is named and where it is used: what it is built upon, who uses it, whether it ships. */
export function explainStage({ dockerfile, offset, spot }: Pointed): Explanation | undefined {
  const occurrence = occurrenceAt(dockerfile, offset);
  const stage = occurrence?.of.stage;
  if (!occurrence || !stage) return undefined;
  return { text: describe(stage, dockerfile, spot.file), span: occurrence.span };
}

function describe(stage: Stage, dockerfile: Dockerfile, { lines }: SourceFile): string {
  const { from, index, parent, image, usedBy } = stage;
  const name = from?.stageName?.text;
  const heading = name === undefined ? `**Stage ${index}**` : `**Stage \`${name}\`** (number ${index})`;
  const base = parent ? parent.label : `\`${image?.reference?.text ?? from?.image?.text ?? '?'}\``;
  const users = usedBy.map(({ keyword, span }) => `${keyword} in line ${lines.lineAt(span.start) + 1}`);
  const facts = [
    `Built upon ${base}`,
    users.length === 0
      ? 'Used by no other stage'
      : `Used by ${users.slice(0, 5).join(', ')}${users.length > 5 ? ', ...' : ''}`,
    whatBecomes(stage, dockerfile),
  ];
  const own = `${heading}\n\n${facts.map((fact) => `- ${fact}`).join('\n')}`;
  return image?.reference && image.expansion.value !== undefined ? `${own}\n\n${explainImage(image.reference)}` : own;
}

/** Whether what is in a stage gets into the image that is built when nobody asks for another. */
function whatBecomes(stage: Stage, dockerfile: Dockerfile): string {
  if (stage === dockerfile.finalStage) return 'The last stage: what is built unless another one is asked for';
  if (dockerfile.isShipped(stage)) return 'The image that is built stands on it';
  return dockerfile.finalStage.needed.has(stage)
    ? 'Nothing of it is in the image but what is copied from it'
    : 'Built only when it is asked for: the last stage does not need it';
}
