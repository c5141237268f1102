import type { Crash } from './build-fix.ts';
import { asSaidHere, PlacedFindings, placeComposed } from './composed.ts';
import { byPlace, type Finding, place } from './finding.ts';
import type { SharedHost } from './host.ts';
import { Notes } from './notes.ts';
import type { Answers, RememberedFiles } from './remembered-files.ts';
import {
  type Asked,
  hasContextChecks,
  type Outlook,
  runChecks,
  runContextChecks,
  runSuppressionChecks,
  type UnitResult,
} from './run-checks.ts';
import type { ScriptChecker } from './script-checker.ts';
import type { Settings } from './settings.ts';
import { SuppressionList } from './suppression-list.ts';
import type { ComposedUnit, PlaceInUnit, ReadFile, Survey, Surveyor } from './surveyor.ts';
import type { PlacedUnit, Unit } from './unit.ts';

/** What there is to say about one file, its offsets counted from the beginning of the file. */
export interface FileResult {
  /** In the order of the text. */
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
}

/** What the files beside a unit were found to say about it, and what that was read from. */
interface Surveyed {
  readonly settings: Settings;
  readonly result: UnitResult;
  /** Whether it stands for all that there is to say of the unit, as for a part of something composed of several files. */
  readonly isWhole: boolean;
  readonly answers: Answers;
  readonly survey: Survey;
  /** What the checks that ask the host alone have to do with it; they need not be run again when a survey changes. */
  readonly ofHost: FromHost;
  /** Whether a program has checked all scripts. */
  readonly knowsScripts: boolean;
}

/** What checks found that ask the host alone, and what it answered. */
interface FromHost {
  readonly result: UnitResult;
  readonly answers: Answers;
}

/** There is nothing around a file but files. */
const nothingAround: Survey = { neighbours: undefined, composed: [] };

/** Runs rules over units. Remembers what it found per unit, so that a unit that did not change is not judged again. */
export class Linter {
  private readonly remembered = new Notes<Unit, { settings: Settings; result: UnitResult }>();
  private readonly surveyed = new Notes<Unit, Surveyed>();
  private readonly placed = new Notes<UnitResult, { start: number; findings: readonly Finding[] }>();
  private readonly files: RememberedFiles;
  private readonly surveyors: Readonly<Record<string, Surveyor>>;

  /** `surveyors` look at the files around one, by the id of its language, where there is more to it than files. */
  constructor(files: RememberedFiles, surveyors: Readonly<Record<string, Surveyor>> = {}) {
    this.files = files;
    this.surveyors = surveyors;
  }

