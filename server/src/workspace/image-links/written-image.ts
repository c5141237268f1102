import type { Container } from '../../kubernetes/container.ts';
import type { Span } from '../../text/span.ts';

/** The image that a container names: in a template with its actions, and elsewhere as it is after all overlays. */
export function writtenImageOf({ value }: Container): { readonly text: string; readonly span: Span } | undefined {
  const { span, document, text } = value.get('image');
  if (!span) return undefined;
  const written = document.text.slice(span.start, span.end).replace(/^(["'])(.*)\1$/s, '$2');
  return { text: written.includes('{{') ? written : (text ?? written), span };
}
