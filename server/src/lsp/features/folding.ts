import { type FoldingRange, FoldingRangeKind, FoldingRangeRequest } from 'vscode-languageserver';
import type { Fold } from '../../ide/assistant.ts';
import type { LineMap } from '../../text/lines.ts';
import type { Feature } from '../feature.ts';
import { announcement, type Offer, registerLater, yamlLanguages } from '../registration.ts';

/** What is told to editors takes the place of their own folding by indentation. */
const offer: Offer = {
  languages: ['dockerfile', ...yamlLanguages],
  leftToOthers: ['dockerfile', ...yamlLanguages],
  announced: { foldingRangeProvider: true },
  isDynamic: ({ capabilities }) => capabilities.textDocument?.foldingRange?.dynamicRegistration === true,
  register: ({ connection }, documentSelector) =>
    connection.client.register(FoldingRangeRequest.type, { documentSelector }),
};

/** Tells which lines can be folded away. */
export const folding: Feature = {
  capabilities: (client) => announcement(offer, client),
  serve(server) {
    registerLater(offer, server);
    server.connection.onFoldingRanges(async ({ textDocument }) => {
      const worked = await server.open(textDocument.uri);
      if (!worked) return null;
      const folds = await server.gather((assistant) => assistant.folds?.(worked.file));
      // Without an answer, editors fold by indentation.
      return folds.length === 0 ? null : folds.flatMap((fold) => toRange(fold, worked.file.lines));
    });
  },
};

function toRange({ span, kind }: Fold, lines: LineMap): FoldingRange[] {
  const { start, end } = lines.rangeOf(span);
  if (start.line === end.line) return [];
  const kinds = { comment: FoldingRangeKind.Comment, region: FoldingRangeKind.Region };
  return [{ startLine: start.line, endLine: end.line, ...(kind && { kind: kinds[kind] }) }];
}
