import * as vscode from 'vscode';
import dockerfileSnippets from '../../../snippets/dockerfile.json' with { type: 'json' };
import kubernetesSnippets from '../../../snippets/kubernetes.json' with { type: 'json' };
import { expandSnippet } from '../../support/snippet.ts';
import { afterEach, describe, it } from './mocha.ts';
import { closeAll, equal, eventually, findings, open, ruleOf, type } from './support.ts';

const languages = {
  dockerfile: { file: 'Dockerfile', snippets: dockerfileSnippets },
  yaml: { file: 'manifest.yaml', snippets: kubernetesSnippets },
};

for (const [langId, { file, snippets }] of Object.entries(languages)) {
  describe(`snippets for ${langId}`, () => {
    afterEach(closeAll);

    for (const [name, { body }] of Object.entries(snippets)) {
      it(`${name} is inserted by its name`, async () => {
        const editor = await open(file, '');
        await vscode.commands.executeCommand('editor.action.insertSnippet', { langId, name });
        await eventually('the snippet', () => editor.document.getText() !== '');
        equal(editor.document.getText(), expandSnippet(body.join('\n')).text);
        const wrong = findings(editor.document).filter((one) => String(ruleOf(one)).endsWith('-syntax'));
        equal(wrong, []);
      });
    }

    it('are suggested and completed', async () => {
      const [first] = Object.values(snippets);
      if (!first) throw new Error('there are no snippets');
      const { prefix, body } = first;
      const editor = await open(file, '');
      await type(editor, new vscode.Position(0, 0), prefix);
      await vscode.commands.executeCommand('editor.action.triggerSuggest');
      await eventually('the suggestion to be taken', async () => {
        await vscode.commands.executeCommand('acceptSelectedSuggestion');
        return editor.document.getText() !== prefix;
      });
      equal(editor.document.getText(), expandSnippet(body.join('\n')).text);
    });
  });
}
