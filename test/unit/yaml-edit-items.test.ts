import { describe, expect, it } from 'vitest';
import { type Built, Refusal } from '../../server/src/core/fix.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';
import { appendItem, moveItemBefore } from '../../server/src/yaml/edit-items.ts';
import { plainOf } from '../../server/src/yaml/plain.ts';
import type { YamlValue } from '../../server/src/yaml/value.ts';

function edited(text: string, edit: (list: YamlValue) => Built): string {
  const built = edit(new YamlDocument(text).root.get('list'));
  return built instanceof Refusal ? built.reason : applyEdits(text, built);
}

describe('appending to a list', () => {
  it.each([
    ['list:\n- a: 1\n- a: 2 # two\nnext: 1\n', 'list:\n- a: 1\n- a: 2 # two\n- b: 3\nnext: 1\n'],
    ['list:\n  -   a: 1\n      c: |\n        text\n', 'list:\n  -   a: 1\n      c: |\n        text\n  -   b: 3\n'],
    ['list: [{a: 1}, {a: 2}]\n', 'list: [{a: 1}, {a: 2}, {b: 3}]\n'],
    ['list:\r\n  - a: 1\r\n', 'list:\r\n  - a: 1\r\n  - b: 3\r\n'],
    ['list:\n- a: 1', 'list:\n- a: 1\n- b: 3'],
  ])('%j', (text, result) => expect(edited(text, (list) => appendItem(list, { b: 3 }))).toBe(result));

  it('is refused where the list is shared', () => {
    expect(edited('list: &x\n- a: 1\nother: *x\n', (list) => appendItem(list, { b: 3 }))).toContain('alias');
  });

  it('is refused where not all of the list is written', () => {
    expect(edited('list:\n- a: 1\n- "{{ x }}"\n', (list) => appendItem(list, { b: 3 }))).toContain('written');
  });

  it('is refused where there is no list to add to', () => {
    expect(edited('list: []\n', (list) => appendItem(list, { b: 3 }))).toContain('no place');
  });
});

describe('moving a member of a list up', () => {
  const move = (from: number, to: number) => (list: YamlValue) => {
    const [item, earlier] = [list.items[from], list.items[to]];
    if (!item || !earlier) throw new Error('there is no such member');
    return moveItemBefore(item, earlier);
  };

  it.each([
    ['list:\n- a\n- b\n- c # last\n', 'list:\n- c # last\n- a\n- b\n'],
    ['list:\n- a\n- b\n- c', 'list:\n- c\n- a\n- b'],
    [
      'list:\r\n  - k: 1\r\n  - k: 2\r\n  - k: 3\r\n    l: 4\r\nx: 1\r\n',
      'list:\r\n  - k: 3\r\n    l: 4\r\n  - k: 1\r\n  - k: 2\r\nx: 1\r\n',
    ],
  ])('%j', (text, result) => expect(edited(text, move(2, 0))).toBe(result));

  it.each([
    ['list: [a, b, c]\n', 'lines of their own'],
    ['list:\n- a\n- b\n# about c\n- c\n', 'comment'],
    ['list:\n- a\n- b\n- &c c\nother: *c\n', 'alias'],
  ])('is refused for %j', (text, reason) => expect(edited(text, move(2, 0))).toContain(reason));
});

describe('a plain copy', () => {
  it('has all that is in a value', () => {
    const text = 'a: &a {b: [1, x, true, null], c: "2"}\nd: *a\n';
    expect(plainOf(new YamlDocument(text).root.get('d'))).toEqual({ b: [1, 'x', true, null], c: '2' });
  });

  it('is none of what has yet to be filled in', () => {
    expect(plainOf(new YamlDocument('a: {b: ["{{ x }}"]}\n').root)).toBeUndefined();
  });
});
