import { type DocumentSymbol, type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { OutlineEntry, OutlineKind } from '../../ide/assistant.ts';
import type { LineMap } from '../../text/lines.ts';
import type { Feature } from '../feature.ts';

const kinds: Readonly<Record<OutlineKind, SymbolKind>> = {
  resource: SymbolKind.Class,
  property: SymbolKind.Field,
  list: SymbolKind.Array,
  text: SymbolKind.String,
  number: SymbolKind.Number,
  boolean: SymbolKind.Boolean,
  stage: SymbolKind.Module,
  instruction: SymbolKind.Function,
};

/** Lists what there is in a file: as a tree, or one below the other for clients that know no trees. */
export const outline: Feature = {
  capabilities: () => ({ documentSymbolProvider: true }),
  serve(server) {
    const takesTrees =
      server.client.capabilities.textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true;
    server.connection.onDocumentSymbol(async ({ textDocument: { uri } }) => {
      const worked = await server.open(uri);
      if (!worked) return null;
      const { file } = worked;
      const entries = await server.gather((assistant) => assistant.outline?.(file));
      return takesTrees ? entries.map((entry) => toSymbol(entry, file.lines)) : flattened(entries, uri, file.lines);
    });
  },
};

function toSymbol(entry: OutlineEntry, lines: LineMap): DocumentSymbol {
  const { name, detail, kind, span, nameSpan, children } = entry;
  return {
    // A name without a character is an error to VS Code.
    name: name.trim() === '' ? '…' : name,
    ...(detail !== undefined && { detail }),
    kind: kinds[kind],
    range: lines.rangeOf(span),
    selectionRange: lines.rangeOf(nameSpan),
    ...(children && { children: children.map((child) => toSymbol(child, lines)) }),
  };
}

function flattened(
  entries: readonly OutlineEntry[],
  uri: string,
  lines: LineMap,
  containerName?: string,
): SymbolInformation[] {
  return entries.flatMap(({ name, kind, span, children = [] }) => [
    {
      name,
      kind: kinds[kind],
      location: { uri, range: lines.rangeOf(span) },
      ...(containerName !== undefined && { containerName }),
    },
    ...flattened(children, uri, lines, name),
  ]);
}
