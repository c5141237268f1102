import type { Finding } from '../core/finding.ts';
import type { LineMap } from '../text/lines.ts';
import type { Subject } from './subject.ts';

/** More findings of one file are only counted: a model that has mended these asks again. */
const mostFindings = 100;

/** What was found in a file: a line for each finding, and one below it for each fix. Lines and columns count from 1. */
export function describeFindings({ path, source }: Subject, findings: readonly Finding[]): string {
  if (findings.length === 0) return `${path}: nothing found.`;
  const lines = findings
    .slice(0, mostFindings)
    .flatMap((finding) => [
      `${place(finding, source.lines)} ${finding.severity} [${finding.rule.id}] ${finding.message}`,
      ...[...finding.fixes, ...(finding.elsewhere ?? [])].map(({ title, safety }) => `    fix (${safety}): ${title}`),
    ]);
  const more = findings.length - mostFindings;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  return [`${path}: ${count}`, ...lines, ...(more > 0 ? [`and ${more} more`] : [])].join('\n');
}

function place({ span }: Finding, lines: LineMap): string {
  const { line, character } = lines.positionAt(span.start);
  return `${line + 1}:${character + 1}`;
}
