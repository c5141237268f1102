import type { Span } from '../text/span.ts';
import { Crash } from './build-fix.ts';
import { type Finding, place } from './finding.ts';
import { Report } from './report.ts';
import { type Check, isHeardIn, type UnusedSuppression } from './rule.ts';
import type { ActiveRule, Settings } from './settings.ts';
import { severities } from './severity.ts';
import { SuppressionList } from './suppression-list.ts';
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
    const suppressions = new SuppressionList(units, settings);
    for (const placed of units) {
      const result = this.judge(placed.unit, settings);
      for (const crash of result.crashes) crashes.push(crash);
      for (const finding of result.findings) {
        const heard = suppressions.unlessCovered(finding, placed);
        if (heard) found.push(place(heard, placed.start));
      }
    }
    const aboutSuppressions = runSuppressionChecks(text, suppressions.unused, settings);
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
