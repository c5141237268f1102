/**
 * `npm run package [-- --out DIR]`: builds everything and packs what is handed out, into `artefacts/` unless told
 * otherwise: the extension for the Marketplace and Open VSX, the command line and the server for npm, and beside
 * each its bill of materials (CycloneDX). Publishes nothing.
 */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Artefact } from '../bundles.ts';
import { run } from '../editor/install.ts';
import { root } from './inventory.ts';
import { writeBill } from './sbom.ts';
import { packTarball } from './tarball.ts';
import { packVsix } from './vsix.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'artefacts') } } });
// npm changes into the package's folder first, and says where it was called.
const folder = path.resolve(process.env.INIT_CWD ?? '.', values.out);

await run(process.execPath, ['scripts/build.ts'], root);
await mkdir(folder, { recursive: true });
await tell(await packVsix(folder), 'extension');
await tell(await packTarball(folder), 'command line');

/** Says where something is and how large, and writes its bill of materials. */
async function tell(file: string, artefact: Artefact): Promise<void> {
  for (const one of [file, await writeBill(file, artefact)]) {
    const { size } = await stat(one);
    console.log(`${path.relative(process.env.INIT_CWD ?? '.', one)}  ${(size / 1e6).toFixed(2)} MB`);
  }
}
