import { lstatSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * The folder in which this program keeps, for the person who runs it, what it can do without; undefined where nobody says
 * where such things go. No workspace can put anything there.
 */
export function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: NodeJS.ProcessEnv): string | undefined {
  const ofHome = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
  const ofUser = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME || (HOME && path.join(HOME, ofHome));
  return ofUser ? path.join(ofUser, 'seaworthy') : undefined;
}

/** What was not used for so long, in milliseconds, is most likely never used again. */
const longUnused = 30 * 24 * 60 * 60 * 1000;

/** Takes away what lies in a folder of ours and has not been used for long. Whatever cannot be taken away stays. */
export function pruneUnused(folder: string): void {
  try {
    for (const name of readdirSync(folder)) {
      const one = path.join(folder, name);
      if (Date.now() - lstatSync(one).mtimeMs > longUnused) rmSync(one, { recursive: true, force: true });
    }
  } catch {
    // It takes some room, and no more.
  }
}
