import { type DocumentLink, DocumentLinkRequest } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';
import { announcement, type Offer, registerLater, yamlLanguages } from '../registration.ts';

const offer: Offer = {
  languages: ['dockerfile', ...yamlLanguages],
  announced: { documentLinkProvider: {} },
  isDynamic: ({ capabilities }) => capabilities.textDocument?.documentLink?.dynamicRegistration === true,
  register: ({ connection }, documentSelector) =>
    connection.client.register(DocumentLinkRequest.type, { documentSelector }),
};

/** Tells which names in a file lead somewhere when they are clicked. */
export const links: Feature = {
  capabilities: (client) => announcement(offer, client),
  serve(server) {
    registerLater(offer, server);
    const takesTooltips = server.client.capabilities.textDocument?.documentLink?.tooltipSupport === true;
    server.connection.onDocumentLinks(async ({ textDocument }) => {
      const worked = await server.open(textDocument.uri);
      if (!worked) return null;
      const found = await server.gather((assistant) => assistant.links?.(worked));
      return found.map(
        ({ span, uri, tooltip }): DocumentLink => ({
          range: worked.file.lines.rangeOf(span),
          target: uri,
          ...(takesTooltips && tooltip !== undefined && { tooltip }),
        }),
      );
    });
  },
};
