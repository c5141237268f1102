import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { Refusal } from '../../server/src/core/fix.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';
import { type Placement, removeValue, setValue } from '../../server/src/yaml/edit.ts';
import type { Plain } from '../../server/src/yaml/render.ts';
import { find, mapPaths, texts } from '../support/yaml-documents.ts';

/** The text after setting a value; null when the edit is refused. */
function set(
  text: string,
  at: readonly (string | number)[],
  path: readonly string[],
  value: Plain,
  after: string[] = [],
): string | null {
  const edits = setValue(find(new YamlDocument(text).root, at), path, value, { after });
  return edits instanceof Refusal ? null : applyEdits(text, edits);
}

function drop(text: string, at: readonly (string | number)[]): string | null {
  const edits = removeValue(find(new YamlDocument(text).root, at));
  return edits instanceof Refusal ? null : applyEdits(text, edits);
}

describe('setting a value', () => {
  it('appends a key behind the last one and leaves comments where they are', () => {
    expect(set('a: 1 # one\n# end\n', [], ['b'], 2)).toBe('a: 1 # one\nb: 2\n# end\n');
  });

  it('inserts behind a named key', () => {
    expect(set('image: x\nports: []\n', [], ['resources'], 1, ['image'])).toBe('image: x\nresources: 1\nports: []\n');
  });

  it('indents lists as those around are, or as the first of the document', () => {
    const inner = { c: ['x'] };
    expect(set('a:\n  - b: 1\nd:\n  e: 1\n', ['d'], ['f'], inner)).toBe(
      'a:\n  - b: 1\nd:\n  e: 1\n  f:\n    c:\n      - x\n',
    );
    expect(set('a:\n- b: 1\nd:\n  e: 1\n', ['d'], ['f'], inner)).toBe(
      'a:\n- b: 1\nd:\n  e: 1\n  f:\n    c:\n    - x\n',
    );
    expect(set('d: [1]\n', [], ['f'], inner)).toBe('d: [1]\nf:\n  c:\n  - x\n');
  });

  it('creates the maps on the way', () => {
    expect(set('a:\n  b: 1\n', ['a'], ['c', 'd'], 'x')).toBe('a:\n  b: 1\n  c:\n    d: x\n');
  });

  it('merges into what is there', () => {
    const text = 'resources:\n  limits:\n    cpu: 1\n';
    const limits = { limits: { memory: '1Gi' }, requests: { cpu: 1 } };
    const merged = 'resources:\n  limits:\n    cpu: 1\n    memory: 1Gi\n  requests:\n    cpu: 1\n';
    expect(set(text, [], ['resources'], limits)).toBe(merged);
  });

  it('fills a key without a value and keeps the comment behind it', () => {
    expect(set('a: # todo\nb: 1\n', [], ['a'], { c: 1 })).toBe('a: # todo\n  c: 1\nb: 1\n');
  });

  it('turns an empty map in flow style into a block', () => {
    expect(set('a: {}\n', [], ['a', 'b'], 1)).toBe('a:\n  b: 1\n');
    expect(set('a: {} # none\n', [], ['a', 'b'], 1)).toBe('a: # none\n  b: 1\n');
  });

  it('replaces a scalar in its own quotes', () => {
    expect(set('a: "x" # c\n', [], ['a'], 'y')).toBe('a: "y" # c\n');
    expect(set("a: 'x'\n", [], ['a'], "it's")).toBe("a: 'it''s'\n");
    expect(set('a: true\n', [], ['a'], false)).toBe('a: false\n');
  });

  it('writes into members of lists', () => {
    const text = 'list:\n- name: a\n- name: b\n  x: 1\n';
    expect(set(text, ['list', 0], ['env'], { z: 1 })).toBe('list:\n- name: a\n  env:\n    z: 1\n- name: b\n  x: 1\n');
  });

  it('keeps the indentation of the file', () => {
    expect(set('a:\n    b:\n        c: 1\n', ['a'], ['d', 'e'], 1)).toBe(
      'a:\n    b:\n        c: 1\n    d:\n        e: 1\n',
    );
  });

  it('keeps CRLF', () => {
    expect(set('a:\r\n  b: 1\r\nc: 2\r\n', ['a'], ['d', 'e'], 1)).toBe('a:\r\n  b: 1\r\n  d:\r\n    e: 1\r\nc: 2\r\n');
  });

  it('appends to a file without a line break at its end', () => {
    expect(set('a: 1', [], ['b'], 2)).toBe('a: 1\nb: 2');
  });

  it('writes flow style into flow style', () => {
    expect(set('a: {b: 1}\n', ['a'], ['c'], { d: 2 })).toBe('a: {b: 1, c: {d: 2}}\n');
    expect(set('{"a": {"b": 1}}', ['a'], ['c'], 'x')).toBe('{"a": {"b": 1, "c": "x"}}');
    expect(set('{\n  "a": 1\n}\n', [], ['b'], { c: true })).toBe('{\n  "a": 1,\n  "b": {"c": true}\n}\n');
    expect(set('a: {b: {}}\n', ['a'], ['b', 'c'], 1)).toBe('a: {b: {c: 1}}\n');
  });

  it('goes behind a block scalar', () => {
    expect(set('a: |\n  x\n  y\n\nb: 1\n', [], ['c'], 1, ['a'])).toBe('a: |\n  x\n  y\nc: 1\n\nb: 1\n');
    expect(set('a: |+\n  x\n\nb: 1\n', [], ['c'], 1, ['a'])).toBe('a: |+\n  x\n\nc: 1\nb: 1\n');
  });

  it('refuses what is shared', () => {
    const text = 'base: &base {x: 1}\na: *base\nb:\n  <<: *base\n  y: 1\n';
    expect(set(text, ['a'], ['z'], 1)).toBeNull();
    expect(set(text, ['b'], ['x'], 2)).toBeNull();
    expect(set(text, ['b'], ['z'], 2)).toBe(`${text}  z: 2\n`);
  });

  it('refuses what is referred to from elsewhere', () => {
    const text =
      'base: &base\n  x: &x 1\n  y: {z: 1}\na: *base\nb:\n  c: *x\nfree: &free {x: 1}\nl: [{o: &o 1}]\np: *o\n';
    expect(set(text, ['base'], ['z'], 1)).toBeNull();
    expect(set(text, ['base', 'y'], ['z'], 2)).toBeNull();
    expect(set(text, [], ['base', 'x'], 2)).toBeNull();
    expect(set(text, [], ['l'], { q: 1 })).toBeNull();
    expect(drop(text, ['base'])).toBeNull();
    expect(drop(text, ['l'])).toBeNull();
    expect(set(text, ['free'], ['x'], 2)).toBe(text.replace('{x: 1}', '{x: 2}'));
  });

  it('refuses documents with errors', () => {
    expect(set('a:\n  b: "x\n  c: 1\n', ['a'], ['d'], 1)).toBeNull();
    expect(set('a: 1\na: 2\n', [], ['d'], 1)).toBeNull();
    expect(drop('a: 1\nb: [x\n', ['a'])).toBeNull();
  });

  it('refuses keys behind question marks', () => {
    expect(set('? name\n: v8\n', [], ['x'], 1)).toBeNull();
    expect(set('l:\n  - ? name\n    : v8\n', ['l', 0], ['x'], 1)).toBeNull();
    expect(set('? &a a\n: {}\nb: 1\n', [], ['a', 'x'], 1)).toBeNull();
    expect(drop('? a\n: 1\nb: 1\n', ['a'])).toBeNull();
  });
});

