import type { Span } from '../text/span.ts';
import { Crash } from './build-fix.ts';
import { byPlace, type Finding } from './finding.ts';
import type { SharedHost } from './host.ts';
import { Report } from './report.ts';
import { type Check, type ContextCheck, isHeardIn, type UnusedSuppression } from './rule.ts';
import type { ScriptChecker } from './script-checker.ts';
import type { ActiveRule, Settings } from './settings.ts';
import type { PlacedUnit, Unit } from './unit.ts';

/** What rules have to say about a unit. */
export interface UnitResult {
  readonly findings: readonly Finding[];
  readonly crashes: readonly Crash[];
}

/** Runs the checks that look at nothing but the unit. */
export function runChecks(unit: Unit, settings: Settings): UnitResult {
  const gathered = new Gathered();
  const { kubernetesVersion } = settings;
  for (const { active, check } of checksOf(unit.language, settings).ofUnit) {
    const { options, podSecurity } = active;
    const model = modelFor(active, unit);
    gathered.run(active, (report) => check({ model, options, kubernetesVersion, podSecurity, report }));
  }
  gathered.sort();
  return gathered;
}

/** What a rule is to look at, in the preset it speaks in. */
function modelFor({ preset, podSecurity }: ActiveRule, unit: Unit): unknown {
  return (preset === 'all' && !podSecurity ? unit.literal : undefined) ?? unit.model;
}

/** A rule that is switched on, and its check of one language. */
interface ActiveCheck<Of> {
  readonly active: ActiveRule;
  readonly check: Of;
}

/** Whom checks ask of other files: the host alone, or what is known of the neighbours as well. */
export type Asked = 'host' | 'neighbours';

/** The checks of a language that settings switch on. */
interface ActiveChecks {
  readonly ofUnit: readonly ActiveCheck<Check<unknown, unknown>>[];
  readonly ofContext: Readonly<Record<Asked, readonly ActiveCheck<ContextCheck<unknown, unknown>>[]>>;
}

/** So that they need not be picked out anew for each unit. */
const switchedOn = new WeakMap<Settings, Map<string, ActiveChecks>>();

function checksOf(language: string, settings: Settings): ActiveChecks {
  const byLanguage = switchedOn.get(settings) ?? new Map<string, ActiveChecks>();
  switchedOn.set(settings, byLanguage);
  const checks = byLanguage.get(language) ?? pickChecks(language, settings);
  byLanguage.set(language, checks);
  return checks;
}

function pickChecks(language: string, { rules }: Settings): ActiveChecks {
  const ofUnit = rules.flatMap((active) => {
    const check = active.rule.checks[language] as Check<unknown, unknown> | undefined;
    return check ? [{ active, check }] : [];
  });
  const ofContext = rules.flatMap((active) => {
    const check = active.rule.contextChecks?.[language] as ContextCheck<unknown, unknown> | undefined;
    return check ? [{ active, check }] : [];
  });
  const host = ofContext.filter(({ active }) => active.rule.asksHostAlone);
  const neighbours = ofContext.filter(({ active }) => !active.rule.asksHostAlone);
  return { ofUnit, ofContext: { host, neighbours } };
}

/** Whether there is any check that looks at the files beside a file, which is of one language throughout. */
export function hasContextChecks([first]: readonly PlacedUnit[], settings: Settings): boolean {
  if (!first) return false;
  const { host, neighbours } = checksOf(first.unit.language, settings).ofContext;
  return host.length + neighbours.length > 0;
}

/** What the checks are given that look at files beside a unit. */
export interface Outlook {
  readonly uri: string;
  readonly host: SharedHost;
  readonly neighbours: unknown;
  readonly scripts: ScriptChecker | undefined;
}

/** Runs the checks that look at files beside the unit, those that ask a certain one of them. */
export async function runContextChecks(
  unit: Unit,
  settings: Settings,
  asked: Asked,
  outlook: Outlook,
): Promise<UnitResult> {
  const gathered = new Gathered();
  const { kubernetesVersion } = settings;
  for (const { active, check } of checksOf(unit.language, settings).ofContext[asked]) {
    const waiting = gathered.run(active, (report) =>
      check({
        model: modelFor(active, unit),
        options: active.options,
        kubernetesVersion,
        preset: active.preset,
        ...outlook,
        report,
      }),
    );
    // Most have nothing to wait for, and there are many of them for each of the documents of a file.
    if (waiting) await waiting;
  }
  gathered.sort();
  return gathered;
}

/** Runs the checks of suppressions that covered nothing. */
export function runSuppressionChecks(
  text: string,
  unused: readonly UnusedSuppression[],
  settings: Settings,
): UnitResult {
  const gathered = new Gathered();
  if (unused.length === 0) return gathered;
  for (const active of settings.rules)
    gathered.run(active, (report) => active.rule.checkSuppressions?.({ unused, text, report }));
  return gathered;
}

/** Gathers what the rules report. One that throws loses its own findings of this unit and nothing else. */
class Gathered implements UnitResult {
  readonly findings: Finding[] = [];
  readonly crashes: Crash[] = [];

  /** Runs a check; what is left to wait for is given back. */
  run(
    active: ActiveRule,
    check: (report: (span: Span, message: string) => Report) => void | Promise<void>,
  ): Promise<void> | undefined {
    const reported: Report[] = [];
    const fail = (error: unknown) => void this.crashes.push(new Crash(active.rule.meta.id, error));
    try {
      const waiting = check(reporterFor(active, reported));
      if (waiting) return waiting.then(() => this.take(active, reported)).catch(fail);
      this.take(active, reported);
    } catch (error) {
      fail(error);
    }
    return undefined;
  }

  /** Puts the findings in the order of the text, so that there is little left to sort when those of a file are joined. */
  sort(): void {
    this.findings.sort(byPlace);
  }

  private take(active: ActiveRule, reported: readonly Report[]): void {
    for (const report of reported) if (isHeardIn(report.preset, active.preset)) this.findings.push(report);
  }
}

function reporterFor({ rule, severity }: ActiveRule, reported: Report[]) {
  return (span: Span, message: string): Report => {
    const report = new Report(rule.meta, severity, span, message);
    reported.push(report);
    return report;
  };
}
