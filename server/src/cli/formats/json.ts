import { type LintReport, type ReportedFile, type ReportedFinding, summarize } from '../report.ts';

/** Everything, for programs. Positions are zero-based and in UTF-16 units, as in the Language Server Protocol. */
export function formatJson(report: LintReport): string {
  const document = {
    files: report.files.map((file) => ({
      path: file.path,
      language: file.language,
      findings: file.findings.map((finding) => findingJson(finding, file)),
    })),
    summary: summarize(report),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function findingJson({ finding, fixes, refusals }: ReportedFinding, { lines }: ReportedFile) {
  return {
    rule: finding.rule.id,
    severity: finding.severity,
    message: finding.message,
    range: lines.rangeOf(finding.span),
    aliases: finding.aliases,
    tags: finding.tags,
    related: finding.related.map(({ span, message }) => ({ range: lines.rangeOf(span), message })),
    fixes: fixes.map(({ title, safety }) => ({ title, safety })),
    ...(refusals.length > 0 ? { refusals } : {}),
  };
}
