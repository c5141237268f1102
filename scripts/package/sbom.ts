import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { type Artefact, bundles } from '../bundles.ts';
import { packagesIn, readInventory, root } from './inventory.ts';
import { type Licensed, licensed } from './notices.ts';

/**
 * Writes the bill of materials of an artefact beside it: what of others is in it, as CycloneDX 1.6 in JSON. The same
 * artefact has the same bill, for it says neither when nor by whom it was made. Returns the file.
 */
export async function writeBill(file: string, artefact: Artefact): Promise<string> {
  const isIn = new Set(
    bundles.flatMap(({ artefacts, options }) => (artefacts.includes(artefact) ? [options.outfile] : [])),
  );
  const packages = await licensed(packagesIn(await readInventory(), (name) => isIn.has(name)));
  const lock: Lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8'));
  const bill = billOf(path.basename(file), await readFile(file), packages, lock);
  const place = `${file}.cdx.json`;
  await writeFile(place, `${JSON.stringify(bill, undefined, 2)}\n`);
  return place;
}

/** Of what npm locked: the hashes of packages as they are published, by where they are installed. */
interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

function billOf(file: string, content: Uint8Array, packages: readonly Licensed[], lock: Lock) {
  const components = packages.map((one) => componentOf(one, lock));
  const sha256 = createHash('sha256').update(content).digest('hex');
  const own = file.endsWith('.tgz')
    ? purlOf(manifest)
    : `pkg:generic/${manifest.name}@${manifest.version}?file_name=${encodeURIComponent(file)}`;
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${uuidOf(sha256)}`,
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'application',
        'bom-ref': own,
        name: manifest.name,
        version: manifest.version,
        description: manifest.description,
        hashes: [{ alg: 'SHA-256', content: sha256 }],
        licenses: [{ license: { id: manifest.license } }],
        purl: own,
        externalReferences: [{ type: 'vcs', url: manifest.repository.url }],
      },
    },
    components,
    // Bundled is bundled: which of them asked for which of them no longer shows.
    dependencies: [
      { ref: own, dependsOn: components.map((component) => component['bom-ref']) },
      ...components.map((component) => ({ ref: component['bom-ref'] })),
    ],
  };
}

function componentOf({ name, version, place, licence, repository }: Licensed, lock: Lock) {
  const purl = purlOf({ name, version });
  const sha512 = publishedHash(place, lock);
  return {
    type: 'library',
    'bom-ref': purl,
    ...nameParts(name),
    version,
    ...(sha512 && { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    licenses: [{ license: { id: licence } }],
    purl,
    ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
  };
}

/** A name on npm as CycloneDX has it: what stands before the slash is its group. */
function nameParts(name: string): { readonly group?: string; readonly name: string } {
  const [group, rest] = name.split('/');
  return group !== undefined && rest !== undefined ? { group, name: rest } : { name };
}

/** The package URL of a package on npm; see https://github.com/package-url/purl-spec. */
function purlOf({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}

/** The SHA-512 of a package as it is published, in hexadecimal. */
function publishedHash(place: string, { packages }: Lock): string | undefined {
  const [, base64] = /^sha512-(.+)$/.exec(packages[`node_modules/${place}`]?.integrity ?? '') ?? [];
  return base64 && Buffer.from(base64, 'base64').toString('hex');
}

/** A UUID of version 8 made from the first bits of a hash; see RFC 9562, section 5.8. */
function uuidOf(hash: string): string {
  const variant = ((Number.parseInt(hash.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `${variant}${hash.slice(17, 20)}`];
  return [...parts, hash.slice(20, 32)].join('-');
}
