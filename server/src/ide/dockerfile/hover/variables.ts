import { FromInstruction } from '../../../dockerfile/instructions/from.ts';
import { namesIn, occurrenceAt } from '../../../dockerfile/occurrences/index.ts';
import { platformArguments } from '../../../dockerfile/scope.ts';
import { isWithin, type Span } from '../../../text/span.ts';
import type { Explanation } from '../../assistant.ts';
import { sourceOfVariable } from '../variable-source.ts';
import type { Pointed } from './index.ts';

/** A variable, where it is declared and where it is used: its value, and who decides it. */
export function explainVariable(pointed: Pointed): Explanation | undefined {
  const variable = variableAt(pointed);
  if (!variable) return undefined;
  const { name, span, at } = variable;
  const { dockerfile, instruction, spot } = pointed;
  const { stage } = instruction;
  const isGlobal = instruction instanceof FromInstruction || stage.from === undefined;
  const { value, what, note, declaration } = sourceOfVariable(
    name,
    isGlobal ? dockerfile.globals : stage.scope,
    at,
    stage,
  );
  const worth = value === undefined ? '' : ` = ${value === '' ? 'an empty text' : `\`${value}\``}`;
  const line = declaration && spot.file.lines.lineAt(declaration.start) + 1;
  const isHere = declaration?.start === instruction.span.start;
  const from = line === undefined || isHere ? what : `${what}, declared in line ${line}`;
  const text = [`**\`${name}\`**${worth}`, `${from}.`, ...(note === undefined ? [] : [note])].join('\n\n');
  return { text, span };
}

/** A variable, and the offset that decides which declarations hold for it. */
interface FoundVariable {
  readonly name: string;
  readonly span: Span;
  readonly at: number;
}

function variableAt(pointed: Pointed): FoundVariable | undefined {
  const { dockerfile, instruction, offset } = pointed;
  const { start, end } = instruction.span;
  const occurrence = occurrenceAt(dockerfile, offset);
  if (occurrence && (occurrence.of.kind === 'ARG' || occurrence.of.kind === 'ENV')) {
    const { mention, span, of } = occurrence;
    return { name: of.name, span, at: mention === 'definition' ? end : start };
  }
  const unresolved = namesIn(dockerfile).unresolved.find(({ span }) => isWithin(offset, span));
  return unresolved && isKnown(unresolved.name, pointed)
    ? { name: unresolved.name, span: unresolved.span, at: start }
    : undefined;
}

/** Whether a variable that the file does not set is known to be given by the builder, or by the base image. */
function isKnown(name: string, { dockerfile, instruction }: Pointed): boolean {
  const { stage } = instruction;
  if (instruction instanceof FromInstruction || !stage.from) return platformArguments.has(name);
  return sourceOfVariable(name, dockerfile.globals, 0, stage).isOfImage;
}
