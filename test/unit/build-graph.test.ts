import { describe, expect, it } from 'vitest';
import { BuildGraph } from '../../server/src/dockerfile/build-graph/build-graph.ts';
import { ContextPaths } from '../../server/src/dockerfile/build-graph/context-paths.ts';
import { originsOf, rebuilt } from '../../server/src/dockerfile/build-graph/rebuild.ts';
import { Dockerfile } from '../../server/src/dockerfile/dockerfile.ts';
import { type CacheCase, cacheCases } from '../cache/cases.ts';
import { rebuiltByModel } from '../cache/model.ts';

describe('what is built again', () => {
  it.each(cacheCases)('because of $name', (one: CacheCase) => {
    expect(rebuiltByModel(one)).toEqual(one.rebuilt);
  });

  it('says because of which files, and of which steps', () => {
    const dockerfile = new Dockerfile(
      'FROM a AS b\nCOPY src /src\nRUN make\nFROM c\nCOPY --from=b /out /out\nRUN done\n',
    );
    const reasons = rebuilt(BuildGraph.of(dockerfile, dockerfile.finalStage), { files: ['src/a.c', 'README.md'] });
    const [copy, make, fromStage, last] = [...reasons];
    expect(copy?.[1]).toMatchObject({ files: ['src/a.c'], steps: [] });
    expect(make?.[1].steps).toEqual([copy?.[0]]);
    expect(fromStage?.[1].steps).toEqual([make?.[0]]);
    expect(last && originsOf(last[0], reasons)).toEqual([copy?.[0]]);
  });

  it('finds the reason behind a linked copy, which is not built again', () => {
    const dockerfile = new Dockerfile('FROM a\nCOPY a /a\nCOPY --link b /b\nRUN c\n');
    const reasons = rebuilt(BuildGraph.of(dockerfile, dockerfile.finalStage), { files: ['a'] });
    const [copy, run] = [...reasons.keys()];
    expect(reasons.size).toBe(2);
    expect(run && originsOf(run, reasons)).toEqual([copy]);
  });

  it('builds again what is built upon another image, linked copies left out', () => {
    const dockerfile = new Dockerfile('FROM node:24\nCOPY --link a /a\nRUN b\n');
    const reasons = rebuilt(BuildGraph.of(dockerfile, dockerfile.finalStage), { images: new Set(['node:24']) });
    expect([...reasons.keys()].map(({ instruction }) => instruction.keyword)).toEqual(['FROM', 'RUN']);
  });

  it.each(cacheCases)('is carried out by RUN as often with linked copies: $name', (one: CacheCase) => {
    const runs = (found: readonly string[]) => found.filter((text) => /^\s*RUN\b/i.test(text));
    const linked = { ...one, dockerfile: one.dockerfile.replace(/^COPY (?!.*--link)/gm, 'COPY --link ') };
    expect(runs(rebuiltByModel(linked))).toEqual(runs(rebuiltByModel(one)));
  });

  it('takes a source that only the build knows for any', () => {
    const dockerfile = new Dockerfile('FROM a\nARG NAME\nCOPY dist/$NAME /a\n');
    const graph = BuildGraph.of(dockerfile, dockerfile.finalStage);
    expect(rebuilt(graph, { files: ['dist/app'] }).size).toBe(1);
    expect(rebuilt(graph, { files: ['src/app'] }).size).toBe(0);
  });

  it('has no step for a stage that refers to itself or that is not there', () => {
    const dockerfile = new Dockerfile('FROM b AS b\nCOPY --from=b a /a\nCOPY --from=7 a /a\n');
    expect(rebuilt(BuildGraph.of(dockerfile, dockerfile.finalStage), { files: ['a'] }).size).toBe(0);
  });
});

describe('the files that an instruction reads', () => {
  it.each([
    ['.', 'a/b', true],
    ['./', 'a', true],
    ['/', 'a', true],
    ['../a', 'a', true],
    ['a', 'a', true],
    ['a', 'ab', false],
    ['a/', 'a/b/c', true],
    ['/a/b', 'a/b', true],
    ['a?c', 'abc', true],
    ['a[bc]', 'ab/deep/file', true],
    ['a{b,c}', 'ab', false],
    ['*', 'deep/file', true],
    ['*.js', 'deep/file.js', false],
    ['*/package.json', 'a/package.json', true],
    ['*/package.json', 'a/b/package.json', false],
    ['.*', '.npmrc', true],
    ['*', '.npmrc', true],
  ])('%s reads %s: %s', (source, path, isRead) => {
    expect(new ContextPaths([source]).has(path)).toBe(isRead);
  });

  it('knows ** with --parents alone', () => {
    expect(new ContextPaths(['**/package.json'], [], true).has('a/b/package.json')).toBe(true);
    expect(new ContextPaths(['**/package.json']).has('a/b/package.json')).toBe(false);
    expect(new ContextPaths(['./a/./b/*.txt'], [], true).has('a/b/c.txt')).toBe(true);
  });

  it('leaves out what --exclude names, as seen from the source', () => {
    const paths = new ContextPaths(['src'], ['*.md', 'docs']);
    expect(paths.has('src/a.md')).toBe(false);
    expect(paths.has('src/docs/a.txt')).toBe(false);
    expect(paths.has('src/a.txt')).toBe(true);
    expect(new ContextPaths(['hom*'], ['*.txt']).has('home.txt')).toBe(false);
  });
});
