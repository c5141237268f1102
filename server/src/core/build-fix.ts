import { overlaps } from '../text/edit.ts';
import type { Finding } from './finding.ts';
import { type Built, type FileChange, type Fix, type FixContext, type FixElsewhere, Refusal } from './fix.ts';

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

/** The same of a fix that changes another file, which has to be one of the workspace. */
export async function buildElsewhere(
  { rule }: Finding,
  fix: FixElsewhere,
  context: FixContext,
): Promise<FileChange | Refusal | Crash> {
  try {
    const built = await fix.build(context);
    if (built instanceof Refusal) return built;
    if (overlaps(built.edits)) return new Crash(rule.id, new RangeError(`the edits of "${fix.title}" overlap`));
    const isInside = built.uri.startsWith(`${context.host.rootOf(context.uri)}/`);
    return isInside ? built : new Refusal('The file lies outside of the workspace.');
  } catch (error) {
    return new Crash(rule.id, error);
  }
}
