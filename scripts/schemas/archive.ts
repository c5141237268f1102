/**
 * Writes the archive of schemas that ships: JSON Schemas of every kind of Kubernetes 1.36 and of common custom resources,
 * made from the type declarations of the packages that `model.ts` names.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findConstraints } from './constraints.ts';
import { Definitions } from './definition.ts';
import { builtInPackages, customPackages, packagesFolder, readModel } from './model.ts';
import { pack } from './pack.ts';

const packages = [...builtInPackages, ...customPackages];
const cacheFolder = path.join(packagesFolder, '.cache/seaworthy');

/** What decides, beside the packages, what is in the archive. */
const schemaFolder = path.resolve(import.meta.dirname, '../../server/src/kubernetes/schema');
const formats = ['archive-format.ts', 'json-schema.ts'].map((name) => path.join(schemaFolder, name));

/** Writes the archive into a folder, from the cache when nothing has changed since it was made. */
export async function writeArchive(folder: string): Promise<void> {
  const cached = path.join(cacheFolder, `schemas-${await fingerprint()}`);
  if (!(await stat(cached).catch(() => undefined))) await make(cached);
  await cp(cached, folder, { recursive: true });
}

/** Makes the archive beside its place and moves it there, so that nobody finds half of it. */
async function make(folder: string): Promise<void> {
  const model = readModel(packages);
  const definitions = new Definitions(model, await findConstraints(model));
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(unfinished, { recursive: true });
  for (const [name, chunk] of pack(model.kinds, model.ids, definitions)) {
    await writeFile(path.join(unfinished, name), chunk);
  }
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
}

/** What the archive is made of: the packages by their versions, the generator by its text. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const name of packages) {
    const manifest = await readFile(path.join(packagesFolder, name, 'package.json'), 'utf8');
    hash.update(`${name} ${(JSON.parse(manifest) as { version: string }).version}\n`);
  }
  const generator = (await readdir(import.meta.dirname)).sort().map((name) => path.join(import.meta.dirname, name));
  for (const file of [...generator, ...formats]) hash.update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
