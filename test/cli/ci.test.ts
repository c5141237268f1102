import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dist } from '../support/built.ts';
import { Desk } from '../support/command-line.ts';
import { sarifMistakes } from '../support/sarif.ts';

const desk = new Desk();
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Programs that do as npm's would, with what was built here in the place of a published package. */
function putPrograms(): void {
  const cli = `exec '${process.execPath}' '${path.join(dist, 'cli.js')}' "$@"`;
  desk.write({
    'bin/npx': `#!/bin/sh\n[ "$1" = --yes ] && shift\necho "$1" >> "$0.log"\nshift\n${cli}\n`,
    'bin/npm': `#!/bin/sh\nfor last; do :; done\necho "$last" >> "$0.log"\nmkdir -p "$RUNNER_TEMP/seaworthy/node_modules/.bin"\ncp '${desk.folder}/bin/seaworthy' "$RUNNER_TEMP/seaworthy/node_modules/.bin/"\n`,
    'bin/seaworthy': `#!/bin/sh\n${cli}\n`,
  });
  for (const name of ['npx', 'npm', 'seaworthy']) chmodSync(path.join(desk.folder, 'bin', name), 0o755);
}

function run(script: string, env: NodeJS.ProcessEnv = {}, shell = 'sh') {
  const { status, stdout, stderr } = spawnSync(shell, ['-e', '-c', script], {
    cwd: path.join(desk.folder, 'repository'),
    encoding: 'utf8',
    env: { ...process.env, PATH: `${path.join(desk.folder, 'bin')}:${process.env.PATH}`, NO_COLOR: '1', ...env },
  });
  return { status, stdout, stderr };
}

beforeEach(() => {
  putPrograms();
  desk.write({ 'repository/Dockerfile': 'FROM alpine:3.24\nUSER 1000\n' });
  desk.git('init', '-q', '-b', 'main', 'repository');
  desk.git('-C', 'repository', 'add', '-A');
  desk.git('-C', 'repository', 'commit', '-qm', 'one');
  desk.git('-C', 'repository', 'update-ref', 'refs/remotes/origin/main', 'HEAD');
});

describe('the recipes', () => {
  const text = readFileSync('docs/ci.md', 'utf8');
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code]) => ({
    language,
    code: code ?? '',
  }));
  const strings = (value: unknown, key = ''): string[] => {
    if (typeof value === 'string') return key === 'run' || key === 'script' ? [value] : [];
    if (Array.isArray(value)) return value.flatMap((item) => strings(item, key));
    return value && typeof value === 'object' ? Object.entries(value).flatMap(([name, one]) => strings(one, name)) : [];
  };
  const commands = blocks.flatMap(({ language, code }) => {
    if (language === 'sh') return code.trim().split('\n');
    if (language === 'groovy') return [...code.matchAll(/\bsh '(.*)'/g)].map(([, command]) => command ?? '');
    return strings(parse(code));
  });

  it('have commands that work', () => {
    expect(commands.length).toBeGreaterThan(7);
    for (const command of commands) {
      const { status, stderr } = run(command, { GITHUB_BASE_REF: 'main' });
      expect([command, status, stderr.replace(/.*: written, .*\n/, '')]).toEqual([command, 0, '']);
    }
    const called = desk.read('bin/npx.log').trim().split('\n');
    expect(new Set(called)).toEqual(new Set(['seaworthy', `seaworthy@${version}`]));
    expect(desk.read('repository/seaworthy.xml')).toContain('<testsuites name="seaworthy"');
    expect(JSON.parse(desk.read('repository/gl-code-quality-report.json'))).toEqual([]);
    expect(text.match(/(?:seaworthy@v?|rev: v)(\d[\d.]*\d)/g)?.every((one) => one.endsWith(version))).toBe(true);
  });

  it('fail where something is found', () => {
    desk.write({ 'repository/new/Dockerfile': 'FROM alpine\nUSER 1000\n' });
    const linting = commands.filter((command) => / lint /.test(command) && !command.includes('--write-baseline'));
    run('npx seaworthy lint --write-baseline .seaworthy-baseline.json');
    for (const command of linting) {
      const isKnown = command.includes('--baseline');
      expect([command, run(command, { GITHUB_BASE_REF: 'main' }).status]).toEqual([command, isKnown ? 0 : 1]);
    }
  });

  it('name hooks that there are, and inputs that the action has', () => {
    const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')).map(({ id }: { id: string }) => id);
    const inputs = Object.keys(parse(readFileSync('action.yml', 'utf8')).inputs);
    for (const [, id] of text.matchAll(/- id: (\S+)/g)) expect(hooks).toContain(id);
    for (const { code } of blocks.filter(({ language }) => language === 'yaml')) {
      for (const [, given = ''] of code.matchAll(/uses: seaworthy\/.*\n +with:\n((?: {10,}.*\n)+)/g)) {
        for (const name of Object.keys(parse(given))) expect(inputs).toContain(name);
      }
    }
  });
});

