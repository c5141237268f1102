import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { walk } from '../../server/src/cli/walk.ts';
import { ConfigLoader } from '../../server/src/config/config-loader.ts';
import { Engine } from '../../server/src/engine/engine.ts';
import { decode } from '../../server/src/node/read-source.ts';
import { registry } from '../../server/src/rules/index.ts';
import { MemoryHost } from '../support/memory-host.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'seaworthy-hostile-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('an ignore file whose patterns would try and try is read, and holds nobody up', async () => {
  const deep = path.join(folder, 'a/'.repeat(60));
  mkdirSync(path.join(folder, '.git'));
  mkdirSync(deep, { recursive: true });
  writeFileSync(path.join(folder, '.gitignore'), `${'**/a/'.repeat(20)}b\nDockerfile.old\n`);
  for (const name of ['Dockerfile', 'Dockerfile.old']) writeFileSync(path.join(deep, name), 'FROM a:1\n');
  const started = performance.now();
  expect((await walk([folder], folder)).files).toEqual([path.join(deep, 'Dockerfile')]);
  expect(performance.now() - started).toBeLessThan(10_000);
});

it('folders that lie absurdly deep are told, not walked', async () => {
  mkdirSync(path.join(folder, 'a/'.repeat(110)), { recursive: true });
  const { problems } = await walk([folder], folder);
  expect(problems.map(({ reason }) => reason)).toEqual(['it lies more than 100 folders deep']);
});

it('a configuration quotes nothing of a file that it builds upon and that is no configuration', async () => {
  const host = new MemoryHost({
    'file:///w/.seaworthy.yaml': 'extends: secret\n',
    'file:///w/secret': 'a: b\nhunter2\n',
  });
  const { files } = await new ConfigLoader(host, registry, {}).forFolder('file:///w', 'file:///w');
  expect(files.flatMap(({ problems }) => problems.map(({ message }) => message))).toEqual(['it cannot be read']);
});

it('nothing is made of a text that nobody wrote', () => {
  const text = `a: b\n${'#'.repeat(10_000_000)}`;
  expect(new Engine(new MemoryHost({})).read('file:///w/a.yaml', 'kubernetes', text).units).toEqual([]);
  expect(() => decode(new TextEncoder().encode(text))).toThrow('it is larger than 10 MB');
});

it('a line of another file that reads as a key is not quoted', async () => {
  const host = new MemoryHost({
    'file:///w/.seaworthy.yaml': 'extends: shadow\n',
    'file:///w/shadow': 'root:*:20228::\n'.replace('::', ': '),
  });
  const { files } = await new ConfigLoader(host, registry, {}).forFolder('file:///w', 'file:///w');
  const messages = files.flatMap(({ problems }) => problems.map(({ message }) => message));
  expect(messages).toEqual(['There is no setting of this name']);
});
