import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import { findActions } from '../../server/src/go-template/actions.ts';
import { Manifest } from '../../server/src/kubernetes/manifest.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import { YamlDocument } from '../../server/src/yaml/document.ts';
import { removeValue, setValue } from '../../server/src/yaml/edit.ts';
import type { Plain } from '../../server/src/yaml/render.ts';
import { maskTemplate, placeholder } from '../../server/src/yaml/template-mask.ts';

const read = (...lines: string[]) => new YamlDocument(`${lines.join('\n')}\n`);
const masked = (text: string) => maskTemplate(text).text.replaceAll(placeholder, '_');

describe('actions', () => {
  const kinds = (text: string) => findActions(text).map(({ kind }) => kind);

  it('end at their own braces', () => {
    const text = '{{ "}}" }}{{ `}}\n` }}{{- /* }} */ -}}{{ \'}\' }}';
    const spans = findActions(text).map(({ span }) => text.slice(span.start, span.end));
    expect(spans).toEqual(['{{ "}}" }}', '{{ `}}\n` }}', '{{- /* }} */ -}}', "{{ '}' }}"]);
  });

  it('are what they do', () => {
    expect(kinds('{{- if x }}{{ else if y }}{{ end }}{{ $a := 1 }}{{/* c */}}{{ ifx }}{{ .end }}')).toEqual([
      'open',
      'middle',
      'end',
      'silent',
      'silent',
      'value',
      'value',
    ]);
  });

  it('are none where they are not closed, or no Go goes on over lines', () => {
    expect(kinds('{{ a\nb: {{ c }}')).toEqual(['value']);
    expect(kinds("awk '{{print $1}'\n{a: {b: 1}}")).toEqual([]);
    expect(kinds("{{ it's }}\nx: {{ y")).toEqual(['value']);
  });

  it('say at which column they write', () => {
    expect(findActions('{{ toYaml . | nindent 8 }}{{ x | indent 4 | nindent 2 }}').map(({ column }) => column)).toEqual(
      [8, 2],
    );
  });
});

describe('a masked template', () => {
  it.each([
    ['a: {{ x }}', 'a: _______'],
    ['a: "{{ x "y" }}-1"', 'a: "___________-1"'],
    ['{{- if x }}\na: 1\n{{- end }}', '           \na: 1\n          '],
    ['a: {{ if x }}1{{ else }}2{{ end }}', 'a: _______________________________'],
    ['a: {{ if x -}}\n  1\n{{- end }}\nb: 2', 'a: ___________\n   \n          \nb: 2'],
    ['a: 1 {{/* note */}}', 'a: 1               '],
    ['{{ $k }}: {{ $v }}', '________: ________'],
    ['- {{ toYaml . | nindent 2 | trim }}\n  b: 1', '- ________________________________:\n  b: 1'],
    ['a: {{- x | nindent 2 }}\n  b: 1', 'a:                     \n  b: 1'],
    ['a: |\n  {{- if x }}\n  b\n  {{- end }}\nc: 1', 'a: |\n  ___________\n  b\n  __________\nc: 1'],
    ['a: |\n{{ x | indent 4 }}\nb: 1', 'a: |\n    ______________\nb: 1'],
    ['# {{ x }}: y', '#        : y'],
    ['a: {{ x (dict\n  "b" 1) }}\nc: 1', 'a: __________\n           \nc: 1'],
    [
      'a:\n{{- if x }}\n  b: 1\n{{- else }}\n  {}\n{{- end }}',
      'a:\n           \n  b: 1\n           \n    \n          ',
    ],
  ])('%j', (text, expected) => {
    expect(masked(text)).toBe(expected);
  });

  const piece = fc.constantFrom(
    '{{ x }}',
    '{{- if x }}',
    '{{ else }}',
    '{{- end -}}',
    '{{ toYaml . | nindent 4 }}',
    '{{ a\n  b }}',
    '{{',
    '}}',
    '"',
    "'",
    'a: ',
    '- ',
    '|',
    '#',
    ' ',
    '  ',
    '\n',
    '\n',
    '\r\n',
    'b',
    '{}',
  );

  it('is as long as the template, with its line breaks, and all else in its place', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const result = maskTemplate(text);
        expect(result.text.length).toBe(text.length);
        for (const [at, unit] of [...result.text].entries()) {
          if (unit !== placeholder && unit !== ' ' && unit !== ':') expect(unit).toBe(text[at]);
          if (text[at] === '\n' || text[at] === '\r') expect(unit).toBe(text[at]);
        }
        new Manifest(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the text itself where there are no actions', () => {
    expect(masked('a: 1\nb: |\n  {{\n')).toBe('a: 1\nb: |\n  {{\n');
  });
});

