import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { cacheFolder, run } from './install.ts';

/** Builds the extension and packs it with the project's own script. Returns where the package is. */
export async function packExtension(): Promise<string> {
  const folder = path.join(cacheFolder, 'artefacts');
  await run('npm', ['run', 'package', '--', '--out', folder], path.resolve(import.meta.dirname, '../..'));
  return path.join(folder, `seaworthy-${manifest.version}.vsix`);
}
