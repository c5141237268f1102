import * as vscode from 'vscode';
import { dockerfileTemplates } from '../../../server/src/templates/dockerfile/index.ts';
import { fill } from '../../../server/src/templates/fill.ts';
import { k8sDeployment } from '../../../server/src/templates/manifests/deployment.ts';
import { manifestTemplates } from '../../../server/src/templates/manifests/index.ts';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, findings, open, ruleOf, type } from './support.ts';

const languages = [
  { file: 'Dockerfile', templates: dockerfileTemplates, elsewhere: 'FROM alpine:3.24\nRUN \n', column: 4 },
  { file: 'manifest.yaml', templates: manifestTemplates, elsewhere: 'apiVersion: v1\nkind: \n', column: 6 },
];

async function labelsAt({ document }: vscode.TextEditor, at: vscode.Position): Promise<readonly string[]> {
  const { items }: vscode.CompletionList = await vscode.commands.executeCommand(
    'vscode.executeCompletionItemProvider',
    document.uri,
    at,
  );
  return items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

for (const { file, templates, elsewhere, column } of languages) {
  describe(`templates in ${file}`, () => {
    afterEach(closeAll);
    const [first] = templates;
    if (!first) throw new Error('there are no templates');

    it('are offered where they fit, and nowhere else', async () => {
      const editor = await open(file, '');
      const whole = templates.filter(({ place }) => place === 'file' || place === 'resource').map(({ id }) => id);
      await eventually('the templates', async () => {
        const labels = new Set(await labelsAt(editor, new vscode.Position(0, 0)));
        return whole.every((id) => labels.has(id));
      });
      const other = await open(file, elsewhere);
      const labels = await labelsAt(other, new vscode.Position(1, column));
      equal(
        templates.map(({ id }) => id).filter((id) => labels.includes(id)),
        [],
      );
    });

    it('are written when their name is typed', async () => {
      const editor = await open(file, '');
      await type(editor, new vscode.Position(0, 0), first.id);
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await eventually('the suggestion to be taken', async () => {
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        return editor.document.getText() !== first.id;
      });
      equal(editor.document.getText(), fill(first));
      const wrong = findings(editor.document).filter((one) => String(ruleOf(one)).endsWith('-syntax'));
      equal(wrong, []);
    });
  });
}

describe('a template with a name in several places', () => {
  afterEach(closeAll);

  it('is given the name once, and Tab leads to the image, which has it as well', async () => {
    const editor = await open('manifest.yaml', '');
    await type(editor, new vscode.Position(0, 0), 'k8s-depl');
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await eventually('the suggestion to be taken', async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return editor.document.getText() !== 'k8s-depl';
    });
    equal(editor.document.getText(editor.selection), 'app');
    await vscode.commands.executeCommand('type', { text: 'shop' });
    equal(editor.document.getText(), fill(k8sDeployment, { name: 'shop' }));
    await vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');
    equal(editor.document.getText(editor.selection), 'registry.example.com/shop:1.0.0');
  });

  it('is indented as the file is where it is a part', async () => {
    const head = 'apiVersion: v1\nkind: Pod\nmetadata:\n    name: web\nspec:\n    containers:\n    - name: web\n      ';
    const editor = await open('pod.yaml', head);
    const at = editor.document.positionAt(head.length);
    await type(editor, at, 'k8s-sec');
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await eventually('the suggestion to be taken', async () => {
      await vscode.commands.executeCommand('acceptSelectedSuggestion');
      return !editor.document.getText().endsWith('k8s-sec');
    });
    const lines = [
      'securityContext:',
      '          allowPrivilegeEscalation: false',
      '          readOnlyRootFilesystem: true',
      '          capabilities:',
      '              drop:',
      '              - ALL',
    ];
    equal(editor.document.getText(), head + lines.join('\n'));
  });
});
