import { CodeLensRefreshRequest } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';

/** Lines above others that tell what follows from them. They are there to be read; some show more when clicked. */
export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: {} }),
  serve(server) {
    if (server.client.capabilities.workspace?.codeLens?.refreshSupport)
      server.onRefresh(() => void server.connection.sendRequest(CodeLensRefreshRequest.type).catch(() => undefined));
    server.connection.onCodeLens(async ({ textDocument }) => {
      const worked = await server.open(textDocument.uri);
      const settings = server.settingsOf(textDocument.uri)?.codeLens;
      if (!worked || !settings?.enable) return [];
      const lenses = await server.gather((assistant) => assistant.lenses?.(worked));
      const wanted = lenses.filter(({ kind }) => settings[kind]);
      const { showBuildCacheCommand } = server.client.options;
      return wanted.map(({ offset, title, opens }) => {
        const at = worked.file.lines.positionAt(offset);
        const command = opens === 'build cache' ? (showBuildCacheCommand ?? '') : '';
        const given = command === '' ? undefined : [textDocument.uri];
        return { range: { start: at, end: at }, command: { title, command, ...(given && { arguments: given }) } };
      });
    });
  },
};
