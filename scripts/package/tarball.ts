import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { bundles } from '../bundles.ts';
import { run } from '../editor/install.ts';
import { root } from './inventory.ts';
import { noticesFile } from './notices.ts';

/** What the package for npm has beside its manifest, by path from the root. */
const files: readonly string[] = [
  ...bundles.flatMap(({ artefacts, options }) => (artefacts.includes('command line') ? [options.outfile] : [])),
  'dist/schemas',
  'schemas',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  noticesFile,
];

/**
 * Packs the command line and the server for npm, into a folder. Returns the file. The repository's own manifest is that
 * of the extension and of development; the package gets one of its own, which depends on nothing and runs nothing.
 */
export async function packTarball(folder: string): Promise<string> {
  const stage = await mkdtemp(path.join(os.tmpdir(), 'seaworthy-npm-'));
  try {
    for (const file of files) {
      await mkdir(path.dirname(path.join(stage, file)), { recursive: true });
      await cp(path.join(root, file), path.join(stage, file), { recursive: true });
    }
    await writeFile(path.join(stage, 'package.json'), `${JSON.stringify(manifestForNpm(), undefined, 2)}\n`);
    await run(
      'npm',
      ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', path.resolve(folder)],
      stage,
    );
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
  return path.join(folder, `seaworthy-${manifest.version}.tgz`);
}

function manifestForNpm() {
  const { name, version, description, license, keywords, homepage, repository, bugs, bin, engines } = manifest;
  return {
    ...{ name, version, description, license, keywords, homepage, repository, bugs, bin },
    engines: { node: engines.node },
    files,
  };
}
