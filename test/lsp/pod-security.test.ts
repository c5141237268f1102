import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CodeAction, CodeLens } from 'vscode-languageserver-protocol';
import { applyEdits } from '../../server/src/text/edit.ts';
import { LineMap } from '../../server/src/text/lines.ts';
import { LspClient } from '../support/lsp-client.ts';

const uri = 'file:///workspace/all.yaml';
const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n';
const pod = (spec: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n${spec}  containers:\n    - name: web\n      image: web:1.0\n      securityContext: {allowPrivilegeEscalation: false}\n`;

let client: LspClient;

beforeEach(async () => {
  client = await LspClient.start({ folders: ['file:///workspace'] });
});

afterEach(() => client.stop());

async function actionsAt(line: number, character: number, only?: readonly string[]): Promise<readonly CodeAction[]> {
  const at = { line, character };
  return client.request('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: at, end: at },
    context: { diagnostics: [], ...(only && { only }) },
  });
}

describe('the level of the Pod Security Standards', () => {
  it('stands above each workload, with the steps to the next one', async () => {
    const other = pod('  hostPID: true\n').replace('web', 'agent');
    await client.open(uri, 'yaml', `${configMap}${pod('')}---\n${other}`);
    const lenses: readonly CodeLens[] = await client.request('textDocument/codeLens', { textDocument: { uri } });
    const told = lenses.map(({ range, command }) => `${range.start.line}: ${command?.title}`);
    expect(told).toContain('4: Pod Security: baseline · 3 steps to restricted');
    expect(told).toContain('14: Pod Security: privileged · 1 step to baseline');
  });

  it('is told at the kind and at a security context, with what stands between', async () => {
    await client.open(uri, 'yaml', configMap + pod(''));
    for (const position of [
      { line: 5, character: 7 },
      { line: 12, character: 10 },
    ]) {
      const { contents } = await client.request('textDocument/hover', { textDocument: { uri }, position });
      expect(contents.value).toContain('**Pod Security: baseline** (Kubernetes 1.36)');
      expect(contents.value).toContain('3 steps to restricted:');
      expect(contents.value).toContain(
        '- **Running as Non-root**: `securityContext.runAsNonRoot` is not set; set it to true, for the pod or here',
      );
      expect(contents.value).not.toContain('**Privilege Escalation**');
    }
    const elsewhere = { textDocument: { uri }, position: { line: 1, character: 7 } };
    const { contents } = await client.request('textDocument/hover', elsewhere);
    expect(contents.value).not.toContain('Pod Security');
  });
});

describe('hardening', () => {
  it('is a refactoring at the head of a workload that does all at once', async () => {
    const text = configMap + pod('');
    await client.open(uri, 'yaml', text);
    const [action] = await actionsAt(5, 7, ['refactor']);
    expect(action).toMatchObject({ title: 'Harden to restricted', kind: 'refactor.rewrite' });
    const lines = new LineMap(text);
    const edits = action?.edit?.changes?.[uri] ?? [];
    const after = applyEdits(
      text,
      edits.map(({ range, newText }) => ({ span: lines.spanOf(range), newText })),
    );
    expect(after).toBe(
      `${configMap}${pod('  securityContext:\n    runAsNonRoot: true\n    seccompProfile:\n      type: RuntimeDefault\n')}`.replace(
        '{allowPrivilegeEscalation: false}',
        '{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}',
      ),
    );
    await client.change(uri, after);
    expect(await actionsAt(5, 7, ['refactor'])).toEqual([]);
    expect((await actionsAt(1, 7)).map(({ title }) => title)).not.toContain('Harden to restricted');
  });

  it('says why where it cannot be done', async () => {
    await client.open(uri, 'yaml', pod('  securityContext: {runAsUser: 0}\n'));
    const [action] = await actionsAt(1, 7, ['refactor.rewrite']);
    expect(action?.disabled?.reason).toContain('which user the image can run as is yours to say');
  });
});
