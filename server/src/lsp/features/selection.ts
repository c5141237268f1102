import { type SelectionRange, SelectionRangeRequest } from 'vscode-languageserver';
import type { LineMap } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { Feature } from '../feature.ts';
import { announcement, type Offer, registerLater, yamlLanguages } from '../registration.ts';

const offer: Offer = {
  languages: ['dockerfile', ...yamlLanguages],
  leftToOthers: yamlLanguages,
  announced: { selectionRangeProvider: true },
  isDynamic: ({ capabilities }) => capabilities.textDocument?.selectionRange?.dynamicRegistration === true,
  register: ({ connection }, documentSelector) =>
    connection.client.register(SelectionRangeRequest.type, { documentSelector }),
};

/** Tells what is selected when a selection grows. */
export const selection: Feature = {
  capabilities: (client) => announcement(offer, client),
  serve(server) {
    registerLater(offer, server);
    server.connection.onSelectionRanges(async ({ textDocument, positions }) => {
      const worked = await server.open(textDocument.uri);
      if (!worked) return null;
      const { lines } = worked.file;
      const ranges = await Promise.all(
        positions.map(async (position) => {
          const spot = { ...worked, offset: lines.offsetAt(position) };
          return toRanges(await server.gather((assistant) => assistant.selections?.(spot)), lines);
        }),
      );
      const known = ranges.filter((range) => range !== undefined);
      // There has to be one for each place, or none at all.
      return known.length === positions.length ? known : null;
    });
  },
};

/** Spans that lie within one another, the smallest first. */
function toRanges(spans: readonly Span[], lines: LineMap): SelectionRange | undefined {
  return spans.reduceRight<SelectionRange | undefined>(
    (parent, span) => ({ range: lines.rangeOf(span), ...(parent && { parent }) }),
    undefined,
  );
}
