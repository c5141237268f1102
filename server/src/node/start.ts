import { createRequire, enableCompileCache } from 'node:module';
import path from 'node:path';

/** The bundle beside this one that is to be run; put in by the build. */
declare const program: string;

/**
 * Starts a program with what V8 made of it the last time, where Node can keep that (22.8 and later): its code is then
 * neither read nor compiled anew, which is a third of what it takes to start. Nothing but that is ever written to the
 * folder, a few megabytes for each release. `NODE_COMPILE_CACHE` names another one, `NODE_DISABLE_COMPILE_CACHE` does
 * without.
 */
const folder = cacheFolder(process.env);
if (folder !== undefined) enableCompileCache?.(path.join(folder, 'seaworthy'));
createRequire(__filename)(program);

/** Where programs keep, for the person who runs them, what they can do without; undefined where nobody says. */
function cacheFolder({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: NodeJS.ProcessEnv): string | undefined {
  if (process.platform === 'win32') return LOCALAPPDATA;
  const ofHome = process.platform === 'darwin' ? 'Library/Caches' : '.cache';
  return XDG_CACHE_HOME || (HOME && path.join(HOME, ofHome));
}
