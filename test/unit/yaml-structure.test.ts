import { describe, expect, it } from 'vitest';
import type { OutlineEntry } from '../../server/src/ide/assistant.ts';
import { yamlFolding } from '../../server/src/ide/yaml/folds.ts';
import { yamlOutline } from '../../server/src/ide/yaml/outline.ts';
import { yamlSelection } from '../../server/src/ide/yaml/selections.ts';
import { spotIn } from '../support/spots.ts';

const fileOf = (text: string) => spotIn(`¦${text}`).file;

/** The first and last lines, counted from 0, of what can be folded. */
function folds(text: string): readonly string[] {
  const file = fileOf(text);
  const found = yamlFolding.folds?.(file) ?? [];
  return found
    .map(({ span, kind }) => {
      const lines = `${file.lines.lineAt(span.start)}-${file.lines.lineAt(span.end)}`;
      return kind ? `${lines} ${kind}` : lines;
    })
    .sort();
}

describe('folding', () => {
  it.each([
    ['maps', 'a:\n  b:\n    c: 1\n  d: 2\n\ne: 1\n', ['0-3', '1-2']],
    ['lists below their key', 'a:\n- b\n- c\nd: 1\n', ['0-2']],
    ['members of lists', 'a:\n  - b: 1\n    c: 2\n  - d\n', ['0-3', '1-2']],
    ['texts, whatever is in them', 'a: |\n  b:\n    c\n\n  d\ne: 1\n', ['0-4']],
    ['texts in lists', '- |\n  a\n  b\n- c\n', ['0-2']],
    ['flow style', 'a: [\n  1,\n]\nb: {\n  c: 1 }\n', ['0-1', '3-4']],
    ['documents', 'a: 1\nb: 2\n---\nc: 1\nd: 2\n\n---\n', ['0-1', '2-4']],
    ['comments', '# a\n# b\nc: 1\n  # d\n', ['0-1 comment']],
    ['regions', '# region a\nb: 1\n#endregion\n', ['0-2 region']],
    ['over comments further out', 'a:\n  b: 1\n# x\n  c: 1\nd: 1\n', ['0-3']],
    ['with comments that are further in', 'a:\n  b: 1\n  # x\n# y\nd: 1\n', ['0-2', '2-3 comment']],
    ['templates', '{{- if .a }}\na:\n  {{ .b }}: 1\n  c: {{ .d }}\n{{- end }}\n', ['1-3']],
    ['CRLF', 'a:\r\n  b: 1\r\n  c: 2\r\n', ['0-2']],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(folds(text)).toEqual(expected);
  });

  it('takes no longer than the text is long', () => {
    const deep = Array.from({ length: 3000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
    const started = performance.now();
    expect(folds(deep).length).toBe(2999);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('the outline', () => {
  const told = (entries: readonly OutlineEntry[], depth = 0): string[] =>
    entries.flatMap(({ name, detail, kind, children = [] }) => [
      `${'  '.repeat(depth)}${name}${detail === undefined ? '' : ` ${detail}`} (${kind})`,
      ...told(children, depth + 1),
    ]);
  const outline = (text: string) => told(yamlOutline.outline?.(fileOf(text)) ?? []);

  it('names resources, members of lists and what keys hold', () => {
    const text = `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  hostNetwork: false
  containers:
    - name: app
      ports: [{containerPort: 80}]
      args: [a]
---
apiVersion: v1
kind: ConfigMap
`;
    expect(outline(text)).toEqual([
      'Pod/web shop (resource)',
      '  apiVersion v1 (text)',
      '  kind Pod (text)',
      '  metadata (property)',
      '    name web (text)',
      '    namespace shop (text)',
      '  spec (property)',
      '    hostNetwork false (boolean)',
      '    containers (list)',
      '      app (property)',
      '        name app (text)',
      '        ports (list)',
      '          80 (property)',
      '            containerPort 80 (number)',
      '        args (list)',
      '          a (text)',
      'ConfigMap (resource)',
      '  apiVersion v1 (text)',
      '  kind ConfigMap (text)',
    ]);
  });

  it('lists the keys of what is no resource, and the objects of lists', () => {
    expect(outline('a: 1\nb: [2]\n')).toEqual(['a 1 (number)', 'b (list)', '  2 (number)']);
    const list = 'apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Pod, metadata: {name: a}}\n';
    expect(outline(list)).toContain('    Pod/a (property)');
  });

  it('has names within what they name, whatever stands there', () => {
    const check = ({ span, nameSpan, children = [] }: OutlineEntry): void => {
      expect(span.start <= nameSpan.start && nameSpan.end <= span.end && nameSpan.start <= nameSpan.end).toBe(true);
      for (const child of children) check(child);
    };
    const texts = [
      'a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n',
      'apiVersion: v1\nkind: Pod\nmetadata: &m {name: a}\nspec: *m\n',
      'a: [\n',
      'a:\n  b\nc: {{ .d }}\n',
      '? a\n: b\n',
      '- - a\n  - [b: c]\n',
    ];
    for (const text of texts) for (const entry of yamlOutline.outline?.(fileOf(text)) ?? []) check(entry);
  });
});

describe('a selection', () => {
  const grown = (marked: string) => {
    const spot = spotIn(marked);
    return (yamlSelection.selections?.(spot) ?? []).map(({ start, end }) => spot.file.text.slice(start, end));
  };

  it('grows from a word to the file', () => {
    expect(grown('---\na:\n  - b: "c-¦d e"\n    f: 1\n---\ng: 1\n')).toEqual([
      'd',
      'c-d',
      'c-d e',
      '"c-d e"',
      'b: "c-d e"',
      'b: "c-d e"\n    f: 1',
      '- b: "c-d e"\n    f: 1',
      'a:\n  - b: "c-d e"\n    f: 1',
      '---\na:\n  - b: "c-d e"\n    f: 1',
      '---\na:\n  - b: "c-d e"\n    f: 1\n---\ng: 1\n',
    ]);
  });

  it('is the file where there is nothing else', () => {
    expect(grown('a: 1\n\n¦\n')).toEqual(['a: 1\n\n', 'a: 1\n\n\n']);
    expect(grown('¦')).toEqual([]);
  });
});
