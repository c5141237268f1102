import { type Span, shift } from '../../text/span.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant } from '../assistant.ts';
import { readDocumentsOf, writtenSpan } from './document-at.ts';

/** Grows a selection in a YAML file: word, text, text with its quotes, key with value, map or list, document, file. */
export const yamlSelection: Assistant = {
  alsoBy: 'yaml',
  selections({ file, offset }) {
    if (file.language !== 'kubernetes') return [];
    const { text } = file;
    const around: Span[] = [{ start: 0, end: text.length }];
    const placed = readDocumentsOf(file).findLast(({ start }) => start <= offset);
    if (placed) {
      const { document, start } = placed;
      const whole = document.text.trimEnd().length;
      around.push({ start, end: start + Math.max(whole, offset - start) });
      around.push(...enclosing(document.root, offset - start).map((span) => shift(span, start)));
    }
    around.push(...wordsAt(text, offset));
    return nested(around, offset);
  },
};

/** The values around an offset, from the outside in, each with its key before it. */
function enclosing(root: YamlValue, offset: number): readonly Span[] {
  const spans: Span[] = [];
  for (let value: YamlValue | undefined = root; value; ) {
    const { keySpan, written, node, document } = value;
    const span = writtenSpan(value);
    if (keySpan) spans.push({ start: keySpan.start, end: Math.max(keySpan.end, span?.end ?? 0) }, keySpan);
    if (span) spans.push(span);
    if (span && /^(["'])[\s\S]*\1$/.test(document.text.slice(span.start, span.end)))
      spans.push({ start: span.start + 1, end: span.end - 1 });
    // What an alias stands for is written elsewhere.
    if (written !== node) break;
    const inner: readonly YamlValue[] = value.isMap ? value.entries.map(([, one]) => one) : value.items;
    value = inner.find((one) => {
      const start = one.keySpan?.start ?? one.span?.start;
      const end = Math.max(one.keySpan?.end ?? 0, one.span?.end ?? 0);
      return start !== undefined && start <= offset && offset <= end;
    });
  }
  return spans;
}

/** The letters and digits around an offset, and all that stands between blanks. */
function wordsAt(text: string, offset: number): readonly Span[] {
  return [/[\w]/, /[^\s"',:[\]{}]/].map((part) => {
    let start = offset;
    while (start > 0 && part.test(text[start - 1] ?? '')) start--;
    let end = offset;
    while (end < text.length && part.test(text[end] ?? '')) end++;
    return { start, end };
  });
}

/** Those that hold the offset, the smallest first, each holding the one before. */
function nested(spans: readonly Span[], offset: number): readonly Span[] {
  const chain: Span[] = [];
  const holding = spans.filter(({ start, end }) => start < end && start <= offset && offset <= end);
  for (const span of holding.toSorted((one, other) => one.end - one.start - (other.end - other.start))) {
    const last = chain.at(-1);
    const holds = !last || (span.start <= last.start && last.end <= span.end);
    if (holds && (!last || span.end - span.start > last.end - last.start)) chain.push(span);
  }
  return chain;
}
