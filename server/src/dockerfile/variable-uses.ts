import type { Dockerfile } from './dockerfile.ts';
import type { Instruction } from './instructions/instruction.ts';
import type { Stage } from './stage.ts';

/** The instructions of a stage whose text, here-documents included, refers to a variable: `$NAME`, `${NAME:-default}`. */
export function usesOfVariable({ text }: Dockerfile, name: string, stage: Stage): readonly Instruction[] {
  return stage.instructions.filter(({ span, heredocs, rest }) => {
    const refersIn = (piece: { text: string; start: number }) =>
      stage.scope.expand(piece, span.start).references.some((reference) => reference.name === name);
    return (
      refersIn(rest) ||
      heredocs.some(({ content }) => refersIn({ text: text.slice(content.start, content.end), start: content.start }))
    );
  });
}
