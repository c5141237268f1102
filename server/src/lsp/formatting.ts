import { DockerFormatter } from 'dockerfile-language-service/lib/dockerFormatter.js';
import type { FormattingOptions, Range, TextEdit } from 'vscode-languageserver';
import { keepingMeaning } from '../dockerfile/meaning.ts';
import { LineMap } from '../text/lines.ts';
import { toTextEdits } from './convert.ts';
import type { OpenDocument } from './documents.ts';

/**
 * Formats a Dockerfile, or some lines of it, when somebody asks for it: indentation and blanks at the ends of empty
 * lines. What would change what the Dockerfile means stays as it is.
 */
export function format(
  { language, text: document, terms }: OpenDocument,
  options: FormattingOptions,
  range?: Range,
): TextEdit[] {
  if (language !== 'dockerfile' || terms?.editor.enable === false) return [];
  const text = document.getText();
  const lines = new LineMap(text);
  const all = { start: { line: 0, character: 0 }, end: { line: lines.lineCount - 1, character: 0 } };
  const edits = new DockerFormatter().formatRange(text, range ?? all, options).map((edit) => ({
    span: lines.spanOf(edit.range),
    newText: edit.newText,
  }));
  const changing = edits.filter(({ span, newText }) => text.slice(span.start, span.end) !== newText);
  return toTextEdits(keepingMeaning(text, changing), lines);
}
