/**
 * Builds everything that ships into `dist/`. `--watch` goes on building. The folders of sources each say that they hold
 * modules and the package does not, because its bundles are CommonJS: VS Code's web worker host loads nothing else.
 */
import { rm } from 'node:fs/promises';
import { type BuildOptions, build, context } from 'esbuild';
import { writeArchive } from './schemas/archive.ts';

const common: BuildOptions = {
  bundle: true,
  minify: true,
  sourcemap: false,
  logLevel: 'warning',
  legalComments: 'none',
  // Some packages ship a UMD build that bundlers cannot follow beside a module that they can.
  mainFields: ['module', 'main'],
};

const node: BuildOptions = { ...common, platform: 'node', format: 'cjs', target: 'node20' };
const browser: BuildOptions = { ...common, platform: 'browser', target: 'es2022' };

/**
 * What client and server share needs nothing of the server's library but the protocol, which the client's has as well.
 */
const client: BuildOptions = {
  external: ['vscode'],
  alias: { 'vscode-languageserver': 'vscode-languageserver-protocol' },
};

/** Starts a bundle that lies beside it, compiled as it was the last time. */
const starting = (program: string): BuildOptions => ({
  ...node,
  entryPoints: ['server/src/node/start.ts'],
  define: { program: JSON.stringify(program) },
});

const bundles: BuildOptions[] = [
  { ...starting('./command-line.js'), outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...node, entryPoints: ['server/src/cli.ts'], outfile: 'dist/command-line.js' },
  { ...starting('./language-server.js'), outfile: 'dist/server.js' },
  { ...node, entryPoints: ['server/src/main.ts'], outfile: 'dist/language-server.js' },
  {
    ...node,
    entryPoints: ['server/src/lsp/libraries/yaml-service.ts'],
    outfile: 'dist/yaml-service.js',
  },
  {
    ...browser,
    format: 'iife',
    entryPoints: ['server/src/browser.ts'],
    outfile: 'dist/browser/server.js',
    // The YAML library asks for it, for paths that are URIs anyway.
    alias: { path: 'path-browserify' },
  },
  { ...node, ...client, entryPoints: ['client/src/node.ts'], outfile: 'dist/client.js' },
  { ...browser, ...client, format: 'cjs', entryPoints: ['client/src/browser.ts'], outfile: 'dist/browser/client.js' },
];

await rm('dist', { recursive: true, force: true });
const schemas = writeArchive('dist/schemas');

if (process.argv.includes('--watch')) {
  for (const options of bundles) await (await context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => build(options)));
}
await schemas;