describe('removing a value', () => {
  it('takes the lines with it and nothing else', () => {
    expect(drop('a: 1\n# about b\nb:\n  c: 1 # x\nd: 2\n', ['b'])).toBe('a: 1\n# about b\nd: 2\n');
  });

  it('moves the next key up to the dash', () => {
    expect(drop('l:\n  - a: 1\n    b: 2\n  - c: 3\n', ['l', 0, 'a'])).toBe('l:\n  - b: 2\n  - c: 3\n');
  });

  it('removes a map that would be left empty', () => {
    expect(drop('a:\n  b: 1\nc: 2\n', ['a', 'b'])).toBe('c: 2\n');
  });

  it('removes members of lists', () => {
    expect(drop('l:\n- a\n- b # x\n- c\n', ['l', 1])).toBe('l:\n- a\n- c\n');
    expect(drop('l: [a, b, c]\n', ['l', 1])).toBe('l: [a, c]\n');
    expect(drop('l: [a, b, c]\n', ['l', 2])).toBe('l: [a, b]\n');
    expect(drop('m: {a: 1, b: 2}\n', ['m', 'a'])).toBe('m: {b: 2}\n');
  });
});

function setPlain(root: unknown, path: readonly (string | number)[], value: unknown): void {
  const owner = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (current, key) => current[key] as Record<string | number, unknown>,
      root as Record<string | number, unknown>,
    );
  owner[path.at(-1) as string] = value;
}

describe('for any document', () => {
  const placements = fc.constantFrom<Placement>(
    {},
    { after: ['name'] },
    { after: ['a', 'b'], orFirst: true },
    { orFirst: true },
  );
  const values = fc.constantFrom<Plain>(1, 'text', { p: 'q' }, { p: { q: 1, r: 'x y' } }, [{ n: 1 }, 'z']);

  it('setting a new key changes exactly that, and only inserts', () => {
    fc.assert(
      fc.property(texts, values, fc.nat(), placements, (text, value, pick, placement) => {
        const plain = parseDocument(text).toJS();
        const paths = mapPaths(plain);
        const at = paths[pick % paths.length] ?? [];
        const edits = setValue(find(new YamlDocument(text).root, at), ['new'], value, placement);
        if (edits instanceof Refusal) throw new Error(edits.reason);
        for (const { span } of edits) {
          const replaced = text.slice(span.start, span.end);
          // Only `{}` gives way to what it is filled with.
          expect(replaced.replace(/[{}\s]/g, '')).toBe('');
        }
        const changed = applyEdits(text, edits);
        const reparsed = parseDocument(changed);
        expect(reparsed.errors.map(({ message }) => message)).toEqual([]);
        setPlain(plain, [...at, 'new'], value);
        expect(reparsed.toJS()).toEqual(plain);
      }),
      { numRuns: 1500 },
    );
  });

  it('removing a value changes exactly that', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (text, pick) => {
        const plain = parseDocument(text).toJS();
        const owners = mapPaths(plain).filter(
          (path) => Object.keys(find(new YamlDocument(text).root, path).entries).length > 1,
        );
        const owner = owners[pick % Math.max(1, owners.length)];
        if (!owner) return;
        const keys = find(new YamlDocument(text).root, owner).entries.map(([key]) => key);
        const key = keys[pick % keys.length] as string;
        const changed = drop(text, [...owner, key]);
        expect(changed).not.toBeNull();
        const reparsed = parseDocument(changed ?? '');
        expect(reparsed.errors.map(({ message }) => message)).toEqual([]);
        const target = owner.reduce<Record<string | number, unknown>>(
          (value, step) => value[step] as Record<string | number, unknown>,
          plain,
        );
        delete target[key];
        expect(reparsed.toJS()).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });
});
