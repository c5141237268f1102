import { type Span, shift } from '../text/span.ts';
import { Crash } from './build-fix.ts';
import { type Finding, place } from './finding.ts';
import { Report } from './report.ts';
import { type Check, isHeardIn, type UnusedSuppression } from './rule.ts';
import type { ActiveRule, Settings } from './settings.ts';
import { severities } from './severity.ts';
import { names, type Suppression } from './suppression.ts';
import type { PlacedUnit, Unit } from './unit.ts';

/** What there is to say about one file, its offsets counted from the beginning of the file. */
export interface FileResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
}

interface UnitResult {
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
}

/** Runs rules over units. Remembers what it found per unit, so that a unit that did not change is not judged again. */
export class Linter {
  private readonly remembered = new WeakMap<Unit, { settings: Settings; result: UnitResult }>();

  /** All findings of a file: those of its units, without the suppressed ones, and those about the suppressions. */
  lint(text: string, units: readonly PlacedUnit[], settings: Settings): FileResult {
    const found: Finding[] = [];
    const crashes: Crash[] = [];
    const suppressions = new SuppressionList(units);
    for (const placed of units) {
      const result = this.judge(placed.unit, settings);
      for (const crash of result.crashes) crashes.push(crash);
      for (const finding of result.findings) {
        if (!suppressions.cover(finding, placed)) found.push(place(finding, placed.start));
      }
    }
    const aboutSuppressions = runSuppressionChecks(text, suppressions.unused(settings), settings);
    for (const finding of aboutSuppressions.findings) found.push(finding);
    for (const crash of aboutSuppressions.crashes) crashes.push(crash);
    found.sort(byPlace);
    return { findings: found, crashes };
  }

  /** What the rules find in one unit. Asked ahead, it makes a later `lint` of its file quick. */
  judge(unit: Unit, settings: Settings): UnitResult {
    const known = this.remembered.get(unit);
    if (known?.settings === settings) return known.result;
    const result = runChecks(unit, settings);
    this.remembered.set(unit, { settings, result });
    return result;
  }
}

function runChecks(unit: Unit, settings: Settings): UnitResult {
  return collect(settings.rules, (active, report) => {
    const check = active.rule.checks[unit.language] as Check<unknown, unknown> | undefined;
    if (check === undefined) return;
    const { kubernetesVersion } = settings;
    check({ model: unit.model, options: active.options, kubernetesVersion, report });
  });
}

function runSuppressionChecks(text: string, unused: readonly UnusedSuppression[], settings: Settings): UnitResult {
  if (unused.length === 0) return { findings: [], crashes: [] };
  return collect(settings.rules, (active, report) => active.rule.checkSuppressions?.({ unused, text, report }));
}

/** Gathers what the rules report. One that throws loses its own findings of this unit and nothing else. */
function collect(
  rules: readonly ActiveRule[],
  run: (active: ActiveRule, report: (span: Span, message: string) => Report) => void,
): UnitResult {
  const findings: Finding[] = [];
  const crashes: Crash[] = [];
  for (const active of rules) {
    const reported: Report[] = [];
    try {
      run(active, (span, message) => {
        const report = new Report(active.rule.meta, active.severity, span, message);
        reported.push(report);
        return report;
      });
      for (const report of reported) if (isHeardIn(report.preset, active.preset)) findings.push(report);
    } catch (error) {
      crashes.push(new Crash(active.rule.meta.id, error));
    }
  }
  return { findings, crashes };
}

/** In the order of the text; of several at one place, the most severe first. */
function byPlace(one: Finding, other: Finding): number {
  const place = one.span.start - other.span.start || one.span.end - other.span.end;
  return place || severities.indexOf(one.severity) - severities.indexOf(other.severity);
}

/** The suppressions of a file, and which of them have been of use. */
class SuppressionList {
  private readonly entries: { suppression: Suppression; placed: PlacedUnit; used: Set<string> }[] = [];

  constructor(units: readonly PlacedUnit[]) {
    for (const placed of units) {
      for (const suppression of placed.unit.suppressions) {
        this.entries.push({ suppression, placed, used: new Set() });
      }
    }
  }

  /** Whether a finding of a unit is suppressed; takes note of what suppressed it. */
  cover(finding: Finding, placed: PlacedUnit): boolean {
    let covered = false;
    for (const entry of this.entries) {
      if (!reaches(entry.suppression, entry.placed.unit === placed.unit, finding.span.start)) continue;
      for (const { name } of entry.suppression.rules) {
        if (!names(name, finding.rule.id, finding.aliases)) continue;
        entry.used.add(name);
        covered = true;
      }
    }
    return covered;
  }

  /**
   * Our own suppressions that covered nothing, their spans counted from the beginning of the file. A rule that is
   * switched off could not have reported, so naming it is not held against anybody.
   */
  unused(settings: Settings): UnusedSuppression[] {
    const result: UnusedSuppression[] = [];
    for (const { suppression, placed, used } of this.entries) {
      if (suppression.source !== 'seaworthy') continue;
      const idle = suppression.rules.map((rule) => rule.name).filter((name) => !used.has(name));
      const unknown = idle.filter((name) => name !== '*' && !settings.isRule(name));
      const unusedNames = idle.filter((name) => unknown.includes(name) || couldReport(name, settings));
      if (unusedNames.length === 0) continue;
      result.push({ suppression: placeSuppression(suppression, placed.start), names: unusedNames, unknown });
    }
    return result;
  }
}

function reaches(suppression: Suppression, sameUnit: boolean, at: number): boolean {
  const { scope } = suppression;
  if (scope === 'file') return true;
  if (!sameUnit) return false;
  return scope === 'unit' || (scope.start <= at && at < Math.max(scope.end, scope.start + 1));
}

function couldReport(name: string, settings: Settings): boolean {
  return settings.rules.some(({ rule }) => names(name, rule.meta.id, rule.meta.aliases));
}

function placeSuppression(suppression: Suppression, by: number): Suppression {
  return {
    ...suppression,
    span: shift(suppression.span, by),
    rules: suppression.rules.map((rule) => ({ ...rule, span: shift(rule.span, by) })),
  };
}
