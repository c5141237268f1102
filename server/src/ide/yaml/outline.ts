import { isScalar } from 'yaml';
import { type Span, shift } from '../../text/span.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant, OutlineEntry, OutlineKind } from '../assistant.ts';
import { readDocumentsOf, writtenSpan } from './document-at.ts';

/** How much of a text is shown behind its key, in characters. */
const longestDetail = 60;

/** What members of lists are told from one another by, the first that there is. */
const naming = ['name', 'key', 'host', 'path', 'mountPath', 'port', 'containerPort', 'ip', 'kind', 'type'] as const;

/** Nothing is nested further than this in earnest. */
const deepest = 40;

/** Lists what stands in a YAML file: each document, called as the resource that it declares, and the keys in it. */
export const yamlOutline: Assistant = {
  alsoBy: 'yaml',
  outline(file) {
    if (file.language !== 'kubernetes') return [];
    const documents = readDocumentsOf(file).filter(({ document }) => document.root.exists);
    return documents.flatMap(({ document, start }, index) => {
      const { root } = document;
      const entry = rootEntry(root, start, `document ${index + 1}`);
      // What is one document and no resource is told by its keys alone.
      return entry.kind === 'resource' || documents.length > 1 ? [entry] : (entry.children ?? []);
    });
  },
};

function rootEntry(root: YamlValue, start: number, fallback: string): OutlineEntry {
  const span = shift(writtenSpan(root) ?? { start: 0, end: 0 }, start);
  const children = childrenOf(root, start, 0);
  const named = resourceName(root);
  if (!named) return { name: fallback, kind: 'property', span, nameSpan: firstOf(span), children };
  return { ...named, kind: 'resource', span, nameSpan: nameSpanOf(root, start, span), children };
}

/** What an object is called: `Deployment/web`, with its namespace behind it; undefined for what is no object. */
function resourceName(value: YamlValue): { readonly name: string; readonly detail?: string | undefined } | undefined {
  const kind = value.get('kind').text;
  if (!kind || !value.get('apiVersion').exists) return undefined;
  const metadata = value.get('metadata');
  const name = metadata.get('name').text ?? metadata.get('generateName').text;
  return { name: name ? `${kind}/${name}` : kind, detail: metadata.get('namespace').text };
}

function nameSpanOf(value: YamlValue, start: number, within: Span): Span {
  const span = value.at('metadata', 'name').span ?? value.get('kind').span;
  const placed = span && shift(span, start);
  return placed && within.start <= placed.start && placed.end <= within.end ? placed : firstOf(within);
}

function firstOf({ start, end }: Span): Span {
  return { start, end: Math.min(end, start + 1) };
}

function childrenOf(value: YamlValue, start: number, depth: number): readonly OutlineEntry[] | undefined {
  // What an alias stands for is listed where it is written.
  if (value.written !== value.node || depth > deepest) return undefined;
  if (value.isMap) return value.entries.flatMap(([key, inner]) => keyEntry(key, inner, start, depth));
  if (value.isList) return value.items.flatMap((item, index) => memberEntry(item, index, start, depth));
  return undefined;
}

function keyEntry(name: string, value: YamlValue, start: number, depth: number): OutlineEntry[] {
  const { keySpan } = value;
  if (!keySpan) return [];
  const end = Math.max(keySpan.end, writtenSpan(value)?.end ?? 0);
  return [
    {
      name,
      detail: detailOf(value),
      kind: kindOf(value),
      span: shift({ start: keySpan.start, end }, start),
      nameSpan: shift(keySpan, start),
      children: childrenOf(value, start, depth + 1),
    },
  ];
}

function memberEntry(value: YamlValue, index: number, start: number, depth: number): OutlineEntry[] {
  const written = writtenSpan(value);
  if (!written) return [];
  const span = shift(written, start);
  const named = naming.map((key) => value.get(key)).find(({ text }) => text !== undefined);
  const own = resourceName(value) ?? { name: named?.text ?? shortened(value.text) ?? `[${index}]` };
  return [
    {
      ...own,
      kind: kindOf(value),
      span,
      nameSpan: named?.span && value.written === value.node ? shift(named.span, start) : firstOf(span),
      children: childrenOf(value, start, depth + 1),
    },
  ];
}

function detailOf(value: YamlValue): string | undefined {
  return shortened(value.text);
}

/** A text on one line, and no longer than there is room for. */
function shortened(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const line = text.trim().replace(/\s*\n[\s\S]*/, ' …');
  return line.length > longestDetail ? `${line.slice(0, longestDetail - 1)}…` : line;
}

function kindOf(value: YamlValue): OutlineKind {
  if (value.isList) return 'list';
  if (!isScalar(value.node)) return 'property';
  if (value.boolean !== undefined) return 'boolean';
  return value.number === undefined ? 'text' : 'number';
}
