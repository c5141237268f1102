import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The layers of the server, the highest first. A file may import from its own layer and from those below. Layers on
 * one line stand side by side: they know nothing of one another.
 */
const layers: readonly (readonly string[])[] = [
  ['main', 'browser', 'cli.ts', 'mcp.ts'],
  ['lsp', 'cli', 'mcp'],
  ['node'],
  ['ide', 'agent-tools'],
  ['engine'],
  ['config', 'documentation'],
  ['rules'],
  ['workspace'],
  ['dockerfile', 'kubernetes', 'templates'],
  ['yaml', 'shell', 'image'],
  ['go-template'],
  ['core'],
  ['text'],
];

/** The engine runs wherever JavaScript runs: these layers may use no module of Node and no library but these. */
const pure = new Set([
  'ide',
  'agent-tools',
  'engine',
  'config',
  'documentation',
  'rules',
  'workspace',
  'dockerfile',
  'kubernetes',
  'templates',
  'yaml',
  'shell',
  'image',
  'go-template',
  'core',
  'text',
]);
const pureLibraries = new Set(['yaml', 'unbash', 'zod', 'ignore', 'p-map', 'picomatch', 'vscode-uri']);

const root = path.resolve('server/src');

interface Import {
  readonly from: string;
  readonly to: string;
}

describe('layers', () => {
  const imports = sourceFiles(root).flatMap(importsOf);

  it('finds the imports', () => {
    expect(imports.length).toBeGreaterThan(100);
  });

  it('are imported downwards only', () => {
    const upwards = imports.filter(
      ({ from, to }) => to.startsWith('.') && !isAllowed(layerOf(from), layerOf(target(from, to))),
    );
    expect(upwards.map(({ from, to }) => `${path.relative(root, from)} imports ${to}`)).toEqual([]);
  });

  it('of the engine use nothing that is not everywhere', () => {
    const impure = imports.filter(({ from, to }) => {
      if (to.startsWith('.') || !pure.has(layerOf(from))) return false;
      return !pureLibraries.has(to);
    });
    expect(impure.map(({ from, to }) => `${path.relative(root, from)} imports ${to}`)).toEqual([]);
  });

  it('of the server stay hidden from the client, but for what the two say to one another', () => {
    const client = sourceFiles(path.resolve('client/src')).flatMap(importsOf);
    const inward = client.filter(({ to }) => to.includes('server/'));
    expect(inward.length).toBeGreaterThan(0);
    expect(new Set(inward.map(({ from, to }) => path.relative(root, target(from, to))))).toEqual(
      new Set(['lsp/protocol.ts']),
    );
  });

  it('ask the network in one room alone, which is entered when somebody asks for digests', () => {
    const speaks =
      /(?:from|import|require)\s*\(?\s*'(?:node:)?(?:https?|http2|net|tls|dgram|dns)(?:\/\w+)?'|\b(?:fetch|WebSocket|XMLHttpRequest|EventSource)\(/;
    const room = path.join(root, 'node', 'registry');
    const enters = /'[^']*node\/registry\/[^']*'|'\.\/registry\/[^']*'/;
    const outside = [...sourceFiles(root), ...sourceFiles(path.resolve('client/src'))].filter(
      (file) => !file.startsWith(room),
    );
    // What the bodies of templates say is written into files of others, and never run here.
    const bodies = path.join(root, 'templates');
    const codeOf = (file: string) =>
      readFileSync(file, 'utf8').replace(file.startsWith(bodies) ? /`[^`]*`/g : /$^/, '');
    const matching = (pattern: RegExp) =>
      outside.filter((file) => pattern.test(codeOf(file))).map((file) => path.relative(root, file));
    expect(sourceFiles(room).some((file) => speaks.test(readFileSync(file, 'utf8')))).toBe(true);
    // In a browser, the extension's own server is fetched from where the extension is.
    expect(matching(speaks)).toEqual(['../../client/src/browser.ts']);
    expect(matching(enters).sort()).toEqual(['cli/commands/pin.ts', 'main.ts']);
    expect(matching(/'[^']*commands\/pin\.ts'/)).toEqual(['cli/main.ts']);
  });

  it('are all listed', () => {
    const listed = new Set(layers.flat());
    const unlisted = [...new Set(sourceFiles(root).map(layerOf))].filter(
      (layer) => !listed.has(layer) && layer !== 'version.ts',
    );
    expect(unlisted).toEqual([]);
  });
});

function isAllowed(from: string, to: string): boolean {
  if (from === to || to === 'version.ts' || to === '..') return true;
  const fromLevel = layers.findIndex((level) => level.includes(from));
  const toLevel = layers.findIndex((level) => level.includes(to));
  return toLevel > fromLevel;
}

function target(from: string, to: string): string {
  return path.resolve(path.dirname(from), to);
}

/** The layer of a file: its folder, or its own name for the files at the top. */
function layerOf(file: string): string {
  const relative = path.relative(root, file);
  const [first = ''] = relative.split(path.sep);
  return first === 'main.ts' || first === 'browser.ts' ? first.slice(0, -3) : first;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s(?:[^;]*?\sfrom\s)?'([^']+)'/gm)].map((match) => ({
    from: file,
    to: match[1] ?? '',
  }));
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(full) : entry.name.endsWith('.ts') ? [full] : [];
  });
}
