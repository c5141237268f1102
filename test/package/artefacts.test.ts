import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { type Artefact, bundles } from '../../scripts/bundles.ts';
import { writeBill } from '../../scripts/package/sbom.ts';
import { packTarball } from '../../scripts/package/tarball.ts';
import { packVsix } from '../../scripts/package/vsix.ts';
import { registry } from '../../server/src/rules/index.ts';
import { type Archive, readTarball, readZip } from '../support/archives.ts';
import { LspClient } from '../support/lsp-client.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'seaworthy-artefacts-'));
let vsix: Archive;
let tarball: Archive;
let bills: Readonly<Record<Artefact, Bill>>;
let files: Readonly<Record<Artefact, string>>;

/** What is looked at of a bill of materials. */
interface Bill {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly { readonly license: { readonly id: string } }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

const fullName = ({ group, name }: Component) => (group ? `${group}/${name}` : name);

beforeAll(async () => {
  files = { extension: await packVsix(folder), 'command line': await packTarball(folder) };
  vsix = readZip(readFileSync(files.extension));
  tarball = readTarball(readFileSync(files['command line']));
  const bill = async (artefact: Artefact): Promise<Bill> =>
    JSON.parse(readFileSync(await writeBill(files[artefact], artefact), 'utf8'));
  bills = { extension: await bill('extension'), 'command line': await bill('command line') };
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundlesOf = (artefact: Artefact) =>
  bundles.flatMap(({ artefacts, options }) => (artefacts.includes(artefact) ? [options.outfile] : []));
const schemas = () => readdirSync('dist/schemas').map((name) => `dist/schemas/${name}`);

describe('the extension', () => {
  it('has what it needs and nothing else', () => {
    const expected = [
      ...['package.json', 'package.nls.json', 'package.nls.de.json', 'l10n/bundle.l10n.de.json'],
      ...['readme.md', 'changelog.md', 'LICENSE.txt', 'ThirdPartyNotices.txt'],
      ...bundlesOf('extension'),
      ...schemas(),
      ...['docs/configuration.md', 'docs/rules/README.md'],
      ...registry.rules.map(({ meta: { id } }) => `docs/rules/${id}.md`),
      ...[manifest.icon, 'schemas/seaworthy.schema.json'],
      ...manifest.contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.image)),
    ];
    const found = [...vsix.keys()].filter((name) => name.startsWith('extension/'));
    expect(found.sort()).toEqual(expected.map((name) => `extension/${name}`).sort());
    expect([...vsix.keys()].filter((name) => !name.startsWith('extension/')).sort()).toEqual([
      '[Content_Types].xml',
      'extension.vsixmanifest',
    ]);
  });

  it('links its pages to one another, and to nothing that it has not', () => {
    const pages = [...vsix.keys()].filter((name) => /^extension\/docs\/.*\.md$/.test(name));
    const links = pages.flatMap((page) =>
      [...(vsix.get(page)?.toString() ?? '').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => ({ page, to })),
    );
    const own = links.filter(({ to }) => !/^[a-z]+:/.test(to));
    expect(own.length).toBeGreaterThan(100);
    expect(own.filter(({ page, to }) => !vsix.has(path.posix.join(path.posix.dirname(page), to)))).toEqual([]);
  });

  it('shows in its gallery pictures and pages that are somewhere', () => {
    const readme = vsix.get('extension/readme.md')?.toString() ?? '';
    const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(targets.length).toBeGreaterThan(100);
    const here = /^https:\/\/github\.com\/seaworthy\/seaworthy\/(?:raw|blob)\/HEAD\/([^#]+)/;
    for (const target of targets.filter((one) => !/^(#|https:)/.test(one) || here.test(one))) {
      if (target.startsWith('#')) continue;
      const [, file] = here.exec(target) ?? [];
      expect([target, file !== undefined && readdirSync(path.dirname(file)).includes(path.basename(file))]).toEqual([
        target,
        true,
      ]);
    }
  });
});

describe('the package for npm', () => {
  it('has what command line and server need and nothing else', () => {
    const expected = [
      ...['package.json', 'README.md', 'CHANGELOG.md', 'LICENSE', 'ThirdPartyNotices.txt'],
      ...bundlesOf('command line'),
      ...schemas(),
      'schemas/seaworthy.schema.json',
    ];
    expect([...tarball.keys()].sort()).toEqual(expected.map((name) => `package/${name}`).sort());
  });

  it('depends on nothing and runs nothing', () => {
    const own = JSON.parse(tarball.get('package/package.json')?.toString() ?? '');
    const fields = ['name', 'version', 'description', 'license', 'keywords', 'homepage', 'repository', 'bugs'];
    expect(Object.keys(own)).toEqual([...fields, 'bin', 'engines', 'files']);
    expect(own.engines).toEqual({ node: manifest.engines.node });
    expect(tarball.has(`package/${own.bin.seaworthy}`)).toBe(true);
  });
});

describe('both', () => {
  const line = '-'.repeat(80);

  it('say nothing of the machine that made them, and hold neither sources nor maps', () => {
    const here = [path.resolve('.'), path.dirname(realpathSync('node_modules'))];
    for (const [name, content] of [...vsix, ...tarball]) {
      expect(name).not.toMatch(/\.map$|\.tsx?$|\.test\.|node_modules/);
      if (/schemas\/[\w-]+$/.test(name)) continue;
      const text = content.toString('latin1');
      for (const place of here) expect([name, text.includes(place)]).toEqual([name, false]);
      if (name.endsWith('.js')) expect([name, text.includes('sourceMappingURL=')]).toEqual([name, false]);
    }
  });

  it('are small', () => {
    expect(readFileSync(files.extension).length).toBeLessThan(6_000_000);
    expect(readFileSync(files['command line']).length).toBeLessThan(5_000_000);
  });

  it('have notices of everything that their bills of materials list', () => {
    for (const [artefact, notices] of [
      ['extension', vsix.get('extension/ThirdPartyNotices.txt')],
      ['command line', tarball.get('package/ThirdPartyNotices.txt')],
    ] as const) {
      const text = notices?.toString() ?? '';
      const { components } = bills[artefact];
      expect(components.length).toBeGreaterThan(30);
      for (const component of components) {
        const title = `${fullName(component)} ${component.version} (${component.licenses[0]?.license.id})`;
        const at = text.indexOf(`${line}\n\n${title}\n`);
        expect([title, at !== -1 && text.indexOf(line, at + line.length) !== -1]).toEqual([title, true]);
      }
    }
  });
});

describe('the bills of materials', () => {
  const names = (artefact: Artefact) => bills[artefact].components.map(fullName);

  it('list what is in the one and what is in the other', () => {
    for (const name of ['yaml', 'yaml-language-server', 'kubernetes-models', 'vscode-languageserver']) {
      expect(names('extension')).toContain(name);
      expect(names('command line')).toContain(name);
    }
    expect(names('extension')).toContain('vscode-languageclient');
    expect(names('extension')).not.toContain('commander');
    expect(names('command line')).toContain('commander');
    expect(names('command line')).not.toContain('vscode-languageclient');
    for (const name of ['esbuild', 'vitest', 'playwright-core']) expect(names('extension')).not.toContain(name);
  });

  it('are CycloneDX 1.6', () => {
    for (const artefact of ['extension', 'command line'] as const) {
      const bill = bills[artefact];
      expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
      expect(bill).toHaveProperty(
        'serialNumber',
        expect.stringMatching(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      );
      const hash = createHash('sha256').update(readFileSync(files[artefact])).digest('hex');
      expect(bill.metadata.component.hashes).toEqual([{ alg: 'SHA-256', content: hash }]);
      const refs = bill.components.map((component) => component['bom-ref']);
      expect(new Set(refs).size).toBe(refs.length);
      const [whole, ...parts] = bill.dependencies;
      expect(whole).toEqual({ ref: bill.metadata.component['bom-ref'], dependsOn: refs });
      expect(parts.map(({ ref }) => ref)).toEqual(refs);
      for (const { purl, hashes } of bill.components) {
        expect(purl).toMatch(/^pkg:npm\/(%40[\w.-]+\/)?[\w.-]+@\d+\.\d+\.\d+$/);
        expect(hashes).toEqual([{ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/) }]);
      }
    }
  });
});

/** Every Node on the path that is not the one that runs the tests: the oldest that is promised may be among them. */
const promised = Number(/\d+/.exec(manifest.engines.node)?.[0]);
const majorOf = (node: string) =>
  Number(/v(\d+)/.exec(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1]);
const others = (process.env.PATH ?? '').split(path.delimiter).map((place) => path.join(place, 'node'));
const oldest = others.find((node) => majorOf(node) === promised);

describe('in an empty folder', () => {
  const project = path.join(folder, 'project');
  const entry = path.join(project, 'node_modules/seaworthy', manifest.bin.seaworthy);
  const nodes = [
    { version: process.version, node: process.execPath, isThere: true },
    { version: `${promised}, the oldest that is promised`, node: oldest ?? '', isThere: oldest !== undefined },
  ];

  beforeAll(() => {
    mkdirSync(path.join(project, 'app'), { recursive: true });
    writeFileSync(path.join(project, 'app/Dockerfile'), 'FROM alpine:3.24\nMAINTAINER me\nUSER 1000\n');
    const args = ['install', '--offline', '--no-audit', '--no-fund', files['command line']];
    // Without it npm looks for a project above.
    writeFileSync(path.join(project, 'package.json'), '{}');
    expect(spawnSync('npm', args, { cwd: project, encoding: 'utf8' })).toMatchObject({ status: 0 });
  }, 60_000);

  it('it installs alone, without a network', () => {
    const installed = readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['seaworthy']);
  });

  it('npx runs it', () => {
    const run = (...args: string[]) =>
      spawnSync('npx', ['--offline', 'seaworthy', ...args], { cwd: project, encoding: 'utf8' });
    expect(run('--version').stdout.trim()).toBe(manifest.version);
    const { status, stdout } = run('lint', '.');
    expect(stdout).toContain('app/Dockerfile:2:1 warning maintainer-is-a-label:');
    expect(status).toBe(1);
  });

  for (const { version, node, isThere } of nodes) {
    describe.runIf(isThere)(`with Node ${version}`, () => {
      const run = (...args: string[]) => spawnSync(node, [entry, ...args], { cwd: project, encoding: 'utf8' });

      it('it tells its version, lints, and explains', () => {
        expect(run('--version')).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
        const linted = run('lint', '.');
        expect(linted.stdout).toContain('app/Dockerfile:2:1 warning maintainer-is-a-label:');
        expect([linted.status, linted.stderr]).toEqual([1, '']);
        expect(run('explain', 'DL4000').stdout).toContain('maintainer-is-a-label');
      });

      it('it serves an editor', async () => {
        const client = await LspClient.start({
          command: [node, entry, 'lsp', '--stdio'],
          folders: [pathToFileURL(project).href],
        });
        const uri = pathToFileURL(path.join(project, 'app/Dockerfile')).href;
        const found = await client.open(uri, 'dockerfile', 'FROM alpine:3.24\nMAINTAINER me\nUSER 1000\n');
        expect(found.map(({ code }) => code)).toEqual(['maintainer-is-a-label']);
        const manifest = pathToFileURL(path.join(project, 'pod.yaml')).href;
        await client.open(
          manifest,
          'yaml',
          'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      im\n',
        );
        const position = { line: 5, character: 8 };
        const textDocument = { uri: manifest };
        const { items } = await client.request('textDocument/completion', { textDocument, position });
        expect(items.map(({ label }: { label: string }) => label)).toContain('image');
        await client.stop();
      });
    });
  }
});
