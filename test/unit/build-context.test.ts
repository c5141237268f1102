import { describe, expect, it } from 'vitest';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { BuildContext } from '../../server/src/workspace/build-context.ts';
import { MemoryHost } from '../support/memory-host.ts';

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
