import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';
import { mapsIn, misplacedKey, sortKeys } from '../../server/src/yaml/key-order.ts';

describe('the order of keys', () => {
  it('moves lines with the comments above them and leaves blank lines where they are', () => {
    expect(sorted('c: 1\n\n# of b\nb:\n    x: |\n        text # no comment\na: [1] # last\n')).toBe(
      'a: [1] # last\n\n# of b\nb:\n    x: |\n        text # no comment\nc: 1\n',
    );
  });

  it('sorts members of lists behind their dash, and maps in flow style', () => {
    expect(sorted('- b: 1\r\n  a:\r\n  - 1\r\n')).toBe('- a:\r\n  - 1\r\n  b: 1\r\n');
    expect(sorted('x: {b: 1, a: [2, 3]}\n')).toBe('x: {a: [2, 3], b: 1}\n');
  });

  it('puts some keys before all others', () => {
    expect(sorted('b: 1\na: 2\nname: 3\n', ['name', 'b'])).toBe('name: 3\nb: 1\na: 2\n');
  });

  it.each([
    ['an anchor', 'b: &x 1\na: *x\n'],
    ['a comment behind a dash', '- b: 1\n  # whose?\n  a: 2\n'],
    ['a comment of something deeper', 'b:\n  x: 1\n  # whose?\na: 2\n'],
    ['a comment below', 'x:\n  b: 1\n  a: 2\n  # whose?\n'],
    ['blank lines that count', 'b: |+\n  text\n\na: 2\n'],
    ['errors', 'b: 1\na: "\n'],
  ])('leaves alone what has %s', (_, text) => {
    expect(sorted(text)).toBeInstanceOf(Refusal);
  });

  it('does not count merge keys', () => {
    const { root } = new YamlDocument('b: &x {a: 1}\nc:\n  z: 1\n  <<: *x\n');
    expect(mapsIn(root).filter((map) => misplacedKey(map, []))).toEqual([]);
  });
});

/** The text with its first unsorted map in order. */
function sorted(text: string, first: readonly string[] = []): string | Refusal {
  const { root } = new YamlDocument(text);
  const [map = root] = mapsIn(root).filter((one) => misplacedKey(one, first));
  const edits = sortKeys(map, first);
  return edits instanceof Refusal ? edits : applyEdits(text, edits);
}
