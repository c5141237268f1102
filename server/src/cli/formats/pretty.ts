import { safeties } from '../../core/fix.ts';
import type { Severity } from '../../core/severity.ts';
import type { Position } from '../../text/lines.ts';
import { fileOf, type LintReport, type ReportedFile, type ReportedFinding, summarize } from '../report.ts';
import type { Paint } from '../terminal.ts';

/** For people: each finding with the lines it is about. The first line of each is what problem matchers read. */
export function formatPretty(report: LintReport, paint: Paint): string {
  const findings = report.files.flatMap((file) => file.findings.map((finding) => describe(finding, file, paint)));
  return `${findings.join('')}${conclusion(report, paint)}\n`;
}

const colors: Readonly<Record<Severity, 'red' | 'yellow' | 'blue' | 'gray'>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'gray',
};

/** More lines than this are cut in the middle. */
const mostLines = 4;

function describe(reported: ReportedFinding, file: ReportedFile, paint: Paint): string {
  const { finding, fixes, elsewhere, refusals } = reported;
  const { start } = file.lines.rangeOf(finding.span);
  const place = `${file.path}:${start.line + 1}:${start.character + 1}`;
  const color = colors[finding.severity];
  const head = `${paint('bold', place)} ${paint(color, finding.severity)} ${paint('cyan', finding.rule.id)}: ${finding.message}`;
  const [best] = [...fixes, ...elsewhere];
  const notes = [
    ...finding.related.map((related) => {
      const { path, lines } = fileOf(related, file);
      const at = lines.positionAt(related.span.start);
      return `${related.message} (${path}:${at.line + 1}:${at.character + 1})`;
    }),
    ...(best ? [`fix (${best.safety}): ${best.title}`] : refusals.slice(0, 1).map((reason) => `no fix: ${reason}`)),
  ];
  const excerpt = excerptOf(reported, file, paint);
  return `${[head, ...excerpt, ...notes.map((note) => `  ${paint('gray', '=')} ${note}`)].join('\n')}\n\n`;
}

/** The lines a finding is about, with carets below. */
function excerptOf({ finding }: ReportedFinding, { lines }: ReportedFile, paint: Paint): string[] {
  const { start, end } = lines.rangeOf(finding.span);
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const shown = Array.from({ length: Math.min(last - start.line + 1, mostLines) }, (_, index) => start.line + index);
  const width = String((shown.at(-1) ?? 0) + 1).length;
  const gutter = (label: string) => paint('gray', `  ${label.padStart(width)} |`);
  const color = colors[finding.severity];
  const shownLines = shown.flatMap((line) => {
    const text = lines.lineText(line);
    return [`${gutter(String(line + 1))} ${text}`, `${gutter('')} ${paint(color, carets(text, line, start, end))}`];
  });
  return last - start.line + 1 > mostLines ? [...shownLines, gutter('...')] : shownLines;
}

function carets(text: string, line: number, start: Position, end: Position): string {
  const indent = text.length - text.trimStart().length;
  const from = line === start.line ? start.character : indent;
  const to = line === end.line ? Math.max(end.character, from + 1) : text.length;
  // Tabs stay tabs, so that the carets stand below what they point at.
  const margin = text.slice(0, from).replace(/[^\t]/g, ' ');
  return margin + '^'.repeat(Math.max(1, to - from));
}

function conclusion(report: LintReport, paint: Paint): string {
  const summary = summarize(report);
  const counts = (['error', 'warning', 'info', 'hint'] as const)
    .filter((severity) => summary[severity] > 0)
    .map((severity) => paint(colors[severity], plural(summary[severity], severity)));
  const files = plural(summary.files, 'file');
  if (counts.length === 0) return paint('green', `${files}: nothing found`);
  const safe = countFixable(report, 'safe');
  const suggested = countFixable(report, 'suggested');
  const offers = [
    ...(safe > 0 ? [`${safe} fixable with --fix`] : []),
    ...(suggested > 0 ? [`${suggested}${safe > 0 ? ' more' : ' fixable'} with --fix-suggested`] : []),
  ];
  return `${files}: ${counts.join(', ')}${offers.length > 0 ? ` (${offers.join(', ')})` : ''}`;
}

/** How many findings have a fix of a safety and none that is trusted more. */
function countFixable({ files }: LintReport, safety: 'safe' | 'suggested'): number {
  const findings = files.flatMap((file) => file.findings);
  return findings.filter(
    ({ fixes, elsewhere }) =>
      safeties.find((one) => [...fixes, ...elsewhere].some((fix) => fix.safety === one)) === safety,
  ).length;
}

export function plural(count: number, noun: string): string {
  const suffix = count === 1 || noun === 'info' ? '' : 's';
  return `${count} ${noun}${suffix}`;
}
