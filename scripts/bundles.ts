import path from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';
import manifest from '../package.json' with { type: 'json' };

/** What is handed out: the extension for VS Code, and the package for npm with command line and server. */
export type Artefact = 'extension' | 'command line';

/** A program that is bundled into `dist/`, and what it is handed out in. */
export interface Bundle {
  readonly artefacts: readonly Artefact[];
  readonly options: BuildOptions & { readonly outfile: string };
}

const manifestFile = path.resolve(import.meta.dirname, '../package.json');

/** Programs know their version; nothing else of package.json is theirs to carry. */
const onlyVersion: Plugin = {
  name: 'only version',
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]package\.json$/ }, (file) =>
      file.path === manifestFile
        ? { contents: JSON.stringify({ version: manifest.version }), loader: 'json' }
        : undefined,
    ),
};

const common: BuildOptions = {
  bundle: true,
  minify: true,
  sourcemap: false,
  logLevel: 'warning',
  // Notices and licences are gathered from the packages instead: see scripts/package/notices.ts.
  legalComments: 'none',
  metafile: true,
  plugins: [onlyVersion],
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

const extension = ['extension'] as const;
const commandLine = ['command line'] as const;
const both = ['extension', 'command line'] as const;

/** Everything that is bundled. What the extension gets is named once more in `.vscodeignore`, which a test compares. */
export const bundles: readonly Bundle[] = [
  {
    artefacts: commandLine,
    options: { ...starting('./command-line.js'), outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  },
  {
    artefacts: commandLine,
    options: { ...node, entryPoints: ['server/src/cli.ts'], outfile: 'dist/command-line.js' },
  },
  { artefacts: commandLine, options: { ...node, entryPoints: ['server/src/mcp.ts'], outfile: 'dist/mcp.js' } },
  { artefacts: both, options: { ...starting('./language-server.js'), outfile: 'dist/server.js' } },
  {
    artefacts: both,
    options: { ...node, entryPoints: ['server/src/main.ts'], outfile: 'dist/language-server.js' },
  },
  {
    artefacts: both,
    options: { ...node, entryPoints: ['server/src/lsp/libraries/yaml-service.ts'], outfile: 'dist/yaml-service.js' },
  },
  {
    artefacts: extension,
    options: {
      ...browser,
      format: 'iife',
      entryPoints: ['server/src/browser.ts'],
      outfile: 'dist/browser/server.js',
      // The YAML library asks for it, for paths that are URIs anyway.
      alias: { path: 'path-browserify' },
    },
  },
  {
    artefacts: extension,
    options: { ...node, ...client, entryPoints: ['client/src/node.ts'], outfile: 'dist/client.js' },
  },
  {
    artefacts: extension,
    options: {
      ...browser,
      ...client,
      format: 'cjs',
      entryPoints: ['client/src/browser.ts'],
      outfile: 'dist/browser/client.js',
    },
  },
];
