/**
 * Builds everything that ships into `dist/`, and writes beside it what of others is in there: `ThirdPartyNotices.txt`.
 * `--watch` goes on building. The folders of sources each say that they hold modules and the package does not, because
 * its bundles are CommonJS: VS Code's web worker host loads nothing else.
 */
import { rm } from 'node:fs/promises';
import { build, context } from 'esbuild';
import { bundles } from './bundles.ts';
import { takeInventory, writeInventory } from './package/inventory.ts';
import { writeNotices } from './package/notices.ts';
import { writeArchive } from './schemas/archive.ts';

await rm('dist', { recursive: true, force: true });
const schemas = writeArchive('dist/schemas');

if (process.argv.includes('--watch')) {
  for (const { options } of bundles) await (await context(options)).watch();
} else {
  const built = bundles.map(async ({ options }) => takeInventory(options.outfile, await build(options)));
  const inventory = await Promise.all(built);
  await writeInventory(inventory);
  await writeNotices(inventory);
}
await schemas;
