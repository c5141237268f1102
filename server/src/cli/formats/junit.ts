import { atLeast, type Severity } from '../../core/severity.ts';
import type { LintReport, ReportedFile } from '../report.ts';

/**
 * JUnit's XML, which most build servers show as test results: one suite a file, one case a finding. What does not make
 * the run fail is told as a skipped test, so that no build is marked for it.
 */
export function formatJunit({ files, failOn }: LintReport): string {
  const suites = files.map((file) => suite(file, failOn));
  const total = (count: (one: Suite) => number) => suites.reduce((sum, one) => sum + count(one), 0);
  const counts = attributes({
    name: 'seaworthy',
    tests: total(({ tests }) => tests),
    failures: total(({ failures }) => failures),
    errors: 0,
    skipped: total(({ skipped }) => skipped),
  });
  const texts = suites.map(({ text }) => text).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${counts}>\n${texts}</testsuites>\n`;
}

interface Suite {
  readonly tests: number;
  readonly failures: number;
  readonly skipped: number;
  readonly text: string;
}

function suite({ path, lines, findings }: ReportedFile, failOn: Severity): Suite {
  const seen = new Map<string, number>();
  const cases = findings.map(({ finding }) => {
    const { rule, severity, message, span } = finding;
    // Build servers know a test by its names, and take two of the same names for one.
    const count = (seen.get(rule.id) ?? 0) + 1;
    seen.set(rule.id, count);
    const name = count === 1 ? rule.id : `${rule.id} (${count})`;
    const { line, character } = lines.positionAt(span.start);
    const place = `${path}:${line + 1}:${character + 1}`;
    const outcome = atLeast(severity, failOn)
      ? `<failure${attributes({ type: severity, message })}>${xml(place)}</failure>`
      : `<skipped${attributes({ message: `${severity}: ${message} (${place})` })}/>`;
    return `    <testcase${attributes({ name, classname: path, file: path, line: line + 1 })}>\n      ${outcome}\n    </testcase>\n`;
  });
  const failures = findings.filter(({ finding }) => atLeast(finding.severity, failOn)).length;
  const counts = { tests: Math.max(1, findings.length), failures, errors: 0, skipped: findings.length - failures };
  const all =
    cases.length > 0 ? cases : [`    <testcase${attributes({ name: 'seaworthy', classname: path, file: path })}/>\n`];
  return { ...counts, text: `  <testsuite${attributes({ name: path, ...counts })}>\n${all.join('')}  </testsuite>\n` };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  const written = Object.entries(values).map(([name, value]) => ` ${name}="${xml(String(value))}"`);
  return written.join('');
}

/** A text in XML 1.0, without the characters that cannot stand there. */
function xml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replace(/[^\P{Cc}\t\n\r]|\p{Cs}|[\uFFFE\uFFFF]/gu, '');
}
