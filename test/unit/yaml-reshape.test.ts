import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { Refusal } from '../../server/src/core/fix.ts';
import { applyEdits, replace } from '../../server/src/text/edit.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';
import { type Regrouping, regroup, renameKey } from '../../server/src/yaml/reshape.ts';
import type { YamlValue } from '../../server/src/yaml/value.ts';
import { find, mapPaths, texts } from '../support/yaml-documents.ts';

/** The text after a map was regrouped; null when that is refused. */
function reshape(
  text: string,
  at: readonly (string | number)[],
  groups: (map: YamlValue) => readonly Regrouping[],
): string | null {
  const map = find(new YamlDocument(text).root, at);
  const edits = regroup(map, groups(map));
  return edits instanceof Refusal ? null : applyEdits(text, edits);
}

/** What becomes of the backend of an Ingress. */
function service(map: YamlValue): readonly Regrouping[] {
  const [name, number] = [map.get('serviceName'), map.get('servicePort')];
  return [{ take: [name, number], put: { service: { name, port: { number } } } }];
}

function rename(text: string, at: readonly (string | number)[], name: string): string | null {
  const edits = renameKey(find(new YamlDocument(text).root, at), name);
  return edits instanceof Refusal ? null : applyEdits(text, edits);
}

describe('renaming a key', () => {
  it('changes the key alone', () => {
    expect(rename('# above\na: 1 # one\nb:\n- x\n', ['b'], 'c')).toBe('# above\na: 1 # one\nc:\n- x\n');
    expect(rename('a: # of it\r\n    b: |\r\n      text\r\nc: 1', ['a'], 'd')).toBe(
      'd: # of it\r\n    b: |\r\n      text\r\nc: 1',
    );
    expect(rename('l:\n  - a: 1\n    b: 2\n', ['l', 0, 'a'], 'c')).toBe('l:\n  - c: 1\n    b: 2\n');
    expect(rename('{"a": 1, "b": {"c": 2}}', ['b'], 'd')).toBe('{"a": 1, "d": {"c": 2}}');
  });

  it('refuses a name that is taken, and what is shared', () => {
    expect(rename('a: 1\nb: 2\n', ['a'], 'b')).toBeNull();
    expect(rename('a: &a {x: 1}\nb: *a\n', ['a'], 'c')).toBeNull();
    expect(rename('a: &a {x: 1}\nb: *a\n', ['b', 'x'], 'c')).toBeNull();
    expect(rename('a: 1\na: 2\n', ['a'], 'c')).toBeNull();
  });
});

describe('regrouping keys', () => {
  it('keeps values and comments as they are written', () => {
    expect(reshape('backend:\n  serviceName: "web" # the shop\n  servicePort: 80\n', ['backend'], service)).toBe(
      'backend:\n  service:\n    name: "web" # the shop\n    port:\n      number: 80\n',
    );
  });

  it('writes at the place of the first key and takes the comments above the others along', () => {
    const text = 'l:\n- servicePort: 80\n  # between\n  path: /\n\n  # who\n  serviceName: web';
    expect(reshape(text, ['l', 0], service)).toBe(
      'l:\n- service:\n    # who\n    name: web\n    port:\n      number: 80\n  # between\n  path: /\n',
    );
  });

  it('writes flow style into flow style', () => {
    expect(reshape('{"b": {"serviceName": "web", "x": 1, "servicePort": 80}}', ['b'], service)).toBe(
      '{"b": {"service": {"name": "web", "port": {"number": 80}}, "x": 1}}',
    );
    expect(reshape('b: {serviceName: web, servicePort: 80}\n', ['b'], service)).toBe(
      'b: {service: {name: web, port: {number: 80}}}\n',
    );
  });

  it('moves blocks to another depth, into lists and out of maps', () => {
    const text =
      'spec:\n    # how it looks\n    validation:\n        a: |\n          x\n\n          y\n    version: v1\n';
    const moved = reshape(text, ['spec'], (spec) => [
      {
        take: [spec.get('validation'), spec.get('version')],
        put: { list: [{ name: spec.get('version'), s: spec.get('validation') }] },
      },
    ]);
    expect(parseDocument(moved ?? '').toJS()).toEqual({ spec: { list: [{ name: 'v1', s: { a: 'x\n\ny\n' } }] } });
    expect(
      reshape('a:\n  b:\n    # deep\n    c:\n      - 1\n  d: 2\n', [], (root) => [
        { take: [root.get('a')], put: { c: root.at('a', 'b', 'c'), d: root.at('a', 'd') } },
      ]),
    ).toBe('# deep\nc:\n  - 1\nd: 2\n');
  });

  it('makes other edits in what it moves', () => {
    const text = 'a:\n  b: 1 # c\nd: 2\n';
    const { root } = new YamlDocument(text);
    const within = ['a', 'd'].map((key) =>
      replace(root.get(key).get('b').span ?? root.get(key).span ?? { start: 0, end: 0 }, '9'),
    );
    const edits = regroup(root, [{ take: [root.get('a')], put: { x: { z: root.get('a') } } }], within);
    if (edits instanceof Refusal) throw new Error(edits.reason);
    expect(applyEdits(text, edits)).toBe('x:\n  z:\n    b: 9 # c\nd: 9\n');
  });

  it('refuses what it cannot write', () => {
    expect(
      reshape('b:\n  x: {}\n  c:\n    - 1\n', [], (root) => [
        { take: [root.at('b', 'x')], put: { z: root.at('b', 'c') } },
      ]),
    ).toBeNull();
    expect(
      reshape('b: {x: 1}\nc:\n  - 1\n', ['b'], (b) => [{ take: [b.get('x')], put: { z: b.parent?.get('c') ?? null } }]),
    ).toBeNull();
  });
});

describe('for any document', () => {
  it('regrouping keys moves their values and changes nothing else', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(7), fc.boolean(), (text, pick, mask, asList) => {
        const plain = parseDocument(text).toJS();
        const paths = mapPaths(plain).filter((path) => find(new YamlDocument(text).root, path).entries.length > 0);
        const at = paths[pick % paths.length] ?? [];
        const map = find(new YamlDocument(text).root, at);
        const take = map.entries.filter((_, index) => index === 0 || (mask >> (index - 1)) & 1);
        const inner = Object.fromEntries(take.map(([key, value]) => [`${key}2`, value]));
        const edits = regroup(map, [
          { take: take.map(([, value]) => value), put: { new: asList ? [{ n: 1, ...inner }] : { deep: inner } } },
        ]);
        if (edits instanceof Refusal) throw new Error(edits.reason);
        const reparsed = parseDocument(applyEdits(text, edits));
        expect(reparsed.errors.map(({ message }) => message)).toEqual([]);
        const target = at.reduce((value, key) => value[key], plain);
        const values = Object.fromEntries(take.map(([key]) => [`${key}2`, target[key]]));
        for (const [key] of take) delete target[key];
        target.new = asList ? [{ n: 1, ...values }] : { deep: values };
        expect(reparsed.toJS()).toEqual(plain);
      }),
      { numRuns: 500 },
    );
    // A machine that does other things as well needs its time for so many documents.
  }, 120_000);
});
