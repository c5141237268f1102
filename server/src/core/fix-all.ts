import { applyEdits, conflict, type TextEdit } from '../text/edit.ts';
import type { Finding } from './finding.ts';
import { type FixContext, Refusal, type Safety } from './fix.ts';

/** A fix that was applied. */
export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
}

export interface FixedText {
  readonly text: string;
  readonly applied: readonly AppliedFix[];
}

/** A fix may make room for another; after so many rounds, whatever still wants to change is left alone. */
const mostRounds = 10;

/**
 * Applies all fixes of the given safeties, again and again until nothing changes. In each round every finding offers
 * its first fix that qualifies; of fixes whose edits get in each other's way the first in the text wins, and the other
 * has its turn in the next round. A round that brings back an earlier text ends the matter.
 */
export async function fixAll(
  text: string,
  safeties: readonly Safety[],
  lint: (text: string) => readonly Finding[],
  context: FixContext,
): Promise<FixedText> {
  const applied: AppliedFix[] = [];
  const seen = new Set([text]);
  let current = text;
  for (let round = 0; round < mostRounds; round++) {
    const chosen = await chooseFixes(lint(current), safeties, context);
    if (chosen.length === 0) break;
    const next = applyEdits(
      current,
      chosen.flatMap(({ edits }) => edits),
    );
    if (seen.has(next)) break;
    seen.add(next);
    applied.push(...chosen.map(({ fix }) => fix));
    current = next;
  }
  return { text: current, applied };
}

interface Choice {
  readonly fix: AppliedFix;
  readonly edits: readonly TextEdit[];
}

async function chooseFixes(
  findings: readonly Finding[],
  safeties: readonly Safety[],
  context: FixContext,
): Promise<Choice[]> {
  const chosen: Choice[] = [];
  const taken: TextEdit[] = [];
  for (const finding of findings) {
    for (const fix of finding.fixes) {
      if (!safeties.includes(fix.safety)) continue;
      const edits = await fix.build(context);
      if (edits instanceof Refusal || edits.length === 0) continue;
      if (edits.some((edit) => taken.some((other) => conflict(edit, other)))) break;
      taken.push(...edits);
      chosen.push({ fix: { rule: finding.rule.id, title: fix.title }, edits });
      break;
    }
  }
  return chosen;
}
