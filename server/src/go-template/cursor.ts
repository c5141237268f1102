import { type Span, span } from '../text/span.ts';
import { type Command, type Expression, type Operand, type Pipeline, readExpression } from './expression.ts';

/** An operand of a command, and where in it it stands. */
export interface PlacedOperand {
  readonly operand: Operand;
  readonly command: Command;
  readonly index: number;
}

/**
 * The beginning of the action that a place is in, up to that place; undefined outside of actions. One that is not closed
 * yet goes no further than its line.
 */
export function actionBefore(text: string, offset: number): Expression | undefined {
  const open = text.lastIndexOf('{{', offset - 2);
  if (open === -1 || open + 2 > offset) return undefined;
  const written = text.slice(open + 2, offset);
  if (written.includes('}}') || /^-?\s*\/\*/.test(written)) return undefined;
  const next = /\}\}|\{\{/.exec(text.slice(offset, offset + longestAction))?.[0];
  if (next !== '}}' && written.includes('\n')) return undefined;
  return readExpression(text, span(open, offset));
}

/** How far the end of an action is looked for, in UTF-16 units. */
const longestAction = 10_000;

/** The innermost operand that a place is in or right behind. */
export function operandAt({ pipeline }: Expression, offset: number): PlacedOperand | undefined {
  for (let within = pipeline; within; ) {
    const found: PlacedOperand | undefined = within.commands
      .flatMap((command) => command.operands.map((operand, index) => ({ operand, command, index })))
      .find(({ operand }) => touches(operand.span, offset));
    if (!found) return undefined;
    const inner = pipelineAround(found.operand, offset);
    if (!inner || !holds(inner, offset)) return found;
    within = inner;
  }
  return undefined;
}

/** The pipeline in parentheses that a place is in, when it is not behind them. */
function pipelineAround(operand: Operand, offset: number): Pipeline | undefined {
  if (operand.kind !== 'path' || operand.base.kind !== 'pipeline') return undefined;
  const [first] = operand.fields;
  return first && first.span.start <= offset ? undefined : operand.base.pipeline;
}

function holds({ commands }: Pipeline, offset: number): boolean {
  return commands.some(({ operands }) => operands.some(({ span: at }) => touches(at, offset)));
}

function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
