import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DiskHost } from '../../server/src/node/disk-host.ts';
import { readModes } from '../../server/src/node/git-index.ts';
import { dist } from '../support/built.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-modes-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a file with a mode, whatever the umask. */
function write(name: string, text: string, mode = 0o644): void {
  writeFileSync(path.join(folder, name), text);
  chmodSync(path.join(folder, name), mode);
}

function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const isExecutable = (name: string, root = folder) =>
  new DiskHost(() => [root]).isExecutable(pathToFileURL(path.join(folder, name)).toString());

const hasModes = process.platform !== 'win32';
const hasGit = spawnSync('git', ['--version']).status === 0;

it.runIf(hasModes)('tells on the command line of a script that may not be executed on the disk', () => {
  write('Dockerfile', 'FROM debian:13\nCOPY start.sh /\nCMD ["/start.sh"]\n');
  write('start.sh', '#!/bin/sh\nset -e\nexec app\n');
  write('build.sh', '#!/bin/sh\n', 0o755);
  const lint = () =>
    spawnSync('node', [path.join(dist, 'cli.js'), 'lint', '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  expect(lint().stdout).toContain('"startable-script"');
  chmodSync(path.join(folder, 'start.sh'), 0o755);
  expect(lint().stdout).not.toContain('"startable-script"');
});

it.runIf(hasModes)('does not know of files where no mode was kept, nor of those that may not be read', async () => {
  write('start.sh', '#!/bin/sh\n');
  write('other.sh', '#!/bin/sh\n');
  expect(await isExecutable('start.sh')).toBeUndefined();
  write('other.sh', '#!/bin/sh\n', 0o755);
  expect(await isExecutable('start.sh')).toBe(false);
  expect(await isExecutable('other.sh')).toBe(true);
  expect(await isExecutable('missing.sh')).toBeUndefined();
  expect(await isExecutable('other.sh', path.join(folder, 'deeper'))).toBeUndefined();
});

it.runIf(hasModes && hasGit)('believes Git, with which others build', async () => {
  git('init', '-q');
  write('start.sh', '#!/bin/sh\n');
  expect(await isExecutable('start.sh')).toBeUndefined();
  git('add', 'start.sh');
  expect(await isExecutable('start.sh')).toBe(false);
  git('update-index', '--chmod=+x', 'start.sh');
  expect(await isExecutable('start.sh')).toBe(true);
});

it.runIf(hasGit)('reads the index in each of its versions', () => {
  git('init', '-q');
  const names = ['a-long-name-of-a-script.sh', 'a-long-name-of-another', 'b', `c${'c'.repeat(200)}`, 'ü.sh'];
  for (const name of names) write(name, '#!/bin/sh\n');
  git('add', ...names);
  git('update-index', '--chmod=+x', 'a-long-name-of-a-script.sh', 'ü.sh');
  const expected = new Map(names.map((name) => [name, name.endsWith('.sh')]));
  const read = () => readModes(readFileSync(path.join(folder, '.git/index')));
  expect(read()).toEqual(expected);
  git('update-index', '--index-version', '4');
  expect(read()).toEqual(expected);
  write('new', '');
  git('update-index', '--index-version', '2');
  git('add', '-N', 'new');
  expect(read()).toEqual(expected.set('new', false));
  const whole = readFileSync(path.join(folder, '.git/index'));
  for (let end = 0; end < whole.length; end += 7) expect(() => readModes(whole.subarray(0, end))).not.toThrow();
  expect(readModes(Buffer.from('version https://example.com'))).toBeUndefined();
});
