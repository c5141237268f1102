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

/** The name of a variable at a place, and the offset that decides which declarations hold for it. */
function variableAt({ dockerfile, instruction, offset }: Pointed) {
  const occurrence = occurrenceAt(dockerfile, offset);
  if (occurrence && (occurrence.of.kind === 'ARG' || occurrence.of.kind === 'ENV')) {
    const { mention, span, of } = occurrence;
    const at = mention === 'definition' ? instruction.span.end : instruction.span.start;
    return { name: of.name, span, at };
  }
  const unresolved = namesIn(dockerfile).unresolved.find(({ span }) => isWithin(offset, span));
  const source = unresolved && knownSource(unresolved.name, unresolved.span);
  return source && { ...source, at: instruction.span.start };

  function knownSource(name: string, span: Span) {
    const isOfBuilder =
      platformArguments.has(name) && (instruction instanceof FromInstruction || !instruction.stage.from);
    const { what } = sourceOfVariable(name, dockerfile.globals, 0, instruction.stage);
    return isOfBuilder || what.startsWith('set by') ? { name, span } : undefined;
  }
}
