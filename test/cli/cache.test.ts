import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isHistory } from '../../server/src/core/history.ts';
import { Git } from '../../server/src/node/git.ts';
import { dist } from '../support/built.ts';

let folder: string;
let commits = 0;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-cache-'));
  commits = 0;
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(...words: readonly string[]): string {
  const identity = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com', '-c', 'commit.gpgSign=false'];
  const { stdout, stderr, status } = spawnSync('git', [...identity, ...words], { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${words.join(' ')}: ${stderr}`);
  return stdout;
}

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** Writes files and commits all there is. */
function commit(files: Readonly<Record<string, string>>, subject = `commit ${++commits}`): void {
  write(files);
  git('add', '-A');
  git('commit', '-q', '-m', subject);
}

function seaworthy(...words: readonly string[]) {
  const options = { cwd: folder, encoding: 'utf8' as const, env: { ...process.env, NO_COLOR: '1' } };
  const { status, stdout, stderr } = spawnSync('node', [path.join(dist, 'cli.js'), 'cache', ...words], options);
  return { status, stdout, stderr };
}

const dockerfile =
  'FROM node:24\nWORKDIR /app\nCOPY package.json ./\nRUN npm install\nCOPY . .\nRUN npm run build\nCMD ["node", "."]\n';

/** A project that came to be in two commits, in which `src` changed three times after that, and `package.json` once. */
function project(below = ''): void {
  git('init', '-q', '-b', 'main');
  commit({ [`${below}LICENSE`]: '1\n' }, 'first');
  commit({
    [`${below}Dockerfile`]: dockerfile,
    [`${below}.dockerignore`]: 'docs\n',
    [`${below}package.json`]: '{}\n',
    [`${below}src/a.js`]: '1\n',
    [`${below}docs/a.md`]: '1\n',
  });
  commit({ [`${below}src/a.js`]: '2\n' });
  commit({ [`${below}docs/a.md`]: '2\n' });
  commit({ [`${below}package.json`]: '{ "a": 1 }\n', [`${below}src/a.js`]: '3\n' });
  commit({ [`${below}src/b.js`]: '1\n' });
}

function rebuilt(report: string): readonly (readonly [string, number])[] {
  return JSON.parse(report).files[0].instructions.map((one: { instruction: string; rebuilt: number }) => [
    one.instruction,
    one.rebuilt,
  ]);
}

describe('seaworthy cache', () => {
  it('says how often each instruction would have run again', () => {
    project();
    const { stdout, status } = seaworthy('--format', 'json');
    expect(status).toBe(0);
    expect(rebuilt(stdout)).toEqual([
      ['COPY package.json ./', 2],
      ['RUN npm install', 2],
      ['COPY . .', 4],
      ['RUN npm run build', 4],
    ]);
    const [report] = JSON.parse(stdout).files;
    // The commit that changed only what `.dockerignore` leaves out made no build necessary.
    expect(report.commits.map(({ subject }: { subject: string }) => subject)).toEqual([
      'commit 5',
      'commit 4',
      'commit 2',
      'commit 1',
    ]);
    expect(report.instructions[2].causes).toContainEqual({ path: 'src/', builds: 4 });
    expect(report.instructions[0].rebuiltIn).toEqual([1, 3]);
  });

  it('prints a table', () => {
    project();
    const { stdout } = seaworthy('Dockerfile');
    const because = 'src/ (4), package.json (2), .dockerignore (1)';
    const row = (line: string, rebuilt: string, causes: string, instruction: string) =>
      `${line.padStart(4)}  ${rebuilt.padStart(7)}  ${causes.padEnd(because.length)}  ${instruction}\n`;
    expect(stdout).toBe(
      `Dockerfile\n${row('line', 'rebuilt', 'because of', 'instruction')}${[
        row('3', '2/4', 'package.json (2)', 'COPY package.json ./'),
        row('4', '2/4', 'package.json (2)', 'RUN npm install'),
        row('5', '4/4', because, 'COPY . .'),
        row('6', '4/4', because, 'RUN npm run build'),
      ].join('')}`,
    );
  });

  it('draws a picture that nothing can be injected into', () => {
    project();
    commit({ 'src/a.js': '4\n' }, '<script>alert(1)</script>');
    const { stdout } = seaworthy('--format', 'html');
    expect(stdout).toContain('<title>Build cache</title>');
    expect(stdout).toContain('&lt;script&gt;');
    expect(stdout).not.toContain('<script');
    expect(stdout.match(/class="rebuilt"/g)?.length).toBe(2 + 2 + 5 + 5);
    expect(stdout).not.toContain('class="stage"');
    expect(stdout).toContain('<td class="why">package.json</td>');
  });

  it('does not take the commit with which a folder came to be for a change of it', () => {
    git('init', '-q');
    commit({ 'README.md': '1\n' });
    commit({ 'api/Dockerfile': dockerfile, 'api/package.json': '{}\n', 'api/src/a.js': '1\n' });
    const first = seaworthy('api');
    expect(first.stdout).toContain('No commit but the first changed anything that the build gets.');
    commit({ 'api/src/a.js': '2\n' });
    expect(rebuilt(seaworthy('api', '--format', 'json').stdout)).toEqual([
      ['COPY package.json ./', 0],
      ['RUN npm install', 0],
      ['COPY . .', 1],
      ['RUN npm run build', 1],
    ]);
  });

  it('advises what would have saved builds', () => {
    git('init', '-q');
    commit({ 'README.md': '1\n' });
    commit({
      Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
      'package.json': '{}\n',
      'package-lock.json': '{}\n',
      'src/a.js': '1\n',
    });
    for (const text of ['2\n', '3\n', '4\n']) commit({ 'src/a.js': text });
    expect(seaworthy('.').stdout).toContain('line 3: Copy the dependency files first (4 of 4 builds down to 1)\n');
    expect(seaworthy('.', '--format', 'html').stdout).toContain(
      '<li>Line 3: Copy the dependency files first (4 of 4 builds down to 1)</li>',
    );
    expect(JSON.parse(seaworthy('.', '--format', 'json').stdout).files[0].advice).toEqual([
      { title: 'Copy the dependency files first', line: 3, before: 4, after: 1, builds: 4 },
    ]);
  });

  it('looks at a part of a repository by itself', () => {
    project('services/api/');
    commit({ 'services/web/index.js': '1\n' });
    expect(rebuilt(seaworthy('services/api', '--format', 'json').stdout)).toContainEqual(['COPY . .', 4]);
  });

  it('says which build context is replayed where builds have several', () => {
    project('services/api/');
    const build = (context: string) =>
      `    build:\n      context: ${context}\n      dockerfile: ${context === '.' ? 'services/api/' : ''}Dockerfile\n`;
    commit({ 'compose.yaml': `services:\n  a:\n${build('services/api')}  b:\n${build('.')}` });
    expect(seaworthy('.').stdout).toContain('Builds have 2 build contexts: what is replayed is api.');
  });

  it('takes a renamed file for one that goes and one that comes', () => {
    project();
    renameSync(path.join(folder, 'src'), path.join(folder, 'lib'));
    commit({});
    const [{ instructions }] = JSON.parse(seaworthy('--format', 'json').stdout).files;
    expect(instructions[2].causes).toContainEqual({ path: 'lib/', builds: 1 });
    expect(instructions[2].causes).toContainEqual({ path: 'src/', builds: 5 });
  });

  it('takes a merge for one change of what it brings', () => {
    project();
    git('checkout', '-q', '-b', 'feature', 'HEAD~3');
    commit({ 'src/c.js': '1\n' });
    commit({ 'src/c.js': '2\n' });
    git('checkout', '-q', 'main');
    git('merge', '-q', '--no-ff', '-m', 'Merge feature', 'feature');
    const [{ commits: told }] = JSON.parse(seaworthy('--format', 'json').stdout).files;
    expect(told).toHaveLength(5);
    expect(told[0].subject).toBe('Merge feature');
  });

  it('builds the stage that is asked for', () => {
    git('init', '-q');
    commit({ LICENSE: '1\n' });
    commit({ Dockerfile: 'FROM a AS test\nCOPY tests /\nFROM b\nCOPY src /\n', 'src/a': '1', 'tests/a': '1' });
    expect(rebuilt(seaworthy('--format', 'json').stdout)).toEqual([['COPY src /', 1]]);
    expect(rebuilt(seaworthy('--format', 'json', '--target', 'test').stdout)).toEqual([['COPY tests /', 1]]);
    expect(seaworthy('Dockerfile', '--target', 'nothing')).toMatchObject({
      status: 2,
      stderr: 'seaworthy: Dockerfile: there is no stage nothing\n',
    });
  });

  it('says that a clone is shallow', () => {
    project();
    const clone = path.join(folder, 'clone');
    git('clone', '-q', '--depth', '1', `file://${folder}`, `${clone}-1`);
    expect(seaworthy('clone-1').stdout).toContain('The clone is shallow: what its commit changed is not known.');
    git('clone', '-q', '--depth', '2', `file://${folder}`, clone);
    expect(seaworthy('clone').stdout).toContain('The clone is shallow: no more than one commit is known.');
  });

  it.each([
    ['there is no repository', () => {}, 'No commits are replayed: the folder is in no git repository.'],
    ['nothing was committed yet', () => git('init', '-q'), 'No commits are replayed: there are no commits yet.'],
    ['what is read of it is broken', brokenRepository, 'No commits are replayed: '],
  ])('says so, and no more, when %s', (_, prepare, said) => {
    write({ Dockerfile: dockerfile, 'package.json': '{}' });
    prepare();
    const { stdout, stderr, status } = seaworthy();
    expect(stdout).toContain(said);
    expect(stdout).toContain('RUN npm install');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  });

  it('says what it cannot read', () => {
    expect(seaworthy('nothing')).toMatchObject({ status: 2, stdout: '' });
    write({ 'README.md': '' });
    expect(seaworthy().stderr).toBe('seaworthy: .: there is no Dockerfile\n');
  });
});

