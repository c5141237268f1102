import { Notes } from '../../core/notes.ts';
import type { SourceFile } from '../../engine/engine.ts';
import { type Span, shift } from '../../text/span.ts';
import { Kustomization } from '../../workspace/kustomize/kustomization.ts';
import { isKustomizationName, normal } from '../../workspace/kustomize/locations.ts';
import { YamlDocument } from '../../yaml/document.ts';
import { splitDocuments } from '../../yaml/stream.ts';

const known = new Notes<SourceFile, Kustomization | false>();

/** The kustomization that a file is, as it stands in an editor; undefined when it is none. */
export function kustomizationOf(file: SourceFile): Kustomization | undefined {
  if (!isKustomizationName(file.uri)) return undefined;
  const found = known.get(file) ?? read(file) ?? false;
  known.set(file, found);
  return found || undefined;
}

function read({ uri, text }: SourceFile): Kustomization | undefined {
  for (const { text: part, start } of splitDocuments(text)) {
    const document = new YamlDocument(part);
    if (document.root.exists) return Kustomization.in({ uri: normal(uri), start, document });
  }
  return undefined;
}

/** Where a span of a kustomization stands in its file. */
export function inFile({ source }: Kustomization, span: Span): Span {
  return shift(span, source.start);
}
