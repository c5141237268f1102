import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, open } from './support.ts';

describe('names in a Dockerfile', () => {
  afterEach(closeAll);

  const text = 'FROM node:24 AS build\nRUN npm ci\nFROM nginx:1.29\nCOPY --from=build /app /srv\n';

  it('lead to stages, which can be renamed', async () => {
    const { document } = await open('Dockerfile', text);
    const at = document.positionAt(text.indexOf('build /app'));
    const found = await vscode.commands.executeCommand<readonly vscode.LocationLink[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      at,
    );
    equal(
      found.map(({ targetSelectionRange }) => targetSelectionRange && document.getText(targetSelectionRange)),
      ['build'],
    );
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      'bundle',
    );
    equal(await vscode.workspace.applyEdit(edit), true);
    equal(document.getText(), text.replaceAll('build', 'bundle'));
  });

  it('have an outline and colours', async () => {
    const { document } = await open('Dockerfile', text);
    const symbols = await vscode.commands.executeCommand<readonly vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    equal(symbols.find(({ name }) => name === 'build')?.detail, 'node:24');
    const legend = await vscode.commands.executeCommand<vscode.SemanticTokensLegend>(
      'vscode.provideDocumentSemanticTokensLegend',
      document.uri,
    );
    const tokens = await vscode.commands.executeCommand<vscode.SemanticTokens>(
      'vscode.provideDocumentSemanticTokens',
      document.uri,
    );
    equal(legend.tokenTypes[tokens.data[3] ?? -1], 'keyword');
  });
});
