import type { Severity } from '../../core/severity.ts';
import type { LintReport } from '../report.ts';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Workflow commands, which GitHub Actions turns into annotations. */
export function formatGithub({ files }: LintReport): string {
  const lines = files.flatMap(({ path, lines, findings }) =>
    findings.map(({ finding }) => {
      const { start, end } = lines.rangeOf(finding.span);
      const columns = start.line === end.line ? `,col=${start.character + 1},endColumn=${end.character + 1}` : '';
      const place = `file=${property(path)},line=${start.line + 1},endLine=${end.line + 1}${columns}`;
      const title = property(`seaworthy: ${finding.rule.id}`);
      return `::${commands[finding.severity]} ${place},title=${title}::${data(finding.message)}\n`;
    }),
  );
  return lines.join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
