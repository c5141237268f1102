import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type LintRequest, lint } from '../../server/src/cli/commands/lint.ts';
import type { Surroundings } from '../../server/src/cli/surroundings.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { dist } from '../support/built.ts';
import { Desk } from '../support/command-line.ts';

const desk = new Desk();

// Whoever looks for something looks no further up than the top of a repository.
beforeEach(() => desk.write({ 'work/.git/HEAD': 'ref: refs/heads/main\n' }));

interface Told {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** How many files were judged, and not taken from the cache. */
  readonly judged: number;
}

/** Runs `lint` in the folder of the test, in this process. */
async function run(more: Partial<LintRequest> = {}, fingerprint = 'this build'): Promise<Told> {
  const out: string[] = [];
  const errors: string[] = [];
  const around = {
    workingFolder: path.join(desk.folder, 'work'),
    version: '0',
    resources: dist,
    environment: { XDG_CACHE_HOME: path.join(desk.folder, 'cache-home') },
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => errors.push(text) },
    fingerprint: async () => fingerprint,
  } as unknown as Surroundings;
  let judged = 0;
  const { read } = Engine.prototype;
  Engine.prototype.read = function (...given) {
    judged++;
    return read.apply(this, given);
  };
  try {
    const request: LintRequest = {
      ...{ paths: [], format: 'json', fix: false, fixSuggested: false, failOn: 'warning', preset: 'all', jobs: 1 },
      ...more,
    };
    const status = await lint(request, around);
    return { status, stdout: out.join(''), stderr: errors.join(''), judged };
  } finally {
    Engine.prototype.read = read;
  }
}

/** Beside the workspace: in it, the file would be one of those that lie around the others. */
const cached = { cache: true, cacheLocation: '../kept.json' };

function said({ status, stdout, stderr }: Told) {
  return { status, stdout, stderr };
}

const deployment = (image: string, claim: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: app, image: ${image}, envFrom: [{configMapRef: {name: ${claim}}}]}]
`;

const configMap = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`;

/** What each file may be: of several versions of the same, and nothing. Many say something about others. */
const versions: Readonly<Record<string, readonly (string | undefined)[]>> = {
  'app/Dockerfile': [
    'FROM node:24\nCOPY package.json start.sh ./\nUSER 1000\nEXPOSE 8080\nCMD ["./start.sh"]\n',
    'FROM node:24\nCOPY . .\nRUN npm ci\nCMD ["./start.sh"]\n',
    'FROM alpine\n',
    undefined,
  ],
  'app/package.json': ['{}', undefined],
  'app/Package.json': [undefined, '{}'],
  'app/start.sh': ['#!/bin/sh\nnode .\n', '#!/bin/sh\nexec node .\n', undefined],
  'app/.dockerignore': [undefined, '*.sh\n', '.git\n'],
  'app/.env': [undefined, 'A=1\n'],
  '.gitignore': [undefined, 'start.sh\n'],
  'skaffold.yaml': [
    undefined,
    'apiVersion: skaffold/v4beta13\nkind: Config\nbuild:\n  artifacts:\n    - {image: example.com/app, context: app}\n',
  ],
  'compose.yaml': [
    undefined,
    'services:\n  app: {build: app, ports: ["8080:80"]}\n',
    'services:\n  app: {build: {context: app, target: none}}\n',
  ],
  'k8s/web.yaml': [deployment('example.com/app', 'one'), deployment('example.com/other:1', 'two'), undefined],
  'k8s/config.yaml': [configMap('one'), configMap('two'), 'a: 1\n', undefined],
  'k8s/limits.yaml': [
    undefined,
    'apiVersion: v1\nkind: LimitRange\nmetadata: {name: all}\nspec:\n  limits: [{type: Container, default: {memory: 1Gi}}]\n',
  ],
  'k8s/kustomization.yaml': [undefined, 'resources: [web.yaml, config.yaml]\nnamespace: shop\n'],
  '.seaworthy.yaml': [undefined, 'rules:\n  pin-digest: off\n', 'rules: {no-such: off}\n'],
};

const names = Object.keys(versions);

function put(name: string, version: number): void {
  const text = versions[name]?.[version % (versions[name]?.length ?? 1)];
  if (text === undefined) rmSync(path.join(desk.folder, 'work', name), { force: true });
  else desk.write({ [`work/${name}`]: text });
}