/** What a chart may put between the lines of a container, and whether anything may come of it there. */
const inserted = fc.constantFrom<readonly [lines: readonly string[], opens: boolean]>(
  [[], false],
  [['{{- /* comment */}}'], false],
  [['{{- $x := .Values.x }}'], false],
  [['{{- if .Values.x }}', 'tty: true', '{{- end }}'], false],
  [['{{- with .Values.x }}', 'stdin: {{ . }}', '{{- end }}'], false],
  [['lifecycle: {{- toYaml .Values.x | nindent 8 }}'], false],
  [['lifecycle:', '  {{- toYaml .Values.x | nindent 8 }}'], false],
  [['{{- toYaml .Values.x | nindent 6 }}'], true],
  [['{{ include "x" . }}'], true],
  [['{{- range $k, $v := .Values.x }}', '{{ $k }}: {{ $v }}', '{{- end }}'], true],
);

describe('what is known of a chart', () => {
  it('is what is written, and what is not where nothing else is', () => {
    fc.assert(
      fc.property(fc.array(inserted, { maxLength: 4 }), fc.nat(), (blocks, seed) => {
        const own = ['image: nginx', 'imagePullPolicy: Always', 'resources: {limits: {memory: 1Gi}}'];
        const at = blocks.map((_, index) => (seed + index) % (own.length + 1));
        const lines = own.flatMap((line, index) => [
          ...blocks.flatMap(([written], block) => (at[block] === index ? written : [])),
          line,
        ]);
        const last = blocks.flatMap(([written], block) => (at[block] === own.length ? written : []));
        const body = [...lines, ...last].map((line) => `      ${line}`);
        const text = ['apiVersion: v1', 'kind: Pod', 'spec:', '  containers:', '    - name: web', ...body].join('\n');
        const [container, ...others] = new Manifest(text).containers;
        expect(others).toEqual([]);
        expect(container?.image?.text).toBe('nginx');
        expect(container?.resources.limit('memory').text).toBe('1Gi');
        expect(container?.value.get('workingDir').exists).toBe(blocks.some(([, opens]) => opens));
      }),
    );
  });

  it('leaves open what an action writes into', () => {
    const { root } = read(
      'a:',
      '  b: 1',
      '  {{- toYaml .x | nindent 2 }}',
      'c:',
      '  {{- toYaml .y | nindent 2 }}',
      'd:',
      '  - x',
      '  {{- toYaml .z | nindent 2 }}',
      'e: {f: {{ .f }}}',
    );
    expect(root.get('a').isOpen).toBe(true);
    expect(root.at('a', 'z').isUnknown).toBe(true);
    expect(root.get('c').isUnknown).toBe(true);
    expect(root.get('d').isOpen).toBe(true);
    expect(root.at('e', 'f').isUnknown).toBe(true);
    expect(root.at('e', 'g').exists).toBe(false);
    expect(root.isOpen).toBe(false);
  });

  it('leaves open the list and the map that it belongs to where they stand at one column', () => {
    const { root } = read('a:', '- x', '{{- toYaml .x | nindent 0 }}');
    expect(root.get('a').isOpen && root.isOpen).toBe(true);
  });

  it('knows one branch of a condition, and that there is another', () => {
    const { root } = read(
      '{{ if x }}',
      'a: 1',
      'b: 1',
      '{{ else }}',
      'a: 2',
      'c: 2',
      '{{ end }}',
      'd:',
      '{{ if x }}',
      '- e',
      '{{ else }}',
      '- f',
      '{{ end }}',
    );
    expect(root.get('a').isUnknown).toBe(true);
    expect(root.get('b').number).toBe(1);
    expect(root.get('c').isUnknown).toBe(true);
    expect(root.get('x').exists).toBe(false);
    expect(root.get('d').items.map(({ text }) => text)).toEqual(['e']);
    expect(root.get('d').isOpen).toBe(true);
  });

  it('knows the only branch that writes something', () => {
    const { root } = read('{{ if x }}', '{{- fail "no" }}', '{{ else }}', 'a: 1', '{{ end }}');
    expect(root.get('a').number).toBe(1);
  });

  it('does not take for twice what is written in different blocks', () => {
    const { root } = read(
      'a:',
      '- name: x',
      '{{ if a }}',
      '- name: y',
      '{{ end }}',
      '{{ if b }}',
      '- name: y',
      '- name: x',
      '{{ end }}',
    );
    expect(root.get('a').items.map((item) => item.get('name').text)).toEqual(['x', 'y', 'x']);
  });

  it('leaves open the members that all go on behind the branches they begin in', () => {
    const read = (text: string) => new YamlDocument(text).root.get('ports').items;
    const [first] = read('ports:\n{{ if .a }}\n  - name: a\n{{ else }}\n  - name: b\n{{ end }}\n    port: 1\n');
    expect(first?.isOpen).toBe(true);
    const [closed] = read('ports:\n{{ if .a }}\n  - name: a\n{{ else }}\n  - name: b\n    port: 1\n{{ end }}\n');
    expect(closed?.isOpen).toBe(false);
  });

  it('trusts an API version that the cluster was asked about', () => {
    const text = (condition: string) => `{{ if ${condition} }}\napiVersion: policy/v1beta1\nkind: Other\n{{ end }}\n`;
    const versionOf = (condition: string) => new Manifest(text(condition)).resources[0]?.apiVersion;
    expect(versionOf('.Values.enabled')).toBe('policy/v1beta1');
    expect(versionOf('.Capabilities.APIVersions.Has "policy/v1beta1"')).toBe('');
  });

  it('leaves out definitions of something else', () => {
    const other = ['{{- define "a" -}}', 'core: 1', '{{- if x }}', 'b: 2', '{{- end }}', '{{- end }}'];
    const own = ['apiVersion: v1', 'kind: Pod'];
    const keys = (...lines: string[]) => read(...lines).root.entries.map(([key]) => key);
    expect(keys(...other, ...own)).toEqual(['apiVersion', 'kind']);
    expect(keys(...other, '{{ define "b" }}', ...own, '{{ end }}', ...other)).toEqual(['apiVersion', 'kind']);
    expect(keys('{{ define "b" }}', ...own, '{{ end }}', '{{ define "c" }}', ...own, 'd: 1', '{{ end }}')).toEqual([
      'apiVersion',
      'kind',
    ]);
  });

  it('does not choose between kinds', () => {
    const text = 'apiVersion: apps/v1\n{{ if x }}\nkind: StatefulSet\n{{ else }}\nkind: Deployment\n{{ end }}\n';
    expect(new Manifest(text).resources).toEqual([]);
  });

  it('takes texts of other engines inside strings for what they are', () => {
    const document = read('expr: up == 0', 'text: "{{ $labels.x }} is down"', 'text: x');
    expect(document.problems.length).toBe(1);
    expect(document.root.get('text').isUnknown).toBe(true);
  });
});

