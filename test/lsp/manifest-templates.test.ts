import { afterEach, describe, expect, it } from 'vitest';
import { type CompletionItem, InsertTextFormat } from 'vscode-languageserver-protocol';
import { fill } from '../../server/src/templates/fill.ts';
import { k8sDeployment } from '../../server/src/templates/manifests/deployment.ts';
import { LspClient } from '../support/lsp-client.ts';
import { expandSnippet } from '../support/snippet.ts';

let client: LspClient;
afterEach(() => client.stop());

const snippets = { textDocument: { completion: { completionItem: { snippetSupport: true } } } };

async function start(options: Parameters<typeof LspClient.start>[0] = {}): Promise<void> {
  client = await LspClient.start({ folders: ['file:///workspace'], capabilities: snippets, ...options });
}

/** What is suggested at the place that `¦` marks in a file. */
async function suggested(name: string, marked: string): Promise<readonly CompletionItem[]> {
  const uri = `file:///workspace/${name}`;
  const before = marked.slice(0, marked.indexOf('¦'));
  await client.open(uri, 'yaml', marked.replace('¦', ''));
  const position = { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  const { items } = await client.request('textDocument/completion', { textDocument: { uri }, position });
  return items;
}

/** The templates among what is suggested. */
async function templates(name: string, marked: string): Promise<readonly string[]> {
  const labels = (await suggested(name, marked)).map(({ label }) => label);
  return labels.filter((label) => label.startsWith('k8s-') || label === 'kustomization').toSorted();
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n';

describe('templates of manifests', () => {
  it('are offered in empty documents, beside the skeletons of kinds', async () => {
    await start();
    for (const [name, marked] of [
      ['empty.yaml', '¦'],
      ['next.yaml', `${pod}    - name: web\n---\n¦`],
    ] as const) {
      const items = await suggested(name, marked);
      const named = (wanted: string) => items.filter(({ label }) => label === wanted);
      expect(named('k8s-deployment')).toMatchObject([{ detail: 'Kubernetes Deployment' }]);
      expect(named('Deployment')).toMatchObject([{ detail: 'apps/v1' }]);
    }
  });

  it('are offered where they fit alone', async () => {
    await start();
    expect(await templates('kustomization.yaml', '¦')).toEqual(['kustomization']);
    expect(await templates('a.yaml', `${pod}    ¦`)).toEqual(['k8s-container']);
    expect(await templates('b.yaml', `${pod}    - name: web\n      resources: {}\n      probes¦`)).toContain(
      'k8s-probes',
    );
    expect(await templates('c.yaml', `${pod}    - name: ¦`)).toEqual([]);
    expect(await templates('chart/values.yaml', '¦')).toEqual([]);
    expect(await templates('compose.yaml', 'services:\n  web:\n    ¦')).toEqual([]);
    expect(await templates('.github/workflows/ci.yaml', '¦')).toEqual([]);
  });

  it('are snippets with linked names', async () => {
    await start();
    const item = (await suggested('a.yaml', 'k8s-depl¦')).find(({ label }) => label === 'k8s-deployment');
    expect(item?.insertTextFormat).toBe(InsertTextFormat.Snippet);
    expect(expandSnippet(item?.textEdit?.newText ?? '').text).toBe(fill(k8sDeployment));
    expect(item?.textEdit).toMatchObject({ range: { start: { line: 0, character: 0 }, end: { character: 8 } } });
  });

  it('are plain texts for clients that take no snippets', async () => {
    await start({ capabilities: {} });
    const item = (await suggested('a.yaml', '¦')).find(({ label }) => label === 'k8s-deployment');
    expect(item?.insertTextFormat).toBe(InsertTextFormat.PlainText);
    expect(item?.textEdit?.newText).toBe(fill(k8sDeployment));
  });
});
