import { commands, env, l10n, Uri } from 'vscode';
import { exists } from './files.ts';

/**
 * Shows the page of a rule: the one that comes with the extension, which is there without a network, or the given
 * address when this version has no such page. Anybody may call a command with anything, so both are looked at first.
 */
export async function showDocumentation(extensionUri: Uri, id: unknown, url: unknown): Promise<void> {
  if (typeof id !== 'string' || !/^[a-z0-9-]+$/.test(id)) throw new Error(l10n.t('The name of a rule is missing'));
  const page = Uri.joinPath(extensionUri, 'docs', 'rules', `${id}.md`);
  if (await exists(page)) await commands.executeCommand('markdown.showPreview', page);
  else if (typeof url === 'string' && url.startsWith('https://')) await env.openExternal(Uri.parse(url, true));
  else throw new Error(l10n.t('There is no documentation of {0}', id));
}
