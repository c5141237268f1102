import { variablesOfImage } from '../image/environment.ts';
import type { VariableReference } from './expand.ts';
import { CopyInstruction } from './instructions/copy.ts';
import type { Instruction } from './instructions/instruction.ts';
import { KeyValueInstruction } from './instructions/key-value.ts';
import type { Stage } from './stage.ts';
import { type Piece, pieceOf } from './words.ts';

/**
 * The parts of an instruction in which the builder puts variables (Dockerfile reference, "Environment replacement"):
 * RUN, CMD and ENTRYPOINT leave them to the shell, but for the flags of RUN.
 */
export function expandedPieces(instruction: Instruction, fileText: string): readonly Piece[] {
  const flags = instruction.flags.flatMap(({ value }) => (value ? [value.piece] : []));
  if (instruction instanceof KeyValueInstruction) {
    return instruction.pairs.flatMap(({ key, value }) => [
      ...(instruction.keyword === 'ARG' ? [] : [key.piece]),
      ...(value ? [value.piece] : []),
    ]);
  }
  if (instruction instanceof CopyInstruction) {
    const contents = instruction.heredocs.flatMap(({ expands, content }) =>
      expands ? [{ text: fileText.slice(content.start, content.end), start: content.start }] : [],
    );
    return [...flags, ...argumentPieces(instruction), ...contents];
  }
  switch (instruction.keyword) {
    case 'RUN':
      return flags;
    case 'FROM':
      return [...flags, ...argumentPieces(instruction).slice(0, 1)];
    case 'EXPOSE':
    case 'VOLUME':
      return argumentPieces(instruction);
    case 'STOPSIGNAL':
    case 'USER':
    case 'WORKDIR':
      return [instruction.arguments];
    default:
      return [];
  }
}

/** The variables that the builder puts into an instruction, in the order of the text. */
export function referencedVariables(instruction: Instruction, fileText: string): readonly VariableReference[] {
  const { stage, span, rest, heredocs } = instruction;
  if (heredocs.length === 0 && !rest.text.includes('$')) return [];
  return expandedPieces(instruction, fileText).flatMap((piece) =>
    piece.text.includes('$') ? stage.scope.expand(piece, span.start).references : [],
  );
}

/**
 * Whether a variable has a value at an instruction: declared above, or by the base image. Undefined where the base
 * image is not known, and may have set it.
 */
export function isDeclared(name: string, stage: Stage, offset: number): boolean | undefined {
  if (stage.scope.find(name, offset) || name === 'PATH') return true;
  if (stage.isFromScratch) return false;
  const root = stage.lineage.at(-1);
  const reference = root?.image?.reference;
  // An argument may put another image in the place of the one that is its default.
  if (/^[^:@]*\$/.test(root?.from?.image?.text ?? '')) return undefined;
  return (reference && variablesOfImage(reference))?.has(name);
}

function argumentPieces({ json, words }: Instruction): readonly Piece[] {
  if (!json) return words.map(({ piece }) => piece);
  // A string without escapes stands in the file as it reads.
  return json.items.flatMap(({ content: { text }, span }) =>
    span.end - span.start === text.length + 2 ? [pieceOf({ text, start: span.start + 1 }, 0, text.length)] : [],
  );
}
