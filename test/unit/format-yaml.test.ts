import { describe, expect, it } from 'vitest';
import { formatYaml } from '../../server/src/lsp/libraries/format-yaml.ts';
import { createYamlService } from '../../server/src/lsp/libraries/yaml-service.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { meansTheSame } from '../../server/src/yaml/same-meaning.ts';

const service = createYamlService();
const formatted = async (text: string) => applyEdits(text, await formatYaml(text, 2, service));

describe('formatting YAML', () => {
  it.each([
    [
      'indents, and keeps comments',
      'a:\n    b:   1   # one\n    # two\n    c: [ 1,2 ]\n',
      'a:\n  b: 1 # one\n  # two\n  c: [1, 2]\n',
    ],
    ['goes document by document', '---\na:   1\n---\n# x\nb:   2\n', '---\na: 1\n---\n# x\nb: 2\n'],
    ['leaves a document with a mistake', 'a:   [\n---\nb:   2\n', 'a:   [\n---\nb: 2\n'],
    ['keeps the end of a document', 'a:   1\n...\n---\nb:   2', 'a: 1\n...\n---\nb: 2\n'],
    ['keeps the quotes that are used', "a:   'x'\nb: 'y'\n", "a: 'x'\nb: 'y'\n"],
    ['keeps braces as they are', 'a:   {b: 1, c: {d: 2}}\n', 'a: {b: 1, c: {d: 2}}\n'],
    ['keeps CRLF', 'a:   1\r\nb: 2\r\n', 'a: 1\r\nb: 2\r\n'],
    [
      'keeps anchors and texts',
      'a: &x   {b: 1}\nc:  *x\nd: |+\n   x\n    y\n\ne:   >-\n   f\n',
      'a: &x {b: 1}\nc: *x\nd: |+\n  x\n   y\n\ne: >-\n  f\n',
    ],
    ['leaves templates', 'a:   {{ .b }}\n', 'a:   {{ .b }}\n'],
    ['leaves what is formatted', 'a: 1\nb:\n  - c\n', 'a: 1\nb:\n  - c\n'],
    ['leaves nothing', '', ''],
    ['leaves directives', '%YAML 1.2\n---\na:   1\n', '%YAML 1.2\n---\na:   1\n'],
  ])('%s', async (_, before, after) => {
    expect(await formatted(before)).toBe(after);
  });

  it('touches no more than what changes', async () => {
    expect(await formatYaml('a: 1\nb:   2\nc: 3\n', 2, service)).toEqual([
      { span: { start: 8, end: 10 }, newText: '' },
    ]);
  });

  it('refuses what would mean something else', async () => {
    const changing = { ...service, format: async () => 'a: 2\n' };
    expect(await formatYaml('a:   1\n', 2, changing)).toEqual([]);
    expect(meansTheSame('a: 1 # x', 'a: 1')).toBe(false);
    expect(meansTheSame('a: "1"', 'a: 1')).toBe(false);
    expect(meansTheSame('{a: 1, b: 2}', '{b: 2, a: 1}')).toBe(false);
    expect(meansTheSame('a: [\n', 'a: [\n')).toBe(false);
    expect(meansTheSame('a: 1', 'a:   1')).toBe(true);
  });
});
