import { describe, expect, it } from 'vitest';
import { RememberedFiles } from '../../server/src/core/remembered-files.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { BuildContexts } from '../../server/src/workspace/build-contexts.ts';
import { repeatedBytesIn } from '../../server/src/workspace/repeated-bytes.ts';
import { testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const files = {
  'model.bin': '1234567890',
  'src/main.c': '12345',
  'src/data/big.txt': '1234567',
  'src/left.o': '1',
  '.dockerignore': '**/*.o\n.dockerignore\nDockerfile\n',
};

/** What the image of the last stage carries in vain: what, the line, the line that brought it, and how many bytes. */
async function inVain(text: string) {
  const uri = `${testRoot}/Dockerfile`;
  const all = Object.entries({ ...files, Dockerfile: text }).map(
    ([path, one]) => [`${testRoot}/${path}`, one] as const,
  );
  const { host } = new RememberedFiles(new MemoryHost(Object.fromEntries(all))).recording();
  const dockerfile = new Dockerfile(text);
  const [context] = (await BuildContexts.of(dockerfile, { uri, host })).all;
  if (!context) throw new Error('there is no build context');
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const found = await repeatedBytesIn(dockerfile, dockerfile.finalStage, context, host);
  return found.map(({ what, by, first, bytes }) => [what, lineOf(by.span.start), lineOf(first.span.start), bytes]);
}

describe('what an image carries in vain', () => {
  it.each<[string, string, readonly (readonly unknown[])[]]>([
    ['a new owner of all that was copied', 'COPY src /app\nRUN chown -R app /app', [['again', 3, 2, 12]]],
    ['a new owner of a folder around', 'COPY src /srv/app\nRUN chown -R app:app /srv', [['again', 3, 2, 12]]],
    ['a new mode of one file', 'COPY . /app\nRUN chmod 755 /app/model.bin', [['again', 3, 2, 10]]],
    ['a new owner of a part', 'WORKDIR /app\nCOPY . .\nRUN chown -R app src/data', [['again', 4, 3, 7]]],
    [
      'what is removed too late',
      'COPY model.bin /tmp/\nRUN use /tmp/model.bin && rm /tmp/model.bin',
      [['kept', 3, 2, 10]],
    ],
    ['a folder that is removed too late', 'COPY . /app\nRUN rm -rf /app/src', [['kept', 3, 2, 12]]],
    ['a file and then all', 'WORKDIR /app\nCOPY model.bin ./\nRUN train\nCOPY . .', [['twice', 5, 3, 10]]],
    ['all and then a part of it', 'COPY . /app\nCOPY src/data /app/src/data', [['twice', 3, 2, 7]]],
    [
      'two instructions',
      'COPY src /app\nCOPY model.bin /app/\nRUN chown -R a /app',
      [
        ['again', 4, 3, 10],
        ['again', 4, 2, 12],
      ],
    ],
  ])('is %s', async (_, text, expected) => {
    const found = await inVain(`FROM debian:13\n${text}\n`);
    expect(found).toHaveLength(expected.length);
    expect(found).toEqual(expect.arrayContaining([...expected]));
  });

  it.each([
    ['the owner is set where it is copied', 'COPY --chown=app src /app'],
    ['something else changes its owner', 'COPY src /app\nRUN mkdir /data && chown app /data'],
    ['it is copied afterwards', 'RUN chown -R app /app\nCOPY src /app'],
    ['it may not come to that', 'COPY src /app\nRUN if [ -f /x ]; then rm -rf /app; fi'],
    ['it is not known what is meant', 'COPY src /app\nARG D\nRUN rm -rf $D /app/*.c\nRUN cd /tmp && rm -rf app'],
    ['it lies elsewhere', 'COPY src /a\nCOPY src /b'],
  ])('is nothing where %s', async (_, text) => {
    expect(await inVain(`FROM debian:13\n${text}\n`)).toEqual([]);
  });

  it('is looked for in what ships, and in what that is built upon', async () => {
    const text =
      'FROM debian:13 AS build\nCOPY . /src\nRUN rm -rf /src/src\n\nFROM debian:13 AS base\nCOPY src /app\n\nFROM base\nRUN chown -R app /app\n';
    expect(await inVain(text)).toEqual([['again', 9, 6, 12]]);
  });
});
