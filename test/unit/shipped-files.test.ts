import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { BuildContexts } from '../../server/src/workspace/build-contexts.ts';
import { copiedByName, walkShipped } from '../../server/src/workspace/shipped-folders.ts';
import { shippedBy } from '../../server/src/workspace/shipped-size.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

/** A host that counts the folders it lists. */
class CountingHost extends MemoryHost {
  listed = 0;

  override listSizes(uri: string) {
    this.listed++;
    return super.listSizes(uri);
  }
}

const uri = `${testRoot}/Dockerfile`;

function among(files: Readonly<Record<string, string>>) {
  const memory = new CountingHost(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`${testRoot}/${path}`, text])),
  );
  const remembered = new RememberedFiles(memory);
  const shipped = async (instruction: string) => {
    const { host } = remembered.recording();
    const dockerfile = new Dockerfile(`FROM scratch\n${instruction}\n`);
    const [copy] = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
    const context = (await BuildContexts.of(dockerfile, { uri, host })).all[0];
    return copy && context && shippedBy(copy, context, host);
  };
  return { memory, remembered, shipped };
}

const files = {
  'a.txt': '123',
  'src/main.c': '12345',
  'src/deep/lib.c': '1234567',
  'src/deep/lib.o': '1',
  'doc/é.md': 'é',
  '.dockerignore': '**/*.o\n',
};

describe('what a COPY brings', () => {
  it.each<[string, number, number]>([
    ['COPY . /', 5, 3 + 5 + 7 + 2 + 7],
    ['COPY src /src', 2, 12],
    ['COPY ./src/ a.txt /', 3, 15],
    ['ADD src/*.c /', 1, 5],
    ['COPY s* /', 2, 12],
    ['COPY src/deep/lib.o /', 0, 0],
    ['COPY nothing /', 0, 0],
  ])('%s', async (instruction, count, bytes) => {
    const found = await among(files).shipped(instruction);
    expect([found?.files, found?.bytes, found?.isComplete]).toEqual([count, bytes, true]);
  });

  it('is not known of what only the build knows', async () => {
    const { shipped } = among(files);
    expect(await shipped('ARG X\nCOPY $X /')).toBeUndefined();
    expect(await shipped('COPY */deep /')).toBeUndefined();
  });

  it('names the largest first', async () => {
    const found = await among(files).shipped('COPY src a.txt /');
    expect(found?.largest).toEqual([
      { path: 'src/deep/lib.c', bytes: 7 },
      { path: 'src/main.c', bytes: 5 },
      { path: 'a.txt', bytes: 3 },
    ]);
  });

  it('is counted once, and again when files change', async () => {
    const { memory, remembered, shipped } = among(files);
    await shipped('COPY src /');
    const { listed } = memory;
    await shipped('COPY src /');
    expect(memory.listed).toBe(listed);
    (memory.files as Map<string, string>).set(`${testRoot}/src/deep/new.c`, '1');
    remembered.forget([`${testRoot}/src/deep/new.c`]);
    expect((await shipped('COPY src /'))?.files).toBe(3);
    // Only the folder in which it is was listed again.
    expect(memory.listed).toBe(listed + 1);
  });

  it('is counted in bounded time, and then said to be at least that', async () => {
    const many = Object.fromEntries(Array.from({ length: 2_500 }, (_, at) => [`d/${at}/a`, '1']));
    const { memory, shipped } = among({ ...many, Dockerfile: '' });
    const found = await shipped('COPY d /');
    expect([found?.isComplete, found?.files]).toEqual([false, 1_999]);
    expect(memory.listed).toBe(2_001);
  });
});

describe('a walk through what is copied', () => {
  it('lists no more folders than it may', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`d/${at}/a`, '1']));
    const { remembered } = among({ ...many, '.dockerignore': 'd/1*\n' });
    const { host } = remembered.recording();
    const dockerfile = new Dockerfile('FROM scratch\nCOPY . /\n');
    const context = (await BuildContexts.of(dockerfile, { uri, host })).all[0];
    const seen: string[] = [];
    const walk = (most: number) =>
      context &&
      walkShipped(context, '', most, (path) => {
        seen.push(path);
        return true;
      });
    expect(await walk(10)).toBe(false);
    expect(seen.filter((path) => path.endsWith('/a')).length).toBe(8);
    expect(await walk(200)).toBe(true);
    expect(seen.some((path) => path.startsWith('d/1'))).toBe(false);
  });

  it('knows what is copied by name', () => {
    const dockerfile = new Dockerfile('FROM a\nCOPY ./.env dist/ /x/\nCOPY --from=b /y /\nADD https://a.example/b /\n');
    expect([...copiedByName(dockerfile)]).toEqual(['.env', 'dist']);
  });
});
