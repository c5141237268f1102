import { afterEdits, applyEdits, conflict, type TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import { buildFix, Crash } from './build-fix.ts';
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
  /** The defects of rules that came to light, once for each rule. */
  readonly crashes: readonly Crash[];
}

/** What there is to say about a text while it is being fixed. */
export interface Judged {
  readonly findings: readonly Finding[];
  /** Why a builder or a cluster could not read the text, in words that name no places. */
  readonly defects: readonly string[];
  /** Where the part of the text begins that an offset stands in, such as an instruction. */
  readonly partOf: (offset: number) => number;
}

/** A fix may make room for another; after so many rounds, whatever still wants to change is left alone. */
const mostRounds = 20;

/**
 * Applies all fixes of the given safeties, again and again until nothing changes. In each round every finding offers
 * its first fix that qualifies; of fixes whose edits get in each other's way the first in the text wins, and the other
 * has its turn in the next round. So it is with fixes of different rules for one part of the text, which may contradict
 * each other without touching the same letters: one cleans a cache, the other keeps it. A round that brings back an earlier text ends the matter.
 *
 * A fix after which its own finding stands where it stood, and one after which the text can no longer be read, is taken
 * back and not tried again.
 */
export function fixAll(
  text: string,
  safeties: readonly Safety[],
  judge: (text: string) => Judged | Promise<Judged>,
  context: FixContext,
): Promise<FixedText> {
  return new Fixing(safeties, judge, context).run(text);
}

interface Choice {
  readonly finding: Finding;
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

/** A fix, by what tells it from others. */
interface Mark {
  readonly rule: string;
  readonly message: string;
  readonly title: string;
  /** Where its finding begins. */
  readonly at: number;
}

class Fixing {
  private readonly safeties: readonly Safety[];
  private readonly judge: (text: string) => Judged | Promise<Judged>;
  private readonly context: FixContext;
  private readonly crashes = new Map<string, Crash>();
  private givenUp: Mark[] = [];
  /** Fixes that do harm together with others of this round, and have their turn in the next. */
  private postponed: Mark[] = [];

  constructor(safeties: readonly Safety[], judge: (text: string) => Judged | Promise<Judged>, context: FixContext) {
    this.safeties = safeties;
    this.judge = judge;
    this.context = context;
  }

  async run(text: string): Promise<FixedText> {
    const applied: AppliedFix[] = [];
    const seen = new Set([text]);
    let current = text;
    let judged = await this.judge(text);
    let rounds = 0;
    while (rounds < mostRounds) {
      const chosen = await this.choose(judged);
      if (chosen.length === 0) break;
      const edits = chosen.flatMap((choice) => choice.edits);
      const next = applyEdits(current, edits);
      if (seen.has(next)) break;
      const judgedNext = await this.judge(next);
      const useless = await this.useless(chosen, current, judged, judgedNext);
      if (useless.length > 0) {
        this.givenUp.push(...useless.map(markOf));
        continue;
      }
      const harmful = hasNewDefect(judged, judgedNext) ? await this.harmfulTogether(chosen, current, judged) : [];
      if (harmful.length > 0) {
        this.postponed.push(...harmful.map(markOf));
        continue;
      }
      this.postponed = [];
      seen.add(next);
      applied.push(...chosen.map(({ finding, title }) => ({ rule: finding.rule.id, title })));
      this.givenUp = this.givenUp.flatMap((one) => {
        const at = afterEdits(one.at, edits)?.end;
        return at === undefined ? [] : [{ ...one, at }];
      });
      current = next;
      judged = judgedNext;
      rounds++;
    }
    return { text: current, applied, crashes: [...this.crashes.values()] };
  }

