import { expand } from '../../../dockerfile/expand.ts';
import type { Instruction } from '../../../dockerfile/instructions/instruction.ts';
import { expandedPieces } from '../../../dockerfile/variables.ts';
import type { Paint } from './paint.ts';

/** Paints the variables that the builder puts in: `$NAME`, and of `${NAME:-default}` all but the default. */
export function paintExpansions(instruction: Instruction, fileText: string, paint: Paint): void {
  const { rest, heredocs, escapeMark } = instruction;
  if (heredocs.length === 0 && !rest.text.includes('$')) return;
  for (const piece of expandedPieces(instruction, fileText)) {
    for (const { span, nameSpan, operator } of expand(piece, () => null, escapeMark).references) {
      paint.lay({ start: span.start, end: nameSpan.end }, 'variable');
      if (nameSpan.end === span.end) continue;
      if (operator) paint.lay({ start: nameSpan.end, end: nameSpan.end + operator.length }, 'operator');
      paint.lay({ start: span.end - 1, end: span.end }, 'variable');
    }
  }
}
