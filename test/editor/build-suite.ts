import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** The two kinds of process in which VS Code runs extensions. */
export type Host = 'node' | 'worker';

/**
 * Bundles the suite for a host into a folder. Returns the module to load, whose `run` runs the tests whose full titles
 * contain what SEAWORTHY_TESTS says, or all.
 */
export async function buildSuite(host: Host, folder: string): Promise<string> {
  const outfile = path.join(folder, 'index.cjs');
  const common: BuildOptions = {
    entryPoints: [path.join(import.meta.dirname, 'suite', `${host}.ts`)],
    outfile,
    bundle: true,
    format: 'cjs',
    sourcemap: 'inline',
    define: { titlesToRun: JSON.stringify(process.env.SEAWORTHY_TESTS ?? '') },
    logLevel: 'warning',
  };
  if (host === 'node') await build({ ...common, platform: 'node', target: 'node20', external: ['vscode', 'mocha'] });
  // Mocha's build for browsers would put itself in the place of what the bundle exports, did it see that there is one.
  else
    await build({
      ...common,
      platform: 'browser',
      target: 'es2022',
      external: ['vscode'],
      define: { ...common.define, module: 'undefined' },
    });
  return outfile;
}
