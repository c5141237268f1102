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
