import type { SourceFile } from '../../engine/engine.ts';
import type { KindOfResource } from '../../workspace/schemas/custom-definitions.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import { maskTemplate } from '../../yaml/template-mask.ts';

/** One document of a YAML file, as it can be read: with what a template writes replaced, unit for unit. */
export interface ReadableDocument {
  readonly text: string;
  /** Where it begins in its file. */
  readonly start: number;
}

const known = new WeakMap<SourceFile, ReadableDocument[]>();

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
