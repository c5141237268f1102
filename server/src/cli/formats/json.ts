import { fileOf, type LintReport, type ReportedFile, type ReportedFinding, summarize } from '../report.ts';

/** Everything, for programs. Positions are zero-based and in UTF-16 units, as in the Language Server Protocol. */
export function* formatJson(report: LintReport): Generator<string> {
  yield '{\n  "files": [';
  for (const [index, file] of report.files.entries()) {
    yield `${index > 0 ? ',' : ''}\n    ${indented(fileJson(file), '    ')}`;
  }
  const end = report.files.length > 0 ? '\n  ]' : ']';
  yield `${end},\n  "summary": ${indented(summarize(report), '  ')}\n}\n`;
}

function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll('\n', `\n${indent}`);
}

function fileJson(file: ReportedFile) {
  const findings = file.findings.map((finding) => findingJson(finding, file));
  return { path: file.path, language: file.language, findings };
}

function findingJson({ finding, fixes, elsewhere, refusals }: ReportedFinding, file: ReportedFile) {
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
    fixes: [...fixes, ...elsewhere].map(({ title, safety }) => ({ title, safety })),
    ...(refusals.length > 0 ? { refusals } : {}),
  };
}
