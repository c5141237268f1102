import { createRequire, enableCompileCache } from 'node:module';
import { version } from '../version.ts';
import { codeFolder } from './code-cache.ts';

/** The bundle beside this one that is to be run; put in by the build. */
declare const program: string;

/**
 * Starts a program with what V8 made of it the last time, where Node can keep that (22.8 and later): its code is then
 * neither read nor compiled anew, which was 18 to 29 % of what it takes to start when it was measured. Nothing but that
 * is ever written to the folder, a few megabytes for each release and each Node. `NODE_COMPILE_CACHE` names another one,
 * `NODE_DISABLE_COMPILE_CACHE` does without.
 */
const isKept = enableCompileCache !== undefined && process.env.NODE_DISABLE_COMPILE_CACHE === undefined;
const folder = isKept ? codeFolder(process.env, version) : undefined;
if (folder !== undefined) enableCompileCache(folder);
createRequire(__filename)(program);
