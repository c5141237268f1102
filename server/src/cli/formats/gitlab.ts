import type { Severity } from '../../core/severity.ts';
import { namesOf } from '../fingerprints.ts';
import type { LintReport } from '../report.ts';

/** GitLab's severities are info, minor, major, critical and blocker. */
const severities: Readonly<Record<Severity, string>> = {
  error: 'critical',
  warning: 'major',
  info: 'minor',
  hint: 'info',
};

/**
 * The report of GitLab's Code Quality (docs.gitlab.com, "Code Quality report format"). Findings with one fingerprint are
 * shown as one, and by their fingerprints those of two branches are compared: no two are equal, and none counts lines.
 */
export function formatGitlab({ files }: LintReport): string {
  const issues = files.flatMap((file) => {
    const names = namesOf(file);
    return file.findings.map(({ finding }, index) => {
      const { start, end } = file.lines.rangeOf(finding.span);
      return {
        description: finding.message,
        check_name: finding.rule.id,
        fingerprint: names[index],
        severity: severities[finding.severity],
        location: { path: file.path, lines: { begin: start.line + 1, end: end.line + 1 } },
      };
    });
  });
  return `${JSON.stringify(issues, undefined, 2)}\n`;
}
