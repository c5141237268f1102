import { fill } from '../templates/fill.ts';
import { snippet } from '../templates/snippet.ts';
import type { Template } from '../templates/template.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Span } from '../text/span.ts';
import type { Suggestion } from './assistant.ts';

/** A template in the place of what is typed, as a snippet and as plain text, with the line breaks of the file. */
export function suggestTemplate(template: Template, span: Span, fileText: string): Suggestion {
  const lineBreak = lineBreakOf(fileText);
  const broken = (text: string) => text.replaceAll('\n', lineBreak);
  const { id, title, description } = template;
  return {
    label: id,
    kind: 'snippet',
    detail: title,
    documentation: `${description}.`,
    edit: { span, newText: broken(snippet(template)) },
    isSnippet: true,
    plainText: broken(fill(template)),
  };
}
