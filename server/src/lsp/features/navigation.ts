import { DocumentHighlightKind, type Location, type LocationLink } from 'vscode-languageserver';
import type { Target } from '../../ide/assistant.ts';
import type { PlaceInFile } from '../../workspace/manifests/manifest-file.ts';
import type { Feature } from '../feature.ts';

/** Leads to where names are defined, and to where they are mentioned. */
export const navigation: Feature = {
  capabilities: () => ({ definitionProvider: true, referencesProvider: true, documentHighlightProvider: true }),
  serve(server) {
    const takesLinks = server.client.capabilities.textDocument?.definition?.linkSupport === true;
    server.connection.onDefinition(async (params) => {
      const spot = await server.spotAt(params);
      if (!spot) return null;
      const targets = await server.gather((assistant) => assistant.definitions?.(spot));
      if (!takesLinks) return targets.map(({ place }) => toLocation(place));
      return targets.map((target) => toLink(target, spot.file.lines.rangeOf(target.from)));
    });
    server.connection.onReferences(async (params) => {
      const spot = await server.spotAt(params);
      if (!spot) return null;
      const places = await server.gather((assistant) =>
        assistant.references?.(spot, params.context.includeDeclaration),
      );
      return places.map(toLocation);
    });
    server.connection.onDocumentHighlight(async (params) => {
      const spot = await server.spotAt(params);
      if (!spot) return null;
      const highlights = await server.gather((assistant) => assistant.highlights?.(spot));
      return highlights.map(({ span, isDefinition }) => ({
        range: spot.file.lines.rangeOf(span),
        kind: isDefinition ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    });
  },
};

function toLocation({ file, span }: PlaceInFile): Location {
  return { uri: file.uri, range: file.lines.rangeOf(span) };
}

function toLink(
  { place: { file, span }, whole = span }: Target,
  originSelectionRange: LocationLink['originSelectionRange'],
): LocationLink {
  return {
    ...(originSelectionRange && { originSelectionRange }),
    targetUri: file.uri,
    targetRange: file.lines.rangeOf(whole),
    targetSelectionRange: file.lines.rangeOf(span),
  };
}
