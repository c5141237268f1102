import * as vscode from 'vscode';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, freshFolder, hoverAt, open, write } from './support.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';
const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';
const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Shop, plural: shops}
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties:
            spec: {type: object, properties: {size: {type: integer, description: How many.}}}
`;

describe('writing a manifest', () => {
  afterEach(closeAll);

  it('completes the fields of each document by its own kind', async () => {
    const { document } = await open('web.yaml', `${service}---\n${deployment}spec:\n  rep\n`);
    const items = await eventually('suggestions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(10, 5),
      );
      return list.items.some(({ label }) => label === 'replicas') && list.items;
    });
    const insert = items.find(({ label }) => label === 'template')?.insertText;
    equal(insert instanceof vscode.SnippetString && insert.value.includes('- name: ${1:name}'), true);
  });

  it('explains the fields of a custom resource as the workspace defines it', async () => {
    const folder = freshFolder();
    await write(vscode.Uri.joinPath(folder, 'crds', 'shops.yaml'), definition);
    const text = 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: a\nspec:\n  size: 1\n';
    const { document } = await open('shop.yaml', text, folder);
    const hover = await eventually('the hover', async () => {
      const said = await hoverAt(document, new vscode.Position(5, 4));
      return said.includes('Shop.spec.size') && said;
    });
    equal(hover.includes('How many.'), true);
  });

  it('folds a list that stands no further in than its key', async () => {
    const { document } = await open('list.yaml', 'a:\n- b\n- c\nd: 1\n');
    const ranges = await eventually('folding', async () => {
      const found = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
        'vscode.executeFoldingRangeProvider',
        document.uri,
      );
      return found.length > 0 && found;
    });
    equal(
      ranges.map(({ start, end }) => [start, end]),
      [[0, 2]],
    );
  });
});
