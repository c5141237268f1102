/**
 * `npm run test:promises -- DIR...`: fixes everything in the real files below folders, in memory, under the quietest
 * and the loudest preset, and prints where a fix breaks what it promises. Nothing is written.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { walk } from '../../server/src/cli/walk.ts';
import type { Safety } from '../../server/src/core/fix.ts';
import type { NestedPreset } from '../../server/src/core/rule.ts';
import { Engine, languageOfFile } from '../../server/src/engine/engine.ts';
import { DiskHost } from '../../server/src/node/disk-host.ts';
import { preset } from '../support/judge.ts';
import { brokenPromises } from '../support/promises.ts';

const folders = process.argv.slice(2).map((folder) => path.resolve(folder));
if (folders.length === 0 || !folders.every(existsSync)) {
  console.error('Name the folders whose Dockerfiles and manifests are to be fixed.');
  process.exit(2);
}
/** Larger files are generated, and fixing them says nothing that smaller ones do not. */
const largest = 200_000;
const runs: readonly (readonly [NestedPreset, readonly Safety[]])[] = [
  ['recommended', ['safe']],
  ['all', ['safe']],
  ['all', ['safe', 'suggested']],
];

const engine = new Engine(new DiskHost(() => folders));
let looked = 0;
let broken = 0;
for (const file of (await walk(folders, process.cwd())).files) {
  const language = languageOfFile(path.basename(file));
  const text = (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  const uri = pathToFileURL(file).toString();
  if (!language || text.length > largest || engine.read(uri, language, text).units.length === 0) continue;
  looked++;
  for (const [name, safeties] of runs) {
    for (const promise of await brokenPromises({ engine, uri, language, text, settings: preset(name) }, safeties)) {
      broken++;
      console.log(`${file} (${name}, ${safeties.join(' and ')}): ${promise}`);
    }
  }
}
console.log(`${looked} files, ${broken} broken promises`);
process.exitCode = broken > 0 ? 1 : 0;
