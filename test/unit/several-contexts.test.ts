import { describe, expect, it } from 'vitest';
import { dockerfileCompletion } from '../../server/src/ide/dockerfile/completion/index.ts';
import { dockerfileHover } from '../../server/src/ide/dockerfile/hover/index.ts';
import { dockerfileLinks } from '../../server/src/ide/dockerfile/links.ts';
import { repeatedBytes } from '../../server/src/ide/dockerfile/repeated-bytes.ts';
import { shippedFiles } from '../../server/src/ide/dockerfile/shipped-files.ts';
import { spotIn, workedOn } from '../support/writing.ts';

/** A Compose file that builds the Dockerfile in each of some folders. */
const building = (...folders: readonly string[]) =>
  `services:\n${folders
    .map((folder, at) => `  s${at}:\n    build:\n      context: ${folder}\n      dockerfile: ../Dockerfile\n`)
    .join('')}`;

const sizes = { 'api/a.bin': 'x'.repeat(2000), 'web/a.bin': 'x'.repeat(30), 'web/b.bin': 'y', 'job/a.bin': '' };

async function lenses(text: string, files: Readonly<Record<string, string>>) {
  const worked = workedOn('Dockerfile', text, files);
  const found = [...((await shippedFiles.lenses?.(worked)) ?? []), ...((await repeatedBytes.lenses?.(worked)) ?? [])];
  return found.map(({ offset, title }) => `${worked.file.lines.lineAt(offset) + 1}: ${title}`);
}

async function explained(marked: string, files: Readonly<Record<string, string>>) {
  const spot = spotIn('Dockerfile', marked, files);
  const asked = [shippedFiles, ...dockerfileHover];
  return (await Promise.all(asked.map((one) => one.explain?.(spot) ?? []))).flat().map(({ text }) => text);
}

describe('what a COPY brings where builds have different contexts', () => {
  const text = 'FROM scratch\nCOPY . /app\n';

  it('is told once where it is the same', async () => {
    const same = { 'a/x': '1', 'b/x': '1', 'compose.yaml': building('a', 'b') };
    expect(await lenses(text, same)).toEqual(['2: 1 file, 1 B']);
  });

  it('is told of each of two', async () => {
    const found = await lenses(text, { ...sizes, 'compose.yaml': building('api', 'web') });
    expect(found).toEqual(['2: 1 file, 2 kB from api/ · 2 files, 31 B from web/']);
  });

  it('is told from the least to the most of more', async () => {
    const found = await lenses(text, { ...sizes, 'compose.yaml': building('api', 'web', 'job') });
    expect(found).toEqual(['2: 1 file, 0 B from job/ to 1 file, 2 kB from api/']);
  });

  it('is listed in the hover, the largest first', async () => {
    const files = { ...sizes, 'compose.yaml': building('web', 'api') };
    const [first] = await explained('FROM scratch\nC|OPY . /app\n', files);
    expect(first).toContain('**Brings 1 file, 2 kB** from api/\\\n**Brings 2 files, 31 B** from web/');
  });

  it('is at most that where it is carried in vain', async () => {
    const files = { 'api/a': 'x'.repeat(3_000_000), 'web/a': 'x'.repeat(10), 'compose.yaml': building('web', 'api') };
    const found = await lenses('FROM debian:13\nCOPY . /app\nRUN chown -R a /app\n', files);
    expect(found.at(-1)).toBe('3: Writes up to 3 MB again that line 2 copied: --chown and --chmod do it there');
  });

  it('adds up what one instruction removes', async () => {
    const files = { a: 'x'.repeat(900_000), b: 'x'.repeat(900_000) };
    const found = await lenses('FROM debian:13\nCOPY a b /tmp/\nRUN use && rm /tmp/a /tmp/b\n', files);
    expect(found.at(-1)).toBe('3: Frees nothing: 1.8 MB stay in the layer of line 2');
  });
});

it('leaves out what --exclude names', async () => {
  const files = { 'src/a.c': '123', 'src/b.md': '1234567', 'src/docs/c.md': '12345', 'src/docs/d.c': '1' };
  const found = async (flags: string) => lenses(`FROM scratch\nCOPY ${flags} src /src\n`, files);
  expect(await found('--exclude=*.md')).toEqual(['2: 3 files, 9 B']);
  expect(await found('--exclude=**/*.md')).toEqual(['2: 2 files, 4 B']);
  expect(await found('--exclude=docs --exclude=a.c')).toEqual(['2: 1 file, 7 B']);
});

describe('a context that builds give under a name', () => {
  const files = {
    'compose.yaml':
      'services:\n  web:\n    build:\n      context: .\n      additional_contexts:\n        - shared=../shared\n        - alpine:3.22=docker-image://alpine:edge\n',
  };

  it.each(['FROM scratch\nCOPY --from=|\n', 'FROM |\n', 'FROM scratch\nRUN --mount=type=bind,from=|\n'])(
    'is suggested in %j',
    async (marked) => {
      const spot = spotIn('Dockerfile', marked, files);
      const found = (await Promise.all(dockerfileCompletion.map((one) => one.complete?.(spot) ?? []))).flat();
      expect(found.find(({ label }) => label === 'shared')?.detail).toBe('context that a build gives');
    },
  );

  it('is explained and linked as no image', async () => {
    const text = 'FROM alpine:3.22 AS a\nCOPY --from=shared / /\nCOPY --from=nginx / /\n';
    const [first] = await explained(text.replace('shared', 'sh|ared'), files);
    expect(first).toBe(
      '**Build context `shared`**\n\nA build gives it under this name, so it is neither a stage nor an image: `compose.yaml`',
    );
    expect((await explained(text.replace('3.22', '3.|22'), files)).at(0)).toContain('**Build context `alpine:3.22`**');
    const links = (await dockerfileLinks.links?.(workedOn('Dockerfile', text, files))) ?? [];
    expect(links.map(({ span }) => text.slice(span.start, span.end))).toEqual(['nginx']);
  });
});
