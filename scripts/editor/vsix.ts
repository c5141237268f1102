import path from 'node:path';
import { cacheFolder, run } from './install.ts';

/** Builds the extension and packs it with the project's own script. Returns where the package is. */
export async function packExtension(): Promise<string> {
  const file = path.join(cacheFolder, 'seaworthy.vsix');
  await run('npm', ['run', 'package', '--', '--out', file], path.resolve(import.meta.dirname, '../..'));
  return file;
}