function brokenRepository(): void {
  git('init', '-q');
  write({ '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': `${'1'.repeat(40)}\n` });
}

describe('git', () => {
  it('is given nothing to run by a repository', async () => {
    project();
    const spy = path.join(folder, 'spy.sh');
    write({ 'spy.sh': `#!/bin/sh\ntouch ${folder}/was-run\ncat\n` });
    chmodSync(spy, 0o755);
    const program = ['fsmonitor', 'pager', 'sshCommand', 'editor', 'askPass'].map((name) => `core.${name}`);
    for (const key of [
      ...program,
      'gpg.program',
      'diff.external',
      'pager.log',
      'diff.spy.textconv',
      'uploadpack.packObjectsHook',
    ]) {
      git('config', key, spy);
    }
    git('config', 'log.showSignature', 'true');
    git('config', 'core.hooksPath', folder);
    git('config', 'alias.log', `!${spy}`);
    write({ '.gitattributes': '* diff=spy\n' });
    const history = await new Git().history(folder);
    expect(isHistory(history) && history.commits.length).toBe(5);
    expect(existsSync(path.join(folder, 'was-run'))).toBe(false);
  });

  it('is not waited for longer than it may take', async () => {
    write({ 'git.sh': '#!/bin/sh\nsleep 30\n' });
    chmodSync(path.join(folder, 'git.sh'), 0o755);
    const started = performance.now();
    expect(await new Git(path.join(folder, 'git.sh'), 300).history(folder)).toEqual({
      reason: 'git took longer than 0.3 seconds',
    });
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it('may be missing', async () => {
    expect(await new Git('/nothing/git').history(folder)).toEqual({ reason: 'git is not installed' });
  });

  it('may say too much', async () => {
    const line = `printf '\\001%s\\0021\\002subject\\000\\n'`;
    const id = '1'.repeat(40);
    write({
      'git.sh': `#!/bin/sh\n${line} ${id}\nprintf 'a\\000'\n${line} ${id}\nyes "$(printf 'a%.0s' $(seq 200))" | tr '\\n' '\\000' | head -c 40000000\n`,
    });
    chmodSync(path.join(folder, 'git.sh'), 0o755);
    const history = await new Git(path.join(folder, 'git.sh')).history(folder);
    expect(isHistory(history) && { limit: history.limit, commits: history.commits.length }).toEqual({
      limit: 'size',
      commits: 1,
    });
  });
});