  /** The first fix of each finding that can be applied with those chosen before it. */
  private async choose({ findings, partOf }: Judged): Promise<Choice[]> {
    const chosen: Choice[] = [];
    const taken = new TakenEdits();
    const rules = new Map<number, string>();
    // What repeats something is written when that is as it shall be.
    const repeats = (finding: Finding) => finding.fixes.some(({ madeFrom }) => madeFrom !== undefined);
    const inTurn = [...findings.filter((one) => !repeats(one)), ...findings.filter(repeats)];
    for (const finding of inTurn) {
      const part = partOf(finding.span.start);
      if ((rules.get(part) ?? finding.rule.id) !== finding.rule.id) continue;
      for (const fix of finding.fixes) {
        if (!this.safeties.includes(fix.safety) || this.isLeftOut(finding, fix.title)) continue;
        const edits = await buildFix(finding, fix, this.context);
        if (edits instanceof Crash) this.crashes.set(edits.rule, edits);
        if (edits instanceof Crash || edits instanceof Refusal || edits.length === 0) continue;
        if (edits.some((edit) => taken.conflictWith(edit))) break;
        if (fix.madeFrom?.some((source) => taken.changes(source))) break;
        taken.add(edits);
        rules.set(part, finding.rule.id);
        chosen.push({ finding, title: fix.title, edits });
        break;
      }
    }
    return chosen;
  }

  private isLeftOut({ rule, message, span }: Finding, title: string): boolean {
    return [...this.givenUp, ...this.postponed].some(
      (one) => one.rule === rule.id && one.message === message && one.title === title && one.at === span.start,
    );
  }

  /** The fixes of a round that must not be applied: their finding stays, or each by itself breaks the text. */
  private async useless(
    chosen: readonly Choice[],
    text: string,
    before: Judged,
    after: Judged,
  ): Promise<readonly Choice[]> {
    const edits = chosen.flatMap((choice) => choice.edits);
    const places = placesOf(after.findings);
    const futile = chosen.filter(({ finding }) => isStillThere(finding, edits, places.get(keyOf(finding)) ?? []));
    if (futile.length > 0 || !hasNewDefect(before, after)) return futile;
    const harmful: Choice[] = [];
    for (const choice of chosen) {
      if (hasNewDefect(before, await this.judge(applyEdits(text, choice.edits)))) harmful.push(choice);
    }
    return harmful;
  }

  /** Of fixes that do harm only together those that do it with the ones before them. */
  private async harmfulTogether(chosen: readonly Choice[], text: string, before: Judged): Promise<readonly Choice[]> {
    const kept: Choice[] = [];
    const harmful: Choice[] = [];
    for (const choice of chosen) {
      const edits = [...kept, choice].flatMap((one) => one.edits);
      (hasNewDefect(before, await this.judge(applyEdits(text, edits))) ? harmful : kept).push(choice);
    }
    return harmful;
  }
}

function markOf({ finding: { rule, message, span }, title }: Choice): Mark {
  return { rule: rule.id, message, title, at: span.start };
}

/** The edits of the fixes that were chosen, in the order of the text. */
class TakenEdits {
  private readonly edits: TextEdit[] = [];

  conflictWith(edit: TextEdit): boolean {
    const at = this.placeFor(edit);
    return [this.edits[at - 1], this.edits[at]].some((other) => other !== undefined && conflict(edit, other));
  }

  /** Whether one of them changes what stands at a place. */
  changes({ start, end }: Span): boolean {
    return this.edits.some(({ span }) => span.start < end && start < span.end);
  }

  add(edits: readonly TextEdit[]): void {
    for (const edit of edits) this.edits.splice(this.placeFor(edit), 0, edit);
  }

  /** The index behind all edits that begin before this one, or at the same place and end no later. */
  private placeFor({ span }: TextEdit): number {
    let low = 0;
    let high = this.edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = (this.edits[middle] as TextEdit).span;
      if (other.start < span.start || (other.start === span.start && other.end <= span.end)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What tells findings apart but for where they stand. */
function keyOf({ rule, message }: Finding): string {
  return `${rule.id} ${message}`;
}

/** Where findings of the same rule with the same message begin. */
function placesOf(findings: readonly Finding[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    const known = places.get(key);
    if (known) known.push(finding.span.start);
    else places.set(key, [finding.span.start]);
  }
  return places;
}

/** Whether a finding is found again at its own place, as far as that can be told, after its fix was applied. */
function isStillThere({ span }: Finding, edits: readonly TextEdit[], found: readonly number[]): boolean {
  if (found.length === 0) return false;
  const place = afterEdits(span.start, edits);
  return place !== undefined && found.some((at) => place.start <= at && at <= place.end);
}

/** Whether more is wrong with the syntax than was before, or something else. */
function hasNewDefect(before: Judged, after: Judged): boolean {
  const known = [...before.defects];
  return after.defects.some((defect) => {
    const index = known.indexOf(defect);
    if (index === -1) return true;
    known.splice(index, 1);
    return false;
  });
}
