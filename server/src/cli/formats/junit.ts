import type { LintReport, ReportedFile } from '../report.ts';

/** JUnit's XML, which most build servers show as test results: one suite a file, one failure a finding. */
export function formatJunit({ files }: LintReport): string {
  const total = files.reduce((sum, file) => sum + file.findings.length, 0);
  const tests = files.reduce((sum, file) => sum + Math.max(1, file.findings.length), 0);
  const suites = files.map(suite).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="seaworthy" tests="${tests}" failures="${total}">\n${suites}</testsuites>\n`;
}

function suite({ path, lines, findings }: ReportedFile): string {
  const cases = findings.map(({ finding }) => {
    const { line, character } = lines.positionAt(finding.span.start);
    const place = `${path}:${line + 1}:${character + 1}`;
    return `    <testcase name="${xml(finding.rule.id)}" classname="${xml(path)}">\n      <failure type="${finding.severity}" message="${xml(finding.message)}">${xml(place)}</failure>\n    </testcase>\n`;
  });
  const body = cases.length > 0 ? cases.join('') : `    <testcase name="seaworthy" classname="${xml(path)}"/>\n`;
  return `  <testsuite name="${xml(path)}" tests="${Math.max(1, findings.length)}" failures="${findings.length}">\n${body}  </testsuite>\n`;
}

function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\P{Cc}\t\n\r]/gu, '');
}
