import type { Dockerfile } from './dockerfile.ts';
import { CopyInstruction } from './instructions/copy.ts';
import type { Instruction } from './instructions/instruction.ts';
import { RunInstruction } from './instructions/run.ts';
import type { Word } from './words.ts';

/** The words in which an instruction names another stage or an image: `COPY --from=` and `RUN --mount=from=`. */
export function referencesOf(instruction: Instruction): readonly Word[] {
  if (instruction instanceof CopyInstruction) return instruction.from ? [instruction.from] : [];
  if (!(instruction instanceof RunInstruction)) return [];
  return instruction.mounts.flatMap(({ from }) => {
    if (!from) return [];
    const { name, span } = from;
    return [{ text: name, span, piece: { text: name, start: span.start } }];
  });
}

/** The images that stages are built upon, and those that files are taken from. */
export function imagesIn({ stages, copiedImages }: Dockerfile): Dockerfile['copiedImages'] {
  const bases = stages.flatMap(({ from, image }) =>
    from?.image && image?.reference ? [{ reference: image.reference, span: from.image.span }] : [],
  );
  return [...bases, ...copiedImages];
}
