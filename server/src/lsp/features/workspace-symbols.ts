import { type SymbolInformation, SymbolKind } from 'vscode-languageserver';
import type { WorkspaceSymbol } from '../../ide/assistant.ts';
import { fit } from '../../ide/fuzzy.ts';
import type { Feature } from '../feature.ts';

/** More are not listed: somebody who looks for one of them types on. */
const mostListed = 500;

const kinds: Readonly<Record<WorkspaceSymbol['kind'], SymbolKind>> = {
  resource: SymbolKind.Object,
  stage: SymbolKind.Module,
};

/** Finds what is declared anywhere in the open folders by what it is called. */
export const workspaceSymbols: Feature = {
  capabilities: () => ({ workspaceSymbolProvider: true }),
  serve(server) {
    server.connection.onWorkspaceSymbol(async ({ query }) => {
      const host = server.engine.sharedHost;
      const found = await Promise.all(
        server.workspace.folderUris.map((folder) => server.gather((assistant) => assistant.symbols?.(folder, host))),
      );
      return best(found.flat(), query).map(toInformation);
    });
  },
};

/** Those that fit best what was typed. */
function best(symbols: readonly WorkspaceSymbol[], query: string): readonly WorkspaceSymbol[] {
  return symbols
    .flatMap((symbol) => {
      const cost = fit(query, symbol.name);
      return cost === undefined ? [] : [{ symbol, cost }];
    })
    .sort((one, other) => one.cost - other.cost)
    .slice(0, mostListed)
    .map(({ symbol }) => symbol);
}

function toInformation({ name, container, kind, place: { file, span } }: WorkspaceSymbol): SymbolInformation {
  return {
    name,
    kind: kinds[kind],
    location: { uri: file.uri, range: file.lines.rangeOf(span) },
    ...(container !== undefined && { containerName: container }),
  };
}