describe('the action', () => {
  const action = parse(readFileSync('action.yml', 'utf8'));
  const [step, upload] = action.runs.steps;

  /** Runs its step as a runner would. */
  function lint(inputs: Readonly<Record<string, string>>) {
    const defaults = Object.entries<{ default: string }>(action.inputs).map(
      ([name, one]) => [name, one.default] as const,
    );
    const values = new Map([...defaults, ...Object.entries(inputs)]);
    const env = Object.fromEntries(
      Object.entries<string>(step.env).map(([name, value]) => {
        const input = /inputs\.([\w-]+)/.exec(value)?.[1] ?? '';
        return [name, values.get(input) ?? ''];
      }),
    );
    desk.write({ outputs: '' });
    const runner = { RUNNER_TEMP: path.join(desk.folder, 'temp'), GITHUB_OUTPUT: path.join(desk.folder, 'outputs') };
    return run(step.run, { ...env, ...runner }, 'bash');
  }

  it('runs the package of its own version, and annotates', () => {
    expect(lint({}).status).toBe(0);
    desk.write({ 'repository/Dockerfile': 'FROM alpine\nUSER 1000\n' });
    const { status, stdout, stderr } = lint({});
    expect(stdout).toMatch(/^::warning file=Dockerfile,line=1,/);
    expect(stderr).toBe('');
    expect(status).toBe(1);
    expect(lint({ 'fail-on': 'error' }).status).toBe(0);
    expect(new Set(desk.read('bin/npm.log').trim().split('\n'))).toEqual(new Set([`seaworthy@${version}`]));
  });

  it('takes paths and options as they are, whatever is in them', () => {
    desk.write({
      'repository/a b/Dockerfile': 'FROM alpine\nUSER 1000\n',
      'repository/$(touch x)/Dockerfile': 'FROM b\nUSER 1\n',
    });
    const { stdout, status } = lint({ paths: 'a b\n$(touch x)\n', preset: 'strict', args: '--no-config\n' });
    expect(stdout).toContain('file=a b/Dockerfile');
    expect(stdout).toContain('file=$(touch x)/Dockerfile');
    expect(status).toBe(1);
    expect(() => desk.read('repository/x')).toThrow();
    expect(lint({ paths: '--fix' }).stderr).toContain('--fix: there is no such file or folder');
    expect(lint({ 'changed-since': 'main', paths: 'Dockerfile' }).status).toBe(0);
    expect(lint({ preset: 'loud' }).status).toBe(2);
  });

  it('writes a report that is uploaded also when the step fails', () => {
    desk.write({ 'repository/Dockerfile': 'FROM alpine\nUSER 1000\n' });
    expect(lint({ 'sarif-file': 'report.sarif' }).status).toBe(1);
    const report = JSON.parse(desk.read('repository/report.sarif'));
    expect(sarifMistakes(report)).toEqual([]);
    expect(report.runs[0].results).toHaveLength(1);
    expect(desk.read('outputs')).toBe('sarif-file=report.sarif\n');
    expect(lint({ 'sarif-file': 'none.sarif', preset: 'loud' }).status).toBe(2);
    expect(desk.read('outputs')).toBe('');
    expect(upload.if).toMatch(/^always\(\) && /);
    expect(upload.uses).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/);
  });

  it('puts no input into its script', () => {
    expect(step.run).not.toContain('${{');
  });
});

it('the hooks match what is linted', () => {
  const hooks: { files: string; exclude: string; entry: string }[] = parse(
    readFileSync('.pre-commit-hooks.yaml', 'utf8'),
  );
  for (const { files, exclude, entry } of hooks) {
    const matches = (name: string) => new RegExp(files).test(name) && !new RegExp(exclude).test(name);
    for (const name of ['Dockerfile', 'a/Dockerfile.dev', 'Containerfile', 'a/b.dockerfile', 'k8s/pod.yaml', 'x.yml']) {
      expect([name, matches(name)]).toEqual([name, true]);
    }
    for (const name of ['Dockerfile.md', 'Dockerfile.dockerignore', 'README.md', 'src/main.ts', 'yaml']) {
      expect([name, matches(name)]).toEqual([name, false]);
    }
    expect(run(`${entry} Dockerfile`).status).toBe(0);
  }
  expect(new Set(desk.read('bin/npx.log').trim().split('\n'))).toEqual(new Set([`seaworthy@${version}`]));
});
