import type { Crash } from './build-fix.ts';
import { type Finding, place } from './finding.ts';
import type { Host } from './host.ts';
import { type Answers, RememberedFiles } from './remembered-files.ts';
import { hasContextChecks, runChecks, runContextChecks, runSuppressionChecks, type UnitResult } from './run-checks.ts';
import type { ScriptChecker } from './script-checker.ts';
import type { Settings } from './settings.ts';
import { severities } from './severity.ts';
import { SuppressionList } from './suppression-list.ts';
import type { PlacedUnit, Unit } from './unit.ts';

/** What there is to say about one file, its offsets counted from the beginning of the file. */
export interface FileResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
}

/** What the files beside a unit were found to say about it, and what that was read from. */
interface Survey {
  readonly settings: Settings;
  readonly result: UnitResult;
  readonly answers: Answers;
  /** Whether a program has checked all scripts. */
  readonly knowsScripts: boolean;
}

/** Runs rules over units. Remembers what it found per unit, so that a unit that did not change is not judged again. */
export class Linter {
  private readonly remembered = new WeakMap<Unit, { settings: Settings; result: UnitResult }>();
  private readonly surveys = new WeakMap<Unit, Survey>();
  private readonly files: RememberedFiles;

  constructor(host: Host) {
    this.files = new RememberedFiles(host);
  }

  /**
   * All findings of a file: those of its units, without the suppressed ones, and those about the suppressions. What the
   * files beside it say is among them where `survey` has found it out.
   */
  lint(text: string, units: readonly PlacedUnit[], settings: Settings): FileResult {
    const found: Finding[] = [];
    const crashes: Crash[] = [];
    const suppressions = new SuppressionList(units, settings);
    const asksAround = hasContextChecks(units, settings);
    let isSurveyed = true;
    for (const placed of units) {
      const results = [this.judge(placed.unit, settings)];
      const survey = asksAround ? this.surveyOf(placed.unit, settings) : undefined;
      if (survey) results.push(survey.result);
      else if (asksAround) isSurveyed = false;
      for (const result of results) {
        for (const crash of result.crashes) crashes.push(crash);
        for (const finding of result.findings) {
          const heard = suppressions.unlessCovered(finding, placed);
          if (heard) found.push(place(heard, placed.start));
        }
      }
    }
    const unused = suppressions.unused(isSurveyed);
    const aboutSuppressions = runSuppressionChecks(text, unused, settings);
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

  /**
   * Runs the checks that look at the files beside a file, on the units for which that is not remembered. Returns whether
   * there is anything that was not known before.
   */
  async survey(
    uri: string,
    units: readonly PlacedUnit[],
    settings: Settings,
    scripts: ScriptChecker | undefined,
  ): Promise<boolean> {
    let isNew = false;
    if (!hasContextChecks(units, settings)) return false;
    for (const { unit } of units) {
      const known = this.surveyOf(unit, settings);
      const isWhole = known !== undefined && (known.knowsScripts || !scripts);
      if (isWhole && this.files.areCurrent(known.answers)) continue;
      const { host, answers } = this.files.recording();
      const result = await runContextChecks(unit, settings, uri, host, scripts);
      this.surveys.set(unit, { settings, result, answers, knowsScripts: scripts?.isWaiting === false });
      isNew ||= [known?.result, result].some((one) => one && one.findings.length + one.crashes.length > 0);
      // A suppression that has covered nothing so far may now be told to be of no use.
      isNew ||= unit.suppressions.length > 0;
    }
    return isNew;
  }

  /** Says that files have changed, come or gone; all of them when none are named. Returns whether that may matter. */
  filesChanged(uris?: readonly string[]): boolean {
    return this.files.forget(uris);
  }

  /** What the files beside a unit were found to say about it when they were last looked at. */
  private surveyOf(unit: Unit, settings: Settings): Survey | undefined {
    const known = this.surveys.get(unit);
    return known?.settings === settings ? known : undefined;
  }
}

/** In the order of the text; of several at one place, the most severe first. */
function byPlace(one: Finding, other: Finding): number {
  const place = one.span.start - other.span.start || one.span.end - other.span.end;
  return place || severities.indexOf(one.severity) - severities.indexOf(other.severity);
}
