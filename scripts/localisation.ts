import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { getL10nJson } from '@vscode/l10n-dev';

/** Where texts stand that are translated: in the client, and in what the server says of itself. */
const folders = ['client/src', 'server/src/lsp', 'server/src/lsp/features'];

/** Every text that is given to `l10n.t` somewhere, in English, as translators get it. */
export async function translatableTexts(root: string): Promise<Readonly<Record<string, unknown>>> {
  const files = folders.map(async (folder) => {
    const names = (await readdir(path.join(root, folder))).filter((name) => name.endsWith('.ts')).sort();
    return Promise.all(names.map((name) => readFile(path.join(root, folder, name), 'utf8')));
  });
  const contents = (await Promise.all(files)).flat().filter((text) => text.includes('l10n'));
  return getL10nJson(contents.map((text) => ({ extension: '.ts', contents: text })));
}

/** A text of package.json as it reads in English: `%name%` stands for what package.nls.json has under that name. */
export function inEnglish(text: string, texts: Readonly<Record<string, string>>): string {
  const [, name] = /^%(.+)%$/.exec(text) ?? [];
  return name === undefined ? text : (texts[name] ?? text);
}
