import { afterEach, describe, expect, it } from 'vitest';
import german from '../../l10n/bundle.l10n.de.json' with { type: 'json' };
import { LspClient } from '../support/lsp-client.ts';

describe('the server', () => {
  const uri = 'file:///w/Dockerfile';
  let client: LspClient;

  afterEach(() => client.stop());

  /** What the light bulb offers on an outdated instruction, by title. */
  async function offered(initializationOptions: object): Promise<string[]> {
    client = await LspClient.start({ initializationOptions });
    await client.open(uri, 'dockerfile', 'FROM alpine:3.24\nMAINTAINER me\nUSER 1000\n');
    const at = { line: 1, character: 3 };
    const params = { textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } };
    const actions: { title: string }[] = await client.request('textDocument/codeAction', params);
    return actions.map(({ title }) => title);
  }

  it('speaks the language of the editor where it speaks of itself, and English of the file', async () => {
    expect(await offered({ translations: german })).toEqual([
      'Replace with LABEL',
      'maintainer-is-a-label für diese Zeile deaktivieren',
      'maintainer-is-a-label für diese Datei deaktivieren',
      'Dokumentation zu maintainer-is-a-label anzeigen',
    ]);
  });

  it('speaks English when nobody translates', async () => {
    expect(await offered({})).toContain('Disable maintainer-is-a-label for this line');
  });
});
