import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dist } from '../support/built.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-cli-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes files by path below the test's folder. */
function write(files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

function read(name: string): string {
  return readFileSync(path.join(folder, name), 'utf8');
}

/** Runs the command line as people do. */
function seaworthy(args: readonly string[], input?: string) {
  const options = { cwd: folder, encoding: 'utf8' as const, input, env: { ...process.env, NO_COLOR: '1' } };
  const { status, stdout, stderr } = spawnSync('node', [path.join(dist, 'cli.js'), ...args], options);
  return { status, stdout, stderr };
}

const json = (args: readonly string[], input?: string) =>
  JSON.parse(seaworthy(['lint', '--format', 'json', ...args], input).stdout);
const paths = (report: { files: { path: string }[] }) => report.files.map((file) => file.path);

describe('build definitions', () => {
  it('are judged, each as what it is', () => {
    write({
      'docker-bake.hcl': 'target "web" {\n  context = "web"\n}\n',
      'compose.yaml': 'services: {web: {build: web}}\n',
      'other.yaml': 'services: {web: {build: web}}\n',
      '.github/workflows/a.yml': 'jobs: {build: {}}\n',
    });
    const { files } = json([]);
    expect(
      files.map((file: { path: string; language: string; findings: unknown[] }) => [
        file.path,
        file.language,
        file.findings.length,
      ]),
    ).toEqual([
      ['.github/workflows/a.yml', 'builds', 0],
      ['compose.yaml', 'builds', 1],
      ['docker-bake.hcl', 'builds', 1],
    ]);
  });

  it('that are no text are told on standard error, and the rest is judged', () => {
    write({ 'docker-bake.hcl': '\0', 'compose.yaml': '\0', Dockerfile: 'FROM alpine\n' });
    const { status, stderr, stdout } = seaworthy(['lint']);
    expect(stderr).toBe(
      'seaworthy: compose.yaml: it is a binary file\nseaworthy: docker-bake.hcl: it is a binary file\n',
    );
    expect(stdout).toContain('pin-base-image');
    expect(status).toBe(2);
  });
});

describe('what is named', () => {
  const files = {
    'shop/compose.yaml': 'services: {web: {image: acme/web, build: .}}\n',
    'shop/Dockerfile': 'FROM debian:13\nUSER app\nCMD ["/server"]\n',
    'shop/k8s/web.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  securityContext: {runAsNonRoot: true}\n  containers:\n    - name: web\n      image: acme/web\n',
  };
  const told = (report: { files: { path: string; findings: { rule: string }[] }[] }) =>
    report.files.map(({ path, findings }) => [path, findings.some(({ rule }) => rule === 'runnable-as-non-root')]);

  it.each<[string, string[], unknown[]]>([
    ['a Dockerfile', ['shop/Dockerfile'], ['shop/Dockerfile']],
    ['a manifest', ['shop/k8s/web.yaml'], ['shop/k8s/web.yaml']],
    ['a folder', ['shop/k8s'], ['shop/k8s/web.yaml']],
  ])('is alone told of, and judged among all that lies in the working folder: %s', (_, named, expected) => {
    write(files);
    expect(told(json(named))).toEqual(expected.map((one) => [one, true]));
  });

  it('is judged on its own where it lies elsewhere, or the working folder is a home', () => {
    write({ ...files, 'other/a.txt': '' });
    const options = { cwd: path.join(folder, 'other'), encoding: 'utf8' as const };
    const args = [path.join(dist, 'cli.js'), 'lint', '--format', 'json'];
    const elsewhere = spawnSync('node', [...args, '../shop/k8s/web.yaml'], options);
    expect(told(JSON.parse(elsewhere.stdout))).toEqual([['../shop/k8s/web.yaml', false]]);
    const env = { ...process.env, HOME: path.join(folder, 'me') };
    const atHome = spawnSync('node', [...args, 'shop/k8s/web.yaml'], { ...options, cwd: folder, env });
    expect(told(JSON.parse(atHome.stdout))).toEqual([['shop/k8s/web.yaml', false]]);
  });
});

describe('exit status', () => {
  it.each<[string, string[], string, number]>([
    ['nothing found', [], 'FROM alpine:3.24\n', 0],
    ['a warning', [], 'FROM alpine\n', 1],
    ['a warning that does not count', ['--fail-on', 'error'], 'FROM alpine\n', 0],
    ['an information', [], 'FROM alpine:3.24\nCMD ["a"]\n', 0],
    ['an information that counts', ['--fail-on', 'info'], 'FROM alpine:3.24\nCMD ["a"]\n', 1],
  ])('for %s', (_, options, text, status) => {
    write({ Dockerfile: text });
    expect(seaworthy(['lint', ...options]).status).toBe(status);
  });

  it.each([
    ['pss-baseline', '1.36', 0],
    ['pss-restricted', '1.36', 1],
    ['pss-restricted', '1.34', 1],
    ['pss-restricted', '1.7', 0],
    ['pss-baseline', 'latest', 0],
  ])('says under %s for %s whether the pod is refused', (preset, version, status) => {
    const context = '{runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}';
    write({
      'pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  securityContext: ${context}\n  containers:\n    - {name: web, image: web}\n`,
    });
    expect(seaworthy(['lint', '--preset', preset, '--kubernetes-version', version]).status).toBe(status);
  });

  it.each([
    [['lint', '--nonsense'], "seaworthy: unknown option '--nonsense'"],
    [
      ['lint', '--format', 'xml'],
      "seaworthy: option '--format <format>' argument 'xml' is invalid. Allowed choices are pretty, json, sarif, github, gitlab, junit.",
    ],
    [
      ['lint', '--kubernetes-version', 'new'],
      'seaworthy: option \'--kubernetes-version <version>\' argument \'new\' is invalid. write it as "1.36"; 1.0 to 1.37 and "latest" are known',
    ],
    [['lint', 'missing'], 'seaworthy: missing: there is no such file or folder'],
    [['lint', '--config', 'missing.yaml'], 'seaworthy: missing.yaml: there is no such configuration file'],
    [['explain', 'nonsense'], 'seaworthy: there is no rule "nonsense"'],
    [['explain', '--processes', 'missing'], 'seaworthy: missing: there is no such file'],
    [['nonsense'], "seaworthy: unknown command 'nonsense'"],
  ])('is 2 with one clear line for %j', (args, line) => {
    const { status, stderr } = seaworthy(args);
    expect(stderr.trim()).toBe(line);
    expect(status).toBe(2);
  });
});

describe('what is looked at', () => {
  it('are Dockerfiles by name and manifests by content, without what git ignores', () => {
    write({
      Dockerfile: 'FROM alpine:3.24\n',
      'a/Dockerfile.dev': 'FROM alpine:3.24\n',
      'a/app.dockerfile': 'FROM alpine:3.24\n',
      Containerfile: 'FROM alpine:3.24\n',
      'Dockerfile.md': '# about\n',
      'pod.yaml': 'apiVersion: v1\nkind: Pod\n',
      'values.yaml': 'image: nginx\n',
      '.gitignore': 'ignored/\n',
      'ignored/Dockerfile': 'FROM alpine\n',
      'node_modules/x/Dockerfile': 'FROM alpine\n',
      'sub/.gitignore': '*.yaml\n!kept.yaml\n',
      'sub/pod.yaml': 'apiVersion: v1\nkind: Pod\n',
      'sub/kept.yaml': 'apiVersion: v1\nkind: Pod\n',
    });
    expect(paths(json([]))).toEqual([
      'Containerfile',
      'Dockerfile',
      'a/Dockerfile.dev',
      'a/app.dockerfile',
      'pod.yaml',
      'sub/kept.yaml',
    ]);
  });

  it('is what is named, whatever its name and whatever git ignores', () => {
    write({ '.gitignore': '*\n', Dockerfile: 'FROM alpine:3.24\n', build: 'FROM alpine:3.24\n' });
    expect(paths(json(['build', 'Dockerfile']))).toEqual(['Dockerfile', 'build']);
  });

  it('is what is named by what it says, when its name does not tell', () => {
    write({
      Dockerfile: 'FROM alpine:3.24\n',
      'Dockerfile.dockerignore': 'node_modules\n',
      'Dockerfile.in': '# generated\nFROM alpine:3.24\n',
      'package.json': '{}\n',
      'a.txt': 'RUN to the hills\n',
      image: new Uint8Array([137, 80, 78, 71, 0]),
      notes: 'From here on nothing is certain.\n',
      pod: 'apiVersion: v1\nkind: Pod\n',
    });
    const all = [
      'Dockerfile',
      'Dockerfile.dockerignore',
      'Dockerfile.in',
      'package.json',
      'a.txt',
      'image',
      'notes',
      'pod',
    ];
    const { status, stdout, stderr } = seaworthy(['lint', '--format', 'json', ...all]);
    expect(paths(JSON.parse(stdout))).toEqual(['Dockerfile', 'Dockerfile.in', 'pod']);
    expect(stderr.trim().split('\n')).toEqual(
      ['Dockerfile.dockerignore', 'a.txt', 'image', 'notes', 'package.json'].map(
        (name) => `seaworthy: ${name}: not checked, as it is no Dockerfile and no manifest`,
      ),
    );
    expect(status).toBe(0);
    expect(seaworthy(['lint', 'a.txt', 'notes']).status).toBe(2);
  });

  it('goes through no circle of links', () => {
    write({ 'a/Dockerfile': 'FROM alpine:3.24\n' });
    symlinkSync(folder, path.join(folder, 'a/again'));
    expect(paths(json([]))).toEqual(['a/Dockerfile']);
  });

  it('can come from standard input', () => {
    const report = json(
      ['--stdin-filename', 'k8s/pod.yaml'],
      'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: nginx}]}\n',
    );
    expect(report.files[0]).toMatchObject({ path: 'k8s/pod.yaml', language: 'kubernetes' });
    expect(report.summary.warning).toBeGreaterThan(0);
  });
});

describe('input that is no good', () => {
  it('is named in one line each, and the rest is judged all the same', () => {
    write({
      Dockerfile: 'FROM alpine\n',
      'binary/Dockerfile': new Uint8Array([70, 82, 0, 1, 2]),
      'wide/Dockerfile': new Uint8Array([0xff, 0xfe, 70, 0]),
      'latin/Dockerfile': new Uint8Array([...Buffer.from('FROM alpine:3.24\nLABEL a="caf'), 0xe9, 34, 10]),
      'bom/Dockerfile': '\uFEFFFROM alpine\n',
    });
    const { status, stdout, stderr } = seaworthy(['lint', '--format', 'json']);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toEqual([
      'seaworthy: binary/Dockerfile: it is a binary file',
      'seaworthy: wide/Dockerfile: it is UTF-16; save it as UTF-8',
    ]);
    const found = JSON.parse(stdout).files.map(
      (file: { path: string; findings: { rule: string; range: unknown }[] }) => [
        file.path,
        ...file.findings.map(({ rule }) => rule),
      ],
    );
    expect(found).toEqual([
      ['Dockerfile', 'pin-base-image'],
      ['bom/Dockerfile', 'pin-base-image'],
      ['latin/Dockerfile', 'valid-encoding'],
    ]);
  });

  it('is left alone when it would be harmed by a fix', () => {
    const bytes = new Uint8Array([...Buffer.from('FROM alpine:3.24\nMAINTAINER caf'), 0xe9, 10]);
    write({ Dockerfile: bytes });
    const { stderr, status } = seaworthy(['lint', '--fix']);
    expect(stderr).toContain('Dockerfile: not fixed, because it is not valid UTF-8');
    expect(status).toBe(2);
    expect(new Uint8Array(readFileSync(path.join(folder, 'Dockerfile')))).toEqual(bytes);
  });

  it.skipIf(process.getuid?.() === 0)('may be a file that cannot be read', () => {
    write({ Dockerfile: 'FROM alpine\n' });
    chmodSync(path.join(folder, 'Dockerfile'), 0);
    expect(seaworthy(['lint']).stderr.trim()).toBe('seaworthy: Dockerfile: permission denied');
  });
});

describe('fixing', () => {
  it('says of a file what holds when those that come after it are fixed as well', () => {
    write({
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: web\n',
      'k8s/web.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: web\n      securityContext:\n        runAsNonRoot: true\n',
      'web/Dockerfile': 'FROM node:24-slim\nCOPY server.js /\nCMD ["node", "/server.js"]\n',
      'web/server.js': '',
    });
    expect(seaworthy(['lint', '.']).stdout).toContain('runnable-as-non-root');
    expect(seaworthy(['lint', '--fix-suggested', '.']).stdout).not.toContain('runnable-as-non-root');
  });

  it('writes safe fixes, and suggested ones only when asked', () => {
    write({ Dockerfile: 'FROM alpine\r\nMAINTAINER me\r\n' });
    expect(seaworthy(['lint', '--fix']).status).toBe(1);
    expect(read('Dockerfile')).toBe('FROM alpine\r\nLABEL org.opencontainers.image.authors="me"\r\n');
    expect(seaworthy(['lint', '--fix-suggested']).status).toBe(0);
    expect(read('Dockerfile')).toBe('FROM alpine:3.24\r\nLABEL org.opencontainers.image.authors="me"\r\n');
  });

  it('writes into files beside the one that is judged, and makes them, when asked for suggested fixes', () => {
    const dockerfile = 'FROM node:24.11-slim\nWORKDIR /app\nCOPY . .\nCOPY dist /srv/\nUSER node\n';
    write({ 'app/Dockerfile': dockerfile, 'app/node_modules/a.js': '', 'app/dist/a.js': '' });
    expect(seaworthy(['lint', '.']).stdout).toContain('fix (suggested): Leave it out with .dockerignore');
    seaworthy(['lint', '--fix', '.']);
    expect(existsSync(path.join(folder, 'app/.dockerignore'))).toBe(false);
    seaworthy(['lint', '--fix-suggested', '.']);
    expect(read('app/.dockerignore')).toBe('node_modules\n');
    write({ 'app/.dockerignore': '\uFEFF**/node_modules\r\ndist\r\n*.log\r\n' });
    seaworthy(['lint', '--fix-suggested', '.']);
    seaworthy(['lint', '--fix-suggested', '.']);
    expect(read('app/.dockerignore')).toBe('\uFEFF**/node_modules\r\n*.log\r\n');
  });

  it('writes nowhere else when a text comes from standard input', () => {
    write({ 'node_modules/a.js': '' });
    const text = 'FROM node:24.11-slim\nWORKDIR /app\nCOPY . .\nUSER node\n';
    seaworthy(['lint', '--fix-suggested', '--stdin-filename', 'Dockerfile'], text);
    expect(existsSync(path.join(folder, '.dockerignore'))).toBe(false);
  });

  it('keeps a byte order mark', () => {
    write({ Dockerfile: '\uFEFFFROM alpine\n' });
    seaworthy(['lint', '--fix-suggested']);
    expect(read('Dockerfile')).toBe('\uFEFFFROM alpine:3.24\n');
  });

  it('of standard input writes the fixed text to standard output', () => {
    const { stdout, stderr } = seaworthy(
      ['lint', '--fix', '--stdin-filename', 'Dockerfile'],
      'FROM alpine\nMAINTAINER me\n',
    );
    expect(stdout).toBe('FROM alpine\nLABEL org.opencontainers.image.authors="me"\n');
    expect(stderr).toContain('Dockerfile:1:6 warning pin-base-image');
  });

  it('of standard input loses no byte', () => {
    const fix = ['lint', '--fix', '--stdin-filename', 'Dockerfile'];
    const options = { cwd: folder, env: { ...process.env, NO_COLOR: '1' } };
    const fixed = (input: Uint8Array | string) =>
      spawnSync('node', [path.join(dist, 'cli.js'), ...fix], { ...options, input }).stdout.toString('latin1');
    expect(fixed('\uFEFFFROM a:1\nMAINTAINER me\n')).toBe(
      '\u00EF\u00BB\u00BFFROM a:1\nLABEL org.opencontainers.image.authors="me"\n',
    );
    const latin = Buffer.from('FROM a:1\nMAINTAINER caf\u00E9\n', 'latin1');
    expect(fixed(latin)).toBe(latin.toString('latin1'));
    const wide = Buffer.from('\uFEFFFROM a:1\n', 'utf16le');
    expect(fixed(wide)).toBe(wide.toString('latin1'));
  });

  it('changes nothing on a second run', () => {
    write({
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: a\n    image: nginx # web\n',
    });
    seaworthy(['lint', '--fix-suggested']);
    const once = read('pod.yaml');
    expect(once).toContain('image: nginx:1.31 # web\n');
    seaworthy(['lint', '--fix-suggested']);
    expect(read('pod.yaml')).toBe(once);
  });
});

describe('configuration', () => {
  it('is found beside the files, told when it is wrong, and left out on request', () => {
    write({ Dockerfile: 'FROM alpine\n', '.seaworthy.yaml': 'rules:\n  pin-base-image: off\n  nonsense: off\n' });
    const run = seaworthy(['lint']);
    expect(run.stderr.trim()).toBe('seaworthy: .seaworthy.yaml:3:3: There is no rule "nonsense"');
    expect(run.status).toBe(2);
    expect(seaworthy(['lint', '--no-config']).status).toBe(1);
    write({ 'other.yaml': 'rules: {pin-base-image: off}\n' });
    expect(seaworthy(['lint', '--config', 'other.yaml']).status).toBe(0);
  });

  it('may leave files out', () => {
    write({ 'vendor/Dockerfile': 'FROM alpine\n', '.seaworthy.yaml': 'ignore: [vendor]\n' });
    expect(paths(json([]))).toEqual([]);
    const named = ['lint', '--stdin-filename', 'vendor/Dockerfile'];
    expect(seaworthy(named, 'FROM alpine\n')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(seaworthy([...named, '--fix'], 'FROM alpine\n')).toEqual({ status: 0, stdout: 'FROM alpine\n', stderr: '' });
  });

  it.each(['a(b)', 'c@d+e', "f'g&h", 'i j#k%41'])('holds for what lies below a folder called %s', (name) => {
    const rules = 'ignore: ["vendor/**"]\noverrides:\n  - files: sub/*\n    rules: {pin-base-image: off}\n';
    const text = 'FROM alpine\n';
    write({
      [`${name}/.seaworthy.yaml`]: rules,
      [`${name}/vendor/Dockerfile`]: text,
      [`${name}/sub/Dockerfile`]: text,
    });
    expect(json([]).files).toMatchObject([{ path: `${name}/sub/Dockerfile`, findings: [] }]);
  });

  it('is told of by its name, whatever characters are in it', () => {
    write({ 'a#b %41/Dockerfile': 'FROM alpine:3.24\n', 'a#b %41/.seaworthy.yaml': 'rules: {nonsense: off}\n' });
    expect(seaworthy(['lint']).stderr.trim()).toBe(
      'seaworthy: a#b %41/.seaworthy.yaml:1:9: There is no rule "nonsense"',
    );
  });
});

describe('ShellCheck', () => {
  const isInstalled = spawnSync('shellcheck', ['--version']).status === 0;
  const rules = (report: { files: { findings: { rule: string }[] }[] }) =>
    report.files.flatMap(({ findings }) => findings.map(({ rule }) => rule));

  beforeEach(() => write({ Dockerfile: 'FROM debian:13\nUSER 1000\nRUN [ -f *.c ]\n' }));

  it.skipIf(!isInstalled)('is asked on demand (skipped where it is not installed)', () => {
    expect(rules(json(['--shellcheck']))).toContain('shellcheck');
    expect(rules(json([]))).not.toContain('shellcheck');
  });

  it.skipIf(isInstalled)('is missed aloud by who asks for it (skipped where it is installed)', () => {
    expect(seaworthy(['lint', '--shellcheck']).stderr).toContain('shellcheck is not installed');
  });
});

describe('about rules', () => {
  it('lists them', () => {
    const rules = JSON.parse(seaworthy(['rules', '--format', 'json']).stdout);
    expect(rules.map(({ id }: { id: string }) => id)).toContain('one-process-per-container');
    expect(seaworthy(['rules']).stdout).toContain('pin-digest');
  });

  it('draws what the containers of a Dockerfile start', () => {
    write({
      'web/Dockerfile':
        'FROM debian:13 AS job\nCMD ["job"]\nFROM debian:13 AS web\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\n',
      'web/run.sh': '#!/bin/sh\nsh -c "a; b" &\ncron\nexec web\n',
    });
    const { status, stdout } = seaworthy(['explain', '--processes', 'web/Dockerfile']);
    expect(stdout.split('\n')).toEqual([
      'stage "job"',
      'PID 1: job  [web/Dockerfile:2]',
      '',
      'stage "web"',
      'PID 1: /run.sh  [web/Dockerfile:5]',
      '├─ sh -c "a; b" (in the background)  [web/run.sh:2]',
      '│  ├─ a  [web/run.sh:2]',
      '│  └─ b  [web/run.sh:2]',
      '├─ cron (puts itself into the background)  [web/run.sh:3]',
      '└─ web (takes the place of the shell)  [web/run.sh:4]',
      '',
    ]);
    expect(status).toBe(0);
  });

  it('prints what the containers of a manifest start, by their own command and by that of their image', () => {
    write({
      'shop/skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: web\n',
      'shop/web/Dockerfile': 'FROM debian:13\nCOPY run.sh /\nENTRYPOINT ["/run.sh"]\nCMD ["web"]\n',
      'shop/web/run.sh': '#!/bin/sh\nexec "$@"\n',
      'shop/k8s/web.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: web\n      image: web\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  name: b\nspec:\n  containers:\n    - name: web\n      image: web\n      args: [sh, -c, "first; second"]\n    - name: other\n      image: example.com/other\n',
    });
    const { status, stdout } = seaworthy(['explain', '--processes', 'shop/k8s/web.yaml']);
    expect(stdout.split('\n')).toEqual([
      'Pod "a", container "web"',
      'PID 1: /run.sh web  [shop/web/Dockerfile:3]',
      '└─ web (takes the place of the shell)  [shop/web/run.sh:2]',
      '',
      'Pod "b", container "web"',
      'PID 1: /run.sh sh -c "first; second"  [shop/web/Dockerfile:3]',
      '└─ sh -c "first; second" (takes the place of the shell)  [shop/web/run.sh:2]',
      '   ├─ first  [shop/k8s/web.yaml:18]',
      '   └─ second  [shop/k8s/web.yaml:18]',
      '',
      'Pod "b", container "other"',
      'It is not known what is started.',
      '',
    ]);
    expect(status).toBe(0);
  });

  it('explains images of the current folder when none is named, and asks for what it cannot guess', () => {
    write({
      'skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: web\n      context: .\n',
      Dockerfile: 'FROM debian:13\nCMD ["web"]\n',
    });
    expect(seaworthy(['explain', '--images']).stdout).toContain('Dockerfile\n  builds web: ');
    const without = seaworthy(['explain', '--processes']);
    expect(without.stderr).toBe('seaworthy: say of which Dockerfile or manifest\n');
    expect(without.status).toBe(2);
    expect(seaworthy(['explain']).stderr).toBe('seaworthy: say which rule\n');
  });

  it('says which Dockerfile builds which image of a folder, who runs it, and what says so', () => {
    const pod = (name: string, image: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: main\n      image: ${image}\n`;
    write({
      'shop+1/skaffold.yaml':
        'apiVersion: skaffold/v4beta11\nkind: Config\nbuild:\n  artifacts:\n    - image: acme/api\n      context: api\n      docker:\n        target: run\n    - image: acme/job\n      jib: {}\n',
      'shop+1/compose.yaml':
        'services:\n  old:\n    image: acme/old\n    build: old\n  api:\n    image: acme/api:dev\n    build: {context: api, target: no}\n',
      'shop+1/api/Dockerfile': 'FROM debian:13 AS run\n',
      'shop+1/web/Dockerfile': 'FROM debian:13\n',
      'shop+1/k8s/api.yaml': pod('api', 'acme/api'),
      'shop+1/k8s/web.yaml': pod('web', 'acme/web:1'),
      'shop+1/k8s/job.yaml': pod('job', 'acme/job'),
      'shop+1/k8s/db.yaml': pod('db', 'postgres:17'),
    });
    const { status, stdout } = seaworthy(['explain', '--images', 'shop+1']);
    expect(stdout.split('\n')).toEqual([
      'api/Dockerfile, stage "no"',
      '  builds acme/api:dev: Compose builds it for the service "api"  [compose.yaml:6]',
      '',
      'api/Dockerfile, stage "run"',
      '  builds acme/api: Skaffold builds it as an artifact  [skaffold.yaml:5]',
      '  runs in Pod/api, container "main"  [k8s/api.yaml:8]',
      '',
      'web/Dockerfile',
      '  perhaps runs in Pod/web, container "main"  [k8s/web.yaml:8]: The Dockerfile, or its folder, is called like the image',
      '',
      'Cannot be built',
      '  acme/old: Compose builds it for the service "old", from old/Dockerfile, which does not exist  [compose.yaml:3]',
      '  acme/api:dev: Compose builds it for the service "api", from api/Dockerfile, which has no stage "no"  [compose.yaml:6]',
      '',
      'Built without a Dockerfile of this folder',
      '  acme/job: Skaffold builds it as an artifact  [skaffold.yaml:9]',
      '    runs in Pod/job, container "main"  [k8s/job.yaml:8]',
      '',
      'Not built here',
      '  postgres:17',
      '    runs in Pod/db, container "main"  [k8s/db.yaml:8]',
      '',
    ]);
    expect(status).toBe(0);
    expect(seaworthy(['explain', '--images', 'nowhere'])).toMatchObject({
      status: 2,
      stderr: 'seaworthy: nowhere: there is no such folder\n',
    });
  });

  it("explains them by our name or a peer's", () => {
    expect(seaworthy(['explain', 'pin-digest']).stdout).toContain('# Pin images to a digest');
    expect(seaworthy(['explain', 'dl3006']).stdout).toContain('# Give the base image a tag');
  });
});
