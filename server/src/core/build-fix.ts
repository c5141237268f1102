import { overlaps } from '../text/edit.ts';
import type { Finding } from './finding.ts';
import { type Built, type Fix, type FixContext, Refusal } from './fix.ts';

/** A defect of a rule: it threw, or its fix cannot be applied. Everything else goes on without it. */
export class Crash {
  readonly rule: string;
  readonly error: unknown;

  constructor(rule: string, error: unknown) {
    this.rule = rule;
    this.error = error;
  }
}

/** Builds a fix of a finding, whose edits can be applied together; a crash when it throws or they cannot. */
export async function buildFix({ rule }: Finding, fix: Fix, context: FixContext): Promise<Built | Crash> {
  try {
    const built = await fix.build(context);
    if (built instanceof Refusal || !overlaps(built)) return built;
    return new Crash(rule.id, new RangeError(`the edits of "${fix.title}" overlap`));
  } catch (error) {
    return new Crash(rule.id, error);
  }
}