  /**
   * All findings of a file: those of its units, without the suppressed ones, and those about the suppressions. What the
   * files beside it say is among them where `survey` has found it out.
   */
  lint(text: string, units: readonly PlacedUnit[], settings: Settings): FileResult {
    const found: Finding[] = [];
    const crashes: Crash[] = [];
    const suppressions = new SuppressionList(units, settings);
    const asksAround = this.asksAround(units, settings);
    let isSurveyed = true;
    for (const placed of units) {
      const surveyed = asksAround ? this.surveyOf(placed.unit, settings) : undefined;
      if (asksAround && !surveyed) isSurveyed = false;
      const own = surveyed?.isWhole ? [] : [this.judge(placed.unit, settings)];
      const sharper = (surveyed?.result.findings ?? []).filter(
        (one) => one.insteadOf !== undefined && suppressions.unlessCovered(one, placed),
      );
      // What looks at other files knows more: of fixes at one place, its own have their way.
      for (const result of surveyed ? [surveyed.result, ...own] : own) {
        for (const crash of result.crashes) crashes.push(crash);
        const inFile = this.inFile(result, placed.start);
        for (const [index, finding] of result.findings.entries()) {
          if (surveyed && finding.isMoot?.(surveyed.survey.neighbours)) continue;
          const heard = suppressions.unlessCovered(finding, placed);
          if (result !== surveyed?.result && sharper.some((one) => saysTheSame(one, finding))) continue;
          const known = heard === finding ? inFile[index] : undefined;
          if (heard) found.push(known ?? place(heard, placed.start));
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

  /** The findings of a unit where they stand in the file: the same ones as before, unless the unit has moved. */
  private inFile(result: UnitResult, start: number): readonly Finding[] {
    const before = this.placed.get(result);
    if (before?.start === start) return before.findings;
    const findings = result.findings.map((finding) => place(finding, start));
    this.placed.set(result, { start, findings });
    return findings;
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
  async survey(file: ReadFile, settings: Settings, scripts: ScriptChecker | undefined): Promise<boolean> {
    const { uri, units } = file;
    if (!this.asksAround(units, settings)) return false;
    const { host, answers } = this.files.recording();
    const fromHost = this.files.recording();
    const survey = (await this.surveyors[units[0]?.unit.language ?? '']?.(file, host)) ?? nothingAround;
    const composed = await this.judgeComposed(survey.composed, settings, { uri, host, scripts });
    const replaced = new Set(survey.composed.flatMap(({ standsFor }) => standsFor));
    let isNew = false;
    for (const { unit } of units) {
      const known = this.surveyOf(unit, settings);
      const knewScripts = known !== undefined && (known.knowsScripts || !scripts);
      const isWhole = replaced.has(unit);
      const isAlike = knewScripts && known.isWhole === isWhole;
      const before = isAlike && (await this.files.hold(known.ofHost.answers)) ? known : undefined;
      if (before?.survey === survey && (await this.files.hold(before.answers))) continue;
      const outlook = { uri, neighbours: survey.neighbours, scripts };
      const ask = async (asked: Asked, host: SharedHost) =>
        isWhole ? nothingFound : runContextChecks(unit, settings, asked, { ...outlook, host });
      const ofHost = before?.ofHost ?? { result: await ask('host', fromHost.host), answers: fromHost.answers };
      const own = both(ofHost.result, await ask('neighbours', host));
      const result = both(own, composed.get(unit) ?? nothingFound);
      const knowsScripts = scripts?.isWaiting === false;
      this.surveyed.set(unit, { settings, result, isWhole, answers, survey, ofHost, knowsScripts });
      isNew ||= [known?.result, result].some((one) => one && one.findings.length + one.crashes.length > 0);
      // A suppression that has covered nothing so far may now be told to be of no use.
      isNew ||= unit.suppressions.length > 0 || composed.has(unit);
      isNew ||= this.judge(unit, settings).findings.some((finding) => finding.isMoot?.(survey.neighbours));
    }
    return isNew;
  }

  /** What the files around were asked for what `lint` says of units, as far as `survey` has looked at them. */
  answersAbout(units: readonly PlacedUnit[], settings: Settings): readonly Answers[] {
    const all = units.flatMap(({ unit }) => {
      const known = this.surveyOf(unit, settings);
      return known ? [known.answers, known.ofHost.answers] : [];
    });
    return [...new Set(all)];
  }

  /** What is found in what is composed of several files, by the unit of the judged file that says it. */
  private async judgeComposed(
    composed: readonly ComposedUnit[],
    settings: Settings,
    outlook: Omit<Outlook, 'neighbours'>,
  ): Promise<ReadonlyMap<Unit, UnitResult>> {
    const byUnit = new Map<Unit, PlacedFindings>();
    for (const { madeOf } of composed) for (const unit of madeOf) byUnit.set(unit, new PlacedFindings());
    for (const one of composed) {
      const own = this.judge(one.unit, settings);
      const around = { ...outlook, neighbours: one.neighbours };
      const fromHost = await runContextChecks(one.unit, settings, 'host', around);
      const fromNeighbours = await runContextChecks(one.unit, settings, 'neighbours', around);
      for (const result of [fromHost, fromNeighbours, own]) {
        for (const unit of one.madeOf) byUnit.get(unit)?.crashes.push(...result.crashes);
        for (const found of result.findings) {
          const finding = asSaidHere(found, one);
          const place = finding && one.placeOf(finding.span);
          if (!place || finding.isMoot?.(one.neighbours)) continue;
          const isOfOthers = result === own && one.whole.includes(place.unit) && !this.says(place, finding, settings);
          if (!isOfOthers) byUnit.get(place.unit)?.add(placeComposed(finding, one));
        }
      }
    }
    return byUnit;
  }

  /** Whether the same is said at a place of a unit when it is judged by itself. */
  private says({ unit, span }: PlaceInUnit, { rule }: Finding, settings: Settings): boolean {
    return this.judge(unit, settings).findings.some((one) => one.rule === rule && one.span.start === span.start);
  }

  /** Whether anything around the file may have a say, which is of one language throughout. */
  private asksAround(units: readonly PlacedUnit[], settings: Settings): boolean {
    return hasContextChecks(units, settings) || Object.hasOwn(this.surveyors, units[0]?.unit.language ?? '');
  }

  /** What the files beside a unit were found to say about it when they were last looked at. */
  private surveyOf(unit: Unit, settings: Settings): Surveyed | undefined {
    const known = this.surveyed.get(unit);
    return known?.settings === settings ? known : undefined;
  }
}

/** Whether a finding takes the place of another one. */
function saysTheSame({ insteadOf, span }: Finding, other: Finding): boolean {
  return insteadOf === other.rule.id && span.start === other.span.start && span.end === other.span.end;
}

const nothingFound: UnitResult = { findings: [], crashes: [] };

function both(one: UnitResult, other: UnitResult): UnitResult {
  if (other === nothingFound) return one;
  return { findings: [...one.findings, ...other.findings], crashes: [...one.crashes, ...other.crashes] };
}
