import { Notes } from '../../core/notes.ts';
import type { SourceFile } from '../../engine/engine.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import type { Span } from '../../text/span.ts';
import type { KindOfResource } from '../../workspace/schemas/custom-definitions.ts';
import { YamlDocument } from '../../yaml/document.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import { maskTemplate } from '../../yaml/template-mask.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { manifestsOf } from '../spot.ts';

/** One document of a YAML file, as it can be read: with what a template writes replaced, unit for unit. */
export interface ReadableDocument {
  readonly text: string;
  /** Where it begins in its file. */
  readonly start: number;
}

const known = new Notes<SourceFile, ReadableDocument[]>();

/** The documents of a file, in the order of the text; one that is empty where the file is. */
export function documentsOf(file: SourceFile): readonly ReadableDocument[] {
  const found = known.get(file) ?? splitDocuments(file.text);
  if (found.length === 0) found.push({ text: '', start: 0 });
  known.set(file, found);
  return found;
}

/** The document that a place is in. */
export function documentAt(file: SourceFile, offset: number): ReadableDocument {
  const documents = documentsOf(file);
  const { text, start } = documents.findLast((one) => one.start <= offset) ?? { text: '', start: 0 };
  return { text: readable(text), start };
}

/** One document of a YAML file, read. */
export interface ReadDocument {
  readonly document: YamlDocument;
  /** The manifest that it is, if it is one. */
  readonly manifest: Manifest | undefined;
  readonly start: number;
}

const read = new Notes<SourceFile, readonly ReadDocument[]>();

/** The documents of a file, manifests or not, read. What is read already is not read again. */
export function readDocumentsOf(file: SourceFile): readonly ReadDocument[] {
  const found = read.get(file) ?? readAll(file);
  read.set(file, found);
  return found;
}

function readAll(file: SourceFile): readonly ReadDocument[] {
  const manifests = new Map(manifestsOf(file).map(({ manifest, start }) => [start, manifest]));
  return splitDocuments(file.text).map(({ text, start }) => {
    const manifest = manifests.get(start);
    return { manifest, start, document: manifest?.document ?? new YamlDocument(text) };
  });
}

const masked = new Map<string, string>();

/** The text of a document without its actions; that of the last one is remembered, for it is asked for again and again. */
function readable(text: string): string {
  if (!text.includes('{{')) return text;
  const before = masked.get(text);
  if (before !== undefined) return before;
  masked.clear();
  const { text: without } = maskTemplate(text);
  masked.set(text, without);
  return without;
}

/** What a document says at its top that it is; undefined where it does not say it. */
export function declaredIn(text: string): Partial<KindOfResource> {
  const found: { apiVersion?: string; kind?: string } = {};
  for (const [, key, value] of text.matchAll(/^(apiVersion|kind):[ \t]+["']?([\w./-]+)["']?[ \t]*(?:#.*)?\r?$/gm)) {
    if (key === 'kind') found.kind ??= value ?? '';
    else found.apiVersion ??= value ?? '';
  }
  return found;
}

/** Where a value is written, without the line break behind a map or list; undefined when it is missing. */
export function writtenSpan({ span, document }: YamlValue): Span | undefined {
  return span && { start: span.start, end: span.start + document.text.slice(span.start, span.end).trimEnd().length };
}
