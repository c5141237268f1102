import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildResult } from 'esbuild';
import { builtInPackages, customPackages, packagesFolder } from '../schemas/model.ts';

/** The folder of the repository. */
export const root = path.resolve(import.meta.dirname, '../..');

/** Where the build says what it put into each bundle. It is for packing, and packed into nothing. */
const inventoryFile = path.join(root, 'dist/inventory.json');

/** What a file in `dist/` has of others. */
export interface Contents {
  /** The bundle, from the root: `dist/cli.js`. */
  readonly file: string;
  /** The packages that it has something of, by name and version. */
  readonly packages: readonly Package[];
}

/** A package of npm, of which something is in what is built. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** Where it is installed, from the folder with all packages: `yaml` or `yaml-language-server/node_modules/yaml`. */
  readonly place: string;
}

/** The packages that the schemas are made of: everything that ships has them. */
export const schemaPackages: readonly Package[] = await Promise.all(
  [...builtInPackages, ...customPackages].map(async (place) => {
    const { name, version } = await manifestIn(path.join(packagesFolder, place));
    return { name, version, place };
  }),
);

/** Reads from what the bundler says of a bundle the packages of which something is left in it. */
export async function takeInventory(file: string, { metafile }: BuildResult): Promise<Contents> {
  const inputs = Object.values(metafile?.outputs ?? {}).flatMap((output) => Object.entries(output.inputs));
  const packages = new Map<string, Package>();
  for (const [input, { bytesInOutput }] of inputs) {
    if (bytesInOutput === 0 || !input.includes('node_modules/')) continue;
    const found = await packageOf(path.resolve(input));
    packages.set(found.place, found);
  }
  return { file, packages: sorted([...packages.values()]) };
}

export function writeInventory(inventory: readonly Contents[]): Promise<void> {
  return writeFile(inventoryFile, `${JSON.stringify(inventory, undefined, 2)}\n`);
}

/** What the last build wrote. */
export async function readInventory(): Promise<readonly Contents[]> {
  return JSON.parse(await readFile(inventoryFile, 'utf8'));
}

/** The packages of which something is in the named files or in the schemas, each version once. */
export function packagesIn(inventory: readonly Contents[], isMeant: (file: string) => boolean): readonly Package[] {
  const bundled = inventory.filter(({ file }) => isMeant(file)).flatMap(({ packages }) => packages);
  const all = [...bundled, ...schemaPackages].map((one) => [`${one.name}@${one.version}`, one] as const);
  return sorted([...new Map(all).values()]);
}

/** The package that a file belongs to: folders within it may have manifests of their own, but those name nothing. */
async function packageOf(file: string): Promise<Package> {
  const [, top = ''] = /^(.*?[\\/]node_modules[\\/])/.exec(file) ?? [];
  for (let folder = path.dirname(file); folder.startsWith(top); folder = path.dirname(folder)) {
    if (!existsSync(path.join(folder, 'package.json'))) continue;
    const { name, version } = await manifestIn(folder);
    if (name && version) return { name, version, place: path.relative(top, folder).replaceAll('\\', '/') };
  }
  throw new Error(`${file} belongs to no package`);
}

async function manifestIn(folder: string): Promise<{ name: string; version: string }> {
  return JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
}

function sorted(packages: readonly Package[]): readonly Package[] {
  const key = ({ name, version }: Package) => `${name}@${version}`;
  return [...packages].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
