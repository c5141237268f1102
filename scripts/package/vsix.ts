import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { run } from '../editor/install.ts';
import { root } from './inventory.ts';

const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');

/**
 * Packs what was built as an extension, for the Marketplace and for Open VSX alike, into a folder. `.vscodeignore` says
 * what is in it. Returns the file.
 */
export async function packVsix(folder: string): Promise<string> {
  const file = path.join(folder, `seaworthy-${manifest.version}.vsix`);
  // Everything that it needs of others is in its bundles.
  await run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', file], root);
  return file;
}
