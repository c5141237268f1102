import type { Span } from '../text/span.ts';
import type { Suppression } from './suppression.ts';

const syntax = /^#\s*seaworthy-ignore-(next-line|file)\s+([^\s:,]+(?:\s*,\s*[^\s:,]+)*)\s*(?::\s*(.*\S))?\s*$/d;

/**
 * Reads our own suppression comments, the same in every language with `#` comments:
 * `# seaworthy-ignore-next-line rule-id: reason` and `# seaworthy-ignore-file rule-id, rule-id: reason`.
 *
 * `written` is the comment with its `#`, `span` where it stands; `below` tells what the next line covers.
 */
export function readSuppressionComment(written: string, span: Span, below: () => Span): Suppression | undefined {
  const match = syntax.exec(written);
  if (!match) return undefined;
  const [, scope, list = '', reason] = match;
  const listStart = span.start + (match.indices?.[2]?.[0] ?? 0);
  const rules = [...list.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => {
    const start = listStart + index;
    return { name, span: { start, end: start + name.length } };
  });
  return { source: 'seaworthy', span, rules, reason, scope: scope === 'file' ? 'file' : below() };
}

/** The comment that suppresses a rule on the line below, or in all of the file, without a line break. */
export function suppressionComment(ruleId: string, scope: 'next-line' | 'file'): string {
  return `# seaworthy-ignore-${scope} ${ruleId}`;
}
