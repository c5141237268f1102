import { forEachChild, type SyntaxNode } from 'unbash';
import { type MappedText, sourceSpan } from '../text/mapped.ts';
import type { Span } from '../text/span.ts';

/**
 * The stretches of a script that hold an offset of its source, the largest first: lists, commands, words, and the parts
 * of words. Those without exact places are left out.
 */
export function enclosingSpans(syntax: SyntaxNode, source: MappedText, offset: number): readonly Span[] {
  const spans: Span[] = [];
  const visit = (node: SyntaxNode): void => {
    const span = sourceSpan(source, node.pos, node.end);
    if (span.isExact === false || offset < span.start || span.end < offset) return;
    spans.push(span);
    // A script in backquotes with escapes owns its text: positions in it lead nowhere in ours.
    if (node.type === 'Script' && node.source !== undefined) return;
    forEachChild(node, visit);
  };
  visit(syntax);
  return spans;
}