describe('edits in templates', () => {
  const text = [
    'a:',
    '  x: 1',
    'b:',
    '  x: 1',
    '  {{- toYaml . | nindent 2 }}',
    'c:',
    '  {{- if .x }}',
    '  x: 1',
    '  {{- end }}',
    'd:',
    '  x: {{ .x }}',
    '  y: {{ .y }} # y',
    'e:',
    '  y:',
    '    {{- toYaml . | nindent 4 }}',
    '',
  ].join('\n');
  const set = (key: string, path: string[], value: Plain) => {
    const edits = setValue(new YamlDocument(text).root.get(key), path, value);
    return edits instanceof Refusal ? null : applyEdits(text, edits);
  };
  const drop = (...path: string[]) => {
    const edits = removeValue(new YamlDocument(text).root.at(...path));
    return edits instanceof Refusal ? null : applyEdits(text, edits);
  };

  it('replace what is written', () => {
    expect(set('a', ['x'], 2)).toBe(text.replace('x: 1', 'x: 2'));
    expect(set('c', ['x'], 2)).toBe(text.replace('if .x }}\n  x: 1', 'if .x }}\n  x: 2'));
  });

  it('insert where no action writes', () => {
    expect(set('a', ['z'], 2)).toBe(text.replace('x: 1\n', 'x: 1\n  z: 2\n'));
    expect(set('d', ['z'], 2)).toBe(text.replace('# y\n', '# y\n  z: 2\n'));
    expect([set('b', ['z'], 2), set('c', ['z'], 2), set('e', ['z'], 2)]).toEqual([null, null, null]);
  });

  it('leave actions alone', () => {
    expect([set('d', ['x'], 2), set('d', ['x', 'y'], 2), set('e', ['y'], 2), set('e', ['y', 'z'], 2)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('remove what holds no action', () => {
    expect(drop('a')).toBe(text.slice('a:\n  x: 1\n'.length));
    expect([drop('b', 'x'), drop('b'), drop('c'), drop('c', 'x'), drop('d', 'x')]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
