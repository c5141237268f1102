import { buildElsewhere, buildFix, Crash } from '../core/build-fix.ts';
import type { Finding, Related } from '../core/finding.ts';
import { type FixContext, Refusal, type Safety } from '../core/fix.ts';
import type { Rule } from '../core/rule.ts';
import type { Severity } from '../core/severity.ts';
import type { LanguageId } from '../engine/engine.ts';
import type { TextEdit } from '../text/edit.ts';
import type { LineMap } from '../text/lines.ts';

/** A fix, built, so that what is printed of it is true. */
export interface ReportedFix {
  readonly title: string;
  readonly safety: Safety;
  readonly edits: readonly TextEdit[];
}

/** A finding with its fixes; those that were refused only with their reason. */
export interface ReportedFinding {
  /** What can be made of it; the way to its fixes would keep all that is known of the file in memory. */
  readonly finding: Omit<Finding, 'fixes'>;
  readonly fixes: readonly ReportedFix[];
  /** Those that change another file. */
  readonly elsewhere: readonly Pick<ReportedFix, 'title' | 'safety'>[];
  readonly refusals: readonly string[];
}

/** A file, and where the places in it are. */
export interface PlacedFile {
  /** Relative to the working folder, with forward slashes. */
  readonly path: string;
  readonly lines: LineMap;
}

export interface ReportedFile extends PlacedFile {
  readonly language: LanguageId;
  readonly findings: readonly ReportedFinding[];
  /** The path, as `path` is written, of another file given by its URI. */
  readonly pathOf: (uri: string) => string;
}

/** The file that a related place stands in: the finding's own, or another one. */
export function fileOf({ file: other }: Related, own: ReportedFile): PlacedFile {
  return other ? { path: own.pathOf(other.uri), lines: other.lines } : own;
}

/** All that a run of `lint` has to say. */
export interface LintReport {
  readonly files: readonly ReportedFile[];
  /** The rules that were run. */
  readonly rules: readonly Rule[];
  /** The least severity that makes the run fail. */
  readonly failOn: Severity;
  readonly version: string;
}

export type Summary = Readonly<Record<Severity, number>> & { readonly files: number; readonly fixable: number };

/** Counts the findings; `fixable` counts those that have at least one fix. */
export function summarize({ files }: LintReport): Summary {
  const summary = { files: files.length, error: 0, warning: 0, info: 0, hint: 0, fixable: 0 };
  for (const { finding, fixes, elsewhere } of files.flatMap((file) => file.findings)) {
    summary[finding.severity]++;
    if (fixes.length + elsewhere.length > 0) summary.fixable++;
  }
  return summary;
}

/** Builds the fixes of a finding, so that those that cannot be made here are not promised. */
export async function withFixes(
  finding: Finding,
  context: FixContext,
): Promise<{ readonly finding: ReportedFinding; readonly crashes: readonly Crash[] }> {
  const fixes: ReportedFix[] = [];
  const elsewhere: Pick<ReportedFix, 'title' | 'safety'>[] = [];
  const refusals: string[] = [];
  const crashes: Crash[] = [];
  for (const fix of finding.fixes) {
    const edits = await buildFix(finding, fix, context);
    if (edits instanceof Crash) crashes.push(edits);
    else if (edits instanceof Refusal) refusals.push(edits.reason);
    else fixes.push({ title: fix.title, safety: fix.safety, edits });
  }
  for (const fix of finding.elsewhere ?? []) {
    const change = await buildElsewhere(finding, fix, context);
    if (change instanceof Crash) crashes.push(change);
    else if (change instanceof Refusal) refusals.push(change.reason);
    else elsewhere.push({ title: fix.title, safety: fix.safety });
  }
  const { rule, severity, message, span, related, tags, aliases } = finding;
  const told = { rule, severity, message, span, related, tags, aliases };
  return { finding: { finding: told, fixes, elsewhere, refusals }, crashes };
}
