import type { Span } from '../text/span.ts';
import type { Suppression } from './suppression.ts';

const syntax = /^seaworthy-ignore-(next-line|file)\s+([^\s:,]+(?:\s*,\s*[^\s:,]+)*)\s*(?::\s*(.*\S))?\s*$/;

/**
 * Reads our own suppression comments, the same in every language with `#` comments:
 * `# seaworthy-ignore-next-line rule-id: reason` and `# seaworthy-ignore-file rule-id, rule-id: reason`.
 *
 * `text` is the comment without its `#`, `span` where all of it stands; `below` tells what the next line covers.
 */
export function readSuppressionComment(text: string, span: Span, below: () => Span): Suppression | undefined {
  const match = syntax.exec(text);
  if (!match) return undefined;
  const [, scope, list = '', reason] = match;
  const rules = list.split(/\s*,\s*/).map((name) => ({ name, span }));
  return { source: 'seaworthy', span, rules, reason, scope: scope === 'file' ? 'file' : below() };
}

/** The comment that suppresses a rule on the line below, or in all of the file, without a line break. */
export function suppressionComment(ruleId: string, scope: 'next-line' | 'file'): string {
  return `# seaworthy-ignore-${scope} ${ruleId}`;
}
