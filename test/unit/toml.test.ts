import { describe, expect, it } from 'vitest';
import { readToml, tomlAt } from '../../server/src/text/toml.ts';

const plain = (text: string) => JSON.parse(JSON.stringify(readToml(text)));

describe('a TOML file', () => {
  it('is read as tables, lists of tables, dotted keys and inline tables', () => {
    const text = [
      'title = "top" # a comment',
      '[package]',
      "name = 'app'",
      'version.workspace = true',
      '[package.metadata."a.b"]',
      'sizes = [1, 2.5, 1_000, # with a comment',
      '  0x10,]',
      '[[bin]]',
      'name = "one"',
      '[[bin]]',
      'name = "two"',
      'path = { file = "x", deep = { y = [] } }',
      '[bin.more]',
      'z = 2024-01-01',
    ].join('\r\n');
    expect(plain(text)).toEqual({
      title: 'top',
      package: { name: 'app', version: { workspace: true }, metadata: { 'a.b': { sizes: [1, 2.5, 1000, 16] } } },
      bin: [{ name: 'one' }, { name: 'two', path: { file: 'x', deep: { y: [] } }, more: { z: '2024-01-01' } }],
    });
  });

  it('has strings in four forms', () => {
    const text = 'a = "tab\\t\\u0041\\"q\\""\nb = \'C:\\new\'\nc = """\none \\\n  two"""\nd = \'\'\'\n\'"\n\'\'\'';
    expect(plain(text)).toEqual({ a: 'tab\tA"q"', b: 'C:\\new', c: 'one two', d: '\'"\n' });
  });

  it('is read as far as that goes when it is broken', () => {
    expect(plain('a = \n[x\nb = 1\n= 2\nc = [1,\n[y]\nd = 3\ne = "open\nf = 4\n[[y]]\ng = 5\n')).toMatchObject({
      y: { d: 3, f: 4 },
    });
    for (const text of ['[', '[[', '"', "'''", 'a.', 'a = {', 'a = [[[[', '\0', `a = ${'['.repeat(10_000)}`])
      readToml(text);
  });

  it('says nothing of what objects have by themselves', () => {
    expect(tomlAt(readToml('a = 1'), 'constructor')).toBeUndefined();
    readToml('[__proto__]\npolluted = true');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
