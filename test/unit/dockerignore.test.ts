import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dockerignore } from '../../server/src/workspace/ignoring/dockerignore.ts';
import { readPathPattern } from '../../server/src/workspace/ignoring/path-pattern.ts';

describe('.dockerignore', () => {
  // docs.docker.com/build/concepts/context/#dockerignore-files, and what moby/patternmatcher v0.6 answers.
  const cases: readonly (readonly [text: string, path: string, leftOut: boolean])[] = [
    ['node_modules', 'node_modules', true],
    ['node_modules', 'node_modules/a/index.js', true],
    ['node_modules', 'web/node_modules', false],
    ['**/node_modules', 'web/node_modules/a.js', true],
    ['**/node_modules', 'node_modules', true],
    ['**/node_modules', 'my-node_modules', false],
    ['/dist/', 'dist/main.js', true],
    ['./dist', 'dist', true],
    ['a/../dist//', 'dist', true],
    ['../dist', 'dist', false],
    ['/../dist', 'dist', true],
    ['.', 'dist', false],
    ['/', 'dist', false],
    ['*.md\n!README.md', 'README.md', false],
    ['!README.md\n*.md', 'README.md', true],
    ['*.md\n!README*.md\nREADME-secret.md', 'README-secret.md', true],
    ['# *.md', 'README.md', false],
    ['*\n!src', 'src/main.c', false],
    ['*\n!src', 'lib/main.c', true],
    ['*\n! src', 'src/main.c', false],
    ['*\n!/src/', 'src/main.c', false],
    ['.*', '.git', true],
    ['*', 'a/b', true],
    ['*/*', 'a', false],
    ['*/*', 'a/b/c', true],
    ['*/temp*', 'some/temporary.txt', true],
    ['*/temp*', 'some/deeper/temp', false],
    ['temp?', 'tempa', true],
    ['temp?', 'temp', false],
    ['temp?', 'temp/', false],
    ['  *.lock \r\n', 'Cargo.lock', true],
    [' # a', '# a', true],
    ['\uFEFFdist', 'dist', true],
    ['\uFEFF# dist\ndist', 'dist', true],
    ['dist\r', 'dist', true],
    ['Dist', 'dist', false],
    ['a{b,c}', 'ab', false],
    ['a.c', 'abc', false],
    ['[a-c].txt', 'b.txt', true],
    ['[^a-c].txt', 'b.txt', false],
    ['[!a].txt', '!.txt', true],
    ['\\*.txt', '*.txt', true],
    ['\\*.txt', 'a.txt', false],
    ['\\!a', '!a', true],
    ['a b', 'a b', true],
    ['src/**', 'src/a/b', true],
    ['src/**', 'src', false],
    ['src/**/test', 'src/test', true],
    ['src/**/test', 'src/a/b/test', true],
    ['**', 'anything/at/all', true],
    ['**/*.go', 'main.go', true],
    ['**.go', 'cmd/main.go', true],
    ['**/\n!a', 'a/b', false],
    ['é?', 'été', false],
    ['é?', 'é😀', true],
    // A folder that is left out, and what `!` says of files in it and of folders above it.
    ['a\n!a/b', 'a/b/c', false],
    ['a\n!a/b', 'a/c', true],
    ['a\n!a/b\na', 'a/b', false],
    ['a/b\n!a', 'a/b', true],
    ['!a\na/b', 'a/b', true],
    // What the expressions do that patterns become.
    ['[0-9]{2}', '42', true],
    ['*.a|b', 'xb', true],
    ['a|b', 'b', false],
  ];
  it.each(cases)('%j: %s is left out: %s', (text, path, leftOut) => {
    expect(new Dockerignore(text).patternLeavingOut(path) !== undefined).toBe(leftOut);
  });

  it.each(['!', '! ', '[', '[]', '[a-]', 'a[', 'a\\', '!/', '[b-a]'])('knows that %j makes builds fail', (line) => {
    const { malformed, patterns } = new Dockerignore(`dist\n${line}\n`);
    expect([malformed.map(({ text }) => text), patterns.length]).toEqual([[line.trim()], 1]);
  });

  it('says which pattern decides, and where it stands', () => {
    const text = '\uFEFF# all\r\n*.md\r\n  !README.md\t\r\n*E.md\r\n';
    const pattern = new Dockerignore(text).patternLeavingOut('README.md');
    expect([pattern?.text, text.slice(pattern?.span.start, pattern?.span.end)]).toEqual(['*E.md', '*E.md']);
    expect(new Dockerignore(text).patterns.map(({ span }) => text.slice(span.start, span.end))).toContain('!README.md');
  });

  it('keeps the folders that hold what it brings back', () => {
    const ignore = new Dockerignore('*\n!src/main.c\n!lib/*/include\n!deep/**/x');
    const kept = ['src', 'lib', 'lib/a', 'deep/b/c', 'lib/a/b', 'srcs', 'src/main.d'];
    expect(kept.filter((path) => !ignore.leavesOut(path, 'folder'))).toEqual(kept.slice(0, 4));
    expect(ignore.leavesOut('src', 'file')?.text).toBe('*');
  });

  it('agrees with patterns read one character at a time, path by path', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '.a', '*', '?', 'a*', '*b', '**', '*.a', 'a?b', 'a.a');
    const pattern = fc.tuple(
      fc.constantFrom('', '', '!', '! ', '/', './', '!/'),
      fc.array(part, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '/', '  ', '\r'),
    );
    const path = fc.array(fc.constantFrom('a', 'b', 'ab', '.a', 'a.a', 'aab'), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(pattern, { maxLength: 5 }), path, (patterns, parts) => {
        const lines = patterns.map(([sign, inner, end]) => `${sign}${inner.join('/')}${end}`);
        const read = patterns.map(([sign, inner]) => ({ negated: sign.startsWith('!'), glob: inner.join('/') }));
        const leavingOut = new Dockerignore(lines.join('\n')).patternLeavingOut(parts.join('/'));
        expect(leavingOut !== undefined).toBe(isLeftOut(read, parts));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes no long time over patterns that an expression would', () => {
    const matches = readPathPattern(`${'**/*a'.repeat(30)}*b`);
    const start = performance.now();
    expect(matches?.('a/'.repeat(2000))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1500);
  });

  it('is read and asked however odd it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, path) => {
        const ignore = new Dockerignore(text);
        ignore.leavesOut(path, 'folder');
        for (const { span, text: written } of [...ignore.patterns, ...ignore.malformed]) {
          expect(text.slice(span.start, span.end)).toBe(written);
        }
      }),
    );
  });
});

