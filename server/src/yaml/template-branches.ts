import type { Span } from '../text/span.ts';
import type { MaskedTemplate } from './template-mask.ts';

/** A condition whose `end` has not been reached. */
interface Condition {
  /** Where its present branch begins. */
  start: number;
  writes: boolean;
  /** Whether a branch before the present one writes something. */
  isAlternative: boolean;
}

/**
 * The branches of conditions that write something other than the first one does. What they say never stands beside
 * what the first says, so that only one of them can be read. In the order of the text; none lies in another.
 */
export function alternativeBranches({ actions, text }: MaskedTemplate): Span[] {
  const branches: Span[] = [];
  const around: Condition[] = [];
  let at = 0;
  for (const { kind, span } of actions) {
    if (kind === 'value' || kind === 'silent') continue;
    if (text.slice(at, span.start).trim() !== '') for (const condition of around) condition.writes = true;
    at = span.end;
    if (kind === 'open') around.push({ start: at, writes: false, isAlternative: false });
    const condition = around.at(-1);
    if (kind === 'open' || !condition) continue;
    if (condition.isAlternative) branches.push({ start: condition.start, end: span.start });
    if (kind === 'middle') {
      condition.isAlternative ||= condition.writes;
      condition.start = at;
    } else around.pop();
  }
  branches.sort((a, b) => a.start - b.start);
  let end = 0;
  return branches.filter((branch) => {
    const isOutermost = branch.start >= end;
    if (isOutermost) end = branch.end;
    return isOutermost;
  });
}