describe('a run with a cache', () => {
  it('says what one without says, whatever was edited in between', { timeout: 300_000 }, async () => {
    const edit = fc.tuple(fc.constantFrom(...names), fc.nat(5));
    const steps = fc.array(fc.array(edit, { minLength: 0, maxLength: 3 }), { minLength: 2, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(steps, async (edits) => {
        for (const name of names) put(name, 0);
        rmSync(path.join(desk.folder, 'kept.json'), { force: true });
        for (const step of [[], ...edits]) {
          for (const [name, version] of step) put(name, version);
          const plain = await run();
          expect(said(await run(cached))).toEqual(said(plain));
          // Nothing has changed since: all that was told without a complaint is known.
          const again = await run(cached);
          expect(said(again)).toEqual(said(plain));
          if (plain.stderr === '') expect(again.judged).toBe(0);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('looks only at what has changed, and at what that is for', async () => {
    for (const name of names) put(name, 0);
    expect((await run(cached)).judged).toBeGreaterThan(2);
    expect((await run(cached)).judged).toBe(0);
    put('app/start.sh', 1);
    const { judged, stdout } = await run(cached);
    // The Dockerfile that copies it, and the manifest that runs the image.
    expect(judged).toBe(2);
    expect(stdout).toContain('app/Dockerfile');
    // Who runs what a Dockerfile builds is found in all manifests.
    put('k8s/config.yaml', 1);
    expect((await run(cached)).judged).toBe(3);
  });

  it('tells of a file as of what it says', async () => {
    put('compose.yaml', 2);
    const plain = await run();
    expect(plain.stdout).toContain('"language": "builds"');
    expect(said(await run(cached))).toEqual(said(plain));
    const again = await run(cached);
    expect(said(again)).toEqual(said(plain));
    expect(again.judged).toBe(0);
  });

  it('knows nothing of what another build, configuration or command line found', async () => {
    for (const name of names) put(name, 0);
    const all = (await run(cached)).judged;
    expect((await run(cached, 'another build')).judged).toBe(all);
    expect((await run(cached)).judged).toBe(all);
    expect((await run({ ...cached, preset: 'strict' })).judged).toBe(all);
    expect((await run({ ...cached, preset: 'strict', paths: ['app'] })).judged).toBe(1);
  });

  it('shares the work out among threads', async () => {
    for (const name of names) put(name, 0);
    const threads = ['lint', '--preset', 'all', '--format', 'json', '--cache-location', '../kept.json', '--jobs', '3'];
    const first = desk.seaworthy(threads, { cwd: 'work' });
    expect(desk.seaworthy(threads, { cwd: 'work' })).toEqual(first);
    expect(JSON.parse(desk.read('kept.json')).files).toHaveLength(3);
  });

  it('keeps it for the person who runs it, where no workspace can write', async () => {
    put('app/Dockerfile', 0);
    await run({ cache: true });
    const [folder] = [path.join(desk.folder, 'cache-home', 'seaworthy', 'lint')];
    expect(existsSync(folder)).toBe(true);
    await run(cached);
    expect(statSync(path.join(desk.folder, 'kept.json')).mode & 0o077).toBe(0);
  });
});

describe('a cache that somebody has tampered with', () => {
  const file = () => path.join(desk.folder, 'kept.json');

  it.each([
    ['is empty', () => ''],
    ['is no JSON', (text: string) => text.slice(0, -5)],
    ['is something else', () => '[1, 2]'],
    ['has more fields', (text: string) => text.replace('"key":', '"__proto__":{"polluted":true},"more":1,"key":')],
    ['styles the terminal', (text: string) => text.replace(/"message":"/, '"message":"\\u001b[2J')],
    ['points out of the text', (text: string) => text.replace(/"end":\d+/, '"end":99999999')],
    ['asks for what nobody asks', (text: string) => text.replace('"text file:', '"run file:')],
    ['leads in a circle', (text: string) => text.replace(/"made":\[\[[^\]]*\]/, '"made":[[-1]')],
    ['counts wrongly', (text: string) => text.replace(/"restsUpon":\[/g, '"restsUpon":[99999,-99999,')],
  ] as const)('and %s counts for nothing', async (_, tamper) => {
    for (const name of names) put(name, 0);
    const plain = await run();
    await run(cached);
    const before = readFileSync(file(), 'utf8');
    const after = tamper(before);
    expect(after).not.toBe(before);
    writeFileSync(file(), after);
    const told = await run(cached);
    expect(said(told)).toEqual(said(plain));
    expect(told.judged).toBeGreaterThan(0);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('and is a folder is told of, and the run goes on', async () => {
    put('app/Dockerfile', 0);
    desk.write({ 'kept.json/file': '' });
    const told = await run(cached);
    expect(told.stderr).toContain('--cache: not written');
    expect(told.stdout).toContain('app/Dockerfile');
  });
});
