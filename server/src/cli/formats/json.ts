import { fileOf, type LintReport, type ReportedFile, type ReportedFinding, summarize } from '../report.ts';

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

function findingJson({ finding, fixes, refusals }: ReportedFinding, file: ReportedFile) {
  return {
    rule: finding.rule.id,
    severity: finding.severity,
    message: finding.message,
    range: file.lines.rangeOf(finding.span),
    aliases: finding.aliases,
    tags: finding.tags,
    related: finding.related.map((related) => ({
      ...(related.file && { path: fileOf(related, file).path }),
      range: fileOf(related, file).lines.rangeOf(related.span),
      message: related.message,
    })),
    fixes: fixes.map(({ title, safety }) => ({ title, safety })),
    ...(refusals.length > 0 ? { refusals } : {}),
  };
}
