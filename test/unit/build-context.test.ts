import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { BuildContext } from '../../server/src/workspace/build-context.ts';
import { readDockerignore } from '../../server/src/workspace/dockerignore.ts';
import { MemoryHost } from '../support/memory-host.ts';

describe('.dockerignore', () => {
  const cases: readonly (readonly [text: string, path: string, ignored: boolean])[] = [
    ['node_modules', 'node_modules', true],
    ['node_modules', 'node_modules/a/index.js', true],
    ['node_modules', 'web/node_modules', false],
    ['**/node_modules', 'web/node_modules/a.js', true],
    ['/dist/', 'dist/main.js', true],
    ['./dist', 'dist', true],
    ['*.md\n!README.md', 'README.md', false],
    ['!README.md\n*.md', 'README.md', true],
    ['# *.md', 'README.md', false],
    ['*\n!src', 'src/main.c', false],
    ['*\n!src', 'lib/main.c', true],
    ['.*', '.git', true],
    ['  *.lock \r\n', 'Cargo.lock', true],
    ['a{b,c}', 'ab', false],
  ];
  it.each(cases)('%j: %s is ignored: %s', (text, path, ignored) => {
    expect(readDockerignore(text)(path, 'file')).toBe(ignored);
  });

  it('keeps the folders that hold what it brings back', () => {
    const ignores = readDockerignore('*\n!src/main.c');
    expect([ignores('src', 'folder'), ignores('src/main.c', 'file'), ignores('src/a.c', 'file')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});

describe('the build context', () => {
  const uri = 'file:///repo/deploy/Dockerfile';
  const contextOf = (text: string, files: readonly string[], ignored = '') => {
    const texts = [...files.map((path) => [`file:///repo/${path}`, path] as const), [uri, text] as const];
    const ignoreFile = ignored ? [['file:///repo/.dockerignore', ignored] as const] : [];
    const host = new MemoryHost(Object.fromEntries([...texts, ...ignoreFile]));
    return BuildContext.of(new Dockerfile(text), { uri, host });
  };

  it('is the nearest folder that has what is copied', async () => {
    const text = 'FROM alpine:3.24\nCOPY go.mod ./\n';
    expect(await (await contextOf(text, ['go.mod', 'deploy/go.mod']))?.read('go.mod')).toBe('deploy/go.mod');
    expect(await (await contextOf(text, ['go.mod']))?.read('go.mod')).toBe('go.mod');
    expect(await contextOf(text, ['go.sum'])).toBeUndefined();
  });

  it('is without what .dockerignore leaves out', async () => {
    const context = await contextOf('FROM alpine:3.24\nCOPY go.mod ./\n', ['go.mod', 'go.sum', 'src/a.c'], 'go.sum\n');
    expect([await context?.has('go.sum'), await context?.has('src/a.c')]).toEqual([false, true]);
    expect(await context?.read('go.sum')).toBeUndefined();
    expect((await context?.list('.'))?.map(({ name }) => name)).not.toContain('go.sum');
  });

  it('does not look for what comes from stages, addresses and patterns', async () => {
    const text = 'FROM alpine:3.24\nCOPY --from=a /x /x\nADD https://example.com/a.tar *.txt $FILE /b/\n';
    expect(await contextOf(text, [])).toBeDefined();
  });
});
