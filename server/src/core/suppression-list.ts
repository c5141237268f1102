import { shift } from '../text/span.ts';
import type { Finding } from './finding.ts';
import type { Safety } from './fix.ts';
import type { UnusedSuppression } from './rule.ts';
import type { ActiveRule, Settings } from './settings.ts';
import { names, type SuppressedRule, type Suppression } from './suppression.ts';
import type { PlacedUnit } from './unit.ts';

/** A suppression, and what became of it. */
interface Entry {
  readonly suppression: Suppression;
  readonly placed: PlacedUnit;
  readonly rules: readonly NamedRule[];
  /** Those that have covered a finding. */
  readonly used: Set<SuppressedRule>;
}

interface NamedRule {
  readonly rule: SuppressedRule;
  /** What the name means; empty when it is the name of no rule. */
  readonly meaning: readonly string[];
  /** The name that one of no rule most likely stands for. */
  readonly nearest: string | undefined;
}

/** The suppressions of a file, and which of them have been of use. */
export class SuppressionList {
  private readonly settings: Settings;
  private readonly entries: Entry[] = [];

  constructor(units: readonly PlacedUnit[], settings: Settings) {
    this.settings = settings;
    for (const placed of units) {
      for (const suppression of placed.unit.suppressions) {
        const rules = suppression.rules.map((rule) => this.read(rule, suppression.source));
        this.entries.push({ suppression, placed, rules, used: new Set() });
      }
    }
  }

  /**
   * A finding of a unit, unless it is suppressed; takes note of what suppressed it. Where a suppression with a mistaken
   * name was most likely meant for it, its fixes are left to people: they would take away what somebody wants to keep.
   */
  unlessCovered(finding: Finding, placed: PlacedUnit): Finding | undefined {
    let covered = false;
    let meant = false;
    for (const { suppression, rules, used, placed: at } of this.entries) {
      if (!reaches(suppression, at.unit === placed.unit, finding.span.start)) continue;
      for (const { rule, meaning, nearest } of rules) {
        if (isNamed(finding, meaning)) {
          used.add(rule);
          covered = true;
        }
        meant ||= nearest !== undefined && isNamed(finding, this.settings.names.meaningOf(nearest));
      }
    }
    if (covered) return undefined;
    if (!meant) return finding;
    const byHand = <T extends { readonly safety: Safety }>(fix: T): T => ({ ...fix, safety: 'manual' });
    const elsewhere = finding.elsewhere?.map(byHand);
    return { ...finding, fixes: finding.fixes.map(byHand), ...(elsewhere && { elsewhere }) };
  }

  /**
   * Our own suppressions that covered nothing, their spans counted from the beginning of the file. A rule that is
   * switched off could not have reported, nor could one that has yet to look at the files around, unless these
   * are known (`isSurveyed`); so naming it is not held against anybody.
   */
  unused(isSurveyed: boolean): readonly UnusedSuppression[] {
    if (this.entries.length === 0) return [];
    const speaking = this.settings.rules.filter(({ rule }) => isSurveyed || !rule.contextChecks);
    return this.entries.flatMap(({ suppression, placed, rules, used }) => {
      if (suppression.source !== 'seaworthy') return [];
      const unused = rules.filter(
        ({ rule, meaning }) => !used.has(rule) && (meaning.length === 0 || couldReport(meaning, speaking)),
      );
      if (unused.length === 0) return [];
      const unknown = unused
        .filter(({ meaning }) => meaning.length === 0)
        .map(({ rule: { name, span }, nearest }) => ({ name, span: shift(span, placed.start), nearest }));
      const unusedNames = unused.map(({ rule }) => rule.name);
      return [{ suppression: placeSuppression(suppression, placed.start), names: unusedNames, unknown }];
    });
  }

  private read(rule: SuppressedRule, source: string): NamedRule {
    // In a peer's comment stand the peer's names, whether we know them or not.
    if (source !== 'seaworthy') return { rule, meaning: [rule.name], nearest: undefined };
    const meaning = this.settings.names.meaningOf(rule.name);
    return { rule, meaning, nearest: meaning.length === 0 ? this.settings.names.nearest(rule.name) : undefined };
  }
}

function couldReport(meaning: readonly string[], rules: readonly ActiveRule[]): boolean {
  return rules.some(({ rule }) => isNamed({ rule: rule.meta, aliases: rule.meta.aliases }, meaning));
}

function isNamed({ rule, aliases }: Pick<Finding, 'rule' | 'aliases'>, meaning: readonly string[]): boolean {
  return meaning.some((name) => names(name, rule.id, aliases));
}

function reaches(suppression: Suppression, sameUnit: boolean, at: number): boolean {
  const { scope } = suppression;
  if (scope === 'file') return true;
  if (!sameUnit) return false;
  return scope === 'unit' || (scope.start <= at && at < Math.max(scope.end, scope.start + 1));
}

function placeSuppression(suppression: Suppression, by: number): Suppression {
  return {
    ...suppression,
    span: shift(suppression.span, by),
    rules: suppression.rules.map((rule) => ({ ...rule, span: shift(rule.span, by) })),
  };
}