interface Read {
  readonly negated: boolean;
  readonly glob: string;
}

/** The same, found by trying: from the top down, with what was said of the folder above. */
function isLeftOut(patterns: readonly Read[], parts: readonly string[]): boolean {
  let above = patterns.map(() => false);
  let isOut = false;
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = parts.slice(0, depth).join('/');
    isOut = false;
    above = patterns.map(({ negated, glob }, index) => {
      const counts = above[index] || (negated === isOut && tries(glob, path));
      if (counts) isOut = !negated;
      return counts === true;
    });
  }
  return isOut;
}

/** `**` is any folders or, at the end, anything; `*` and `?` are within one name. */
function tries(glob: string, path: string): boolean {
  if (glob === '') return path === '';
  if (glob === '**') return true;
  if (glob.startsWith('**/')) {
    const rest = glob.slice(3);
    if (rest === '' || tries(rest, path)) return true;
    return [...path].some((character, at) => character === '/' && tries(rest, path.slice(at + 1)));
  }
  if (glob.startsWith('*')) {
    return tries(glob.slice(1), path) || (path !== '' && !path.startsWith('/') && tries(glob, path.slice(1)));
  }
  if (path === '' || (glob[0] === '?' ? path.startsWith('/') : glob[0] !== path[0])) return false;
  return tries(glob.slice(1), path.slice(1));
}
