import { existsSync, mkdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, pruneUnused } from './cache-folder.ts';

/**
 * The folder for what V8 made of the code of a release; undefined where there is no place for it. The first start of a
 * release takes away what releases left that were not started for long.
 */
export function codeFolder(environment: NodeJS.ProcessEnv, release: string): string | undefined {
  const caches = cacheFolder(environment);
  if (caches === undefined) return undefined;
  const all = path.join(caches, 'code');
  const own = path.join(all, release);
  try {
    const isNew = !existsSync(own);
    mkdirSync(own, { recursive: true });
    const now = new Date();
    utimesSync(own, now, now);
    if (isNew) pruneUnused(all);
  } catch {
    // Node does without a folder that cannot be written.
  }
  return own;
}
