import { MarkupKind } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';

/** Tells within the text what is not written and holds all the same. */
export const inlayHints: Feature = {
  capabilities: () => ({ inlayHintProvider: true }),
  serve(server) {
    const { inlayHint } = server.connection.languages;
    if (server.client.capabilities.workspace?.inlayHint?.refreshSupport)
      server.onRefresh(() => void inlayHint.refresh().catch(() => undefined));
    inlayHint.on(async ({ textDocument, range }) => {
      const worked = await server.open(textDocument.uri);
      const settings = server.settingsOf(textDocument.uri)?.inlayHints;
      if (!worked || !settings?.enable) return [];
      const { lines } = worked.file;
      const hints = await server.gather((assistant) => assistant.hints?.(worked, lines.spanOf(range)));
      return hints
        .filter(({ kind }) => settings[kind])
        .map(({ offset, label, tooltip }) => ({
          position: lines.positionAt(offset),
          label,
          paddingLeft: true,
          ...(tooltip !== undefined && { tooltip: { kind: MarkupKind.Markdown, value: tooltip } }),
        }));
    });
  },
};
