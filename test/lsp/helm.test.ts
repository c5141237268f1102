import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CompletionItem, Hover, Location, TextEdit } from 'vscode-languageserver-protocol';
import { LspClient } from '../support/lsp-client.ts';

const files: Record<string, string> = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'web/values.yaml': '# How many pods there are\nreplicas: 2\nimage:\n  repository: nginx\n  tag: "1.30"\n',
  'web/templates/_helpers.tpl': '{{ define "web.name" }}{{ .Chart.Name }}{{ end }}\n',
  'web/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ include "web.name" . }}\ndata:\n  tag: {{ .Values.image.tag }}\n',
  'app/kustomization.yaml': 'resources:\n  - service.yaml\n',
  'app/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports: [{port: 80}]\n',
  'app/deployment.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n',
};

let folder: string;
let client: LspClient;
const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).toString();

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(os.tmpdir(), 'seaworthy-helm-')));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  client = await LspClient.start({ folders: [uriOf('')] });
});

afterEach(async () => {
  await client.stop();
  await rm(folder, { recursive: true });
});

/** Opens a document, says what is found in it, and asks at the place that `¦` marks. */
async function ask(method: string, name: string, languageId: string, marked: string, more: object = {}) {
  const before = marked.slice(0, marked.indexOf('¦'));
  const uri = uriOf(name);
  const diagnostics = await client.open(uri, languageId, marked.replace('¦', ''));
  const position = { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  return { diagnostics, answer: await client.request(method, { textDocument: { uri }, position, ...more }) };
}

const labelsOf = ({ items }: { items: CompletionItem[] }) => items.map(({ label }) => label);
const placesOf = (found: Location[]) =>
  found.map(({ uri, range }) => `${uri.slice(uriOf('').length + 1)}:${range.start.line + 1}`);

describe('charts over stdio', () => {
  it.each(['helm', 'yaml'])(
    'are completed in templates of the language %s, without a finding about syntax',
    async (id) => {
      const half = (files['web/templates/config.yaml'] ?? '').replace('.tag }}', '.¦ }}');
      const { diagnostics, answer } = await ask('textDocument/completion', 'web/templates/config.yaml', id, half);
      expect(labelsOf(answer)).toEqual(expect.arrayContaining(['repository', 'tag']));
      expect(diagnostics.map(({ code }) => code)).not.toContain('manifest-syntax');
    },
  );

  it('are completed in named templates and notes, in which nothing is found', async () => {
    for (const name of ['web/templates/_helpers.tpl', 'web/templates/NOTES.txt']) {
      const marked = 'apiVersion: {{ .Values.¦ }}\nkind: [\n';
      const { diagnostics, answer } = await ask('textDocument/completion', name, 'plaintext', marked);
      expect(labelsOf(answer)).toEqual(expect.arrayContaining(['replicas', 'image']));
      expect(diagnostics).toEqual([]);
    }
  });

  it('lead from values to where they are set, and from there back, across files that are not open', async () => {
    const marked = (files['web/templates/config.yaml'] ?? '').replace('.tag }}', '.t¦ag }}');
    const there = await ask('textDocument/definition', 'web/templates/config.yaml', 'yaml', marked);
    expect(placesOf(there.answer)).toEqual(['web/values.yaml:5']);
    const values = (files['web/values.yaml'] ?? '').replace('tag:', 'ta¦g:');
    const context = { context: { includeDeclaration: false } };
    const back = await ask('textDocument/references', 'web/values.yaml', 'yaml', values, context);
    expect(placesOf(back.answer)).toEqual(['web/templates/config.yaml:6']);
  });

  it('explain values, and rename them everywhere', async () => {
    const { answer } = await ask(
      'textDocument/hover',
      'web/templates/NOTES.txt',
      'plaintext',
      '{{ .Values.repl¦icas }}',
    );
    expect(((answer as Hover).contents as { value: string }).value).toContain('How many pods there are');
    const values = (files['web/values.yaml'] ?? '').replace('tag:', 'ta¦g:');
    const renamed = await ask('textDocument/rename', 'web/values.yaml', 'yaml', values, { newName: 'version' });
    const changes = renamed.answer.changes as Record<string, TextEdit[]>;
    expect(Object.entries(changes).map(([uri, edits]) => `${uri.slice(uriOf('').length + 1)} ${edits.length}`)).toEqual(
      ['web/values.yaml 1', 'web/templates/config.yaml 1'],
    );
  });
});

describe('kustomizations over stdio', () => {
  it('are completed with files that are not listed, and lead to those that are', async () => {
    const marked = 'resources:\n  - service.yaml\n  - ¦\n';
    const { answer } = await ask('textDocument/completion', 'app/kustomization.yaml', 'yaml', marked);
    expect(labelsOf(answer)).toContain('deployment.yaml');
    expect(labelsOf(answer)).not.toContain('service.yaml');
    const uri = uriOf('app/kustomization.yaml');
    const links = await client.request('textDocument/documentLink', { textDocument: { uri } });
    expect(links).toMatchObject([{ target: uriOf('app/service.yaml') }]);
    const found = await client.request('textDocument/definition', {
      textDocument: { uri },
      position: { line: 1, character: 6 },
    });
    expect(placesOf(found)).toEqual(['app/service.yaml:1']);
  });
});
