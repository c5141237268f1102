import { describe, expect, it } from 'vitest';
import { Refusal } from '../../server/src/core/fix.ts';
import type { FileEdits, Suggestion } from '../../server/src/ide/assistant.ts';
import { helmNavigation } from '../../server/src/ide/helm/navigation.ts';
import { templateCompletion } from '../../server/src/ide/helm/template-completion.ts';
import { templateHover } from '../../server/src/ide/helm/template-hover.ts';
import { valuesKeys } from '../../server/src/ide/helm/values-keys.ts';
import { valuesRename } from '../../server/src/ide/helm/values-rename.ts';
import type { Spot } from '../../server/src/ide/spot.ts';
import { applyEdits } from '../../server/src/text/edit.ts';
import type { PlaceInFile } from '../../server/src/workspace/manifests/manifest-file.ts';
import { testRoot } from '../support/judge.ts';
import { spotIn } from '../support/writing.ts';

const values = `# -- How many pods there are
replicaCount: 2
image:
  # The registry is left out
  repository: nginx
  tag: "1.30"
  pull-policy: Always
ingress:
  enabled: false
  hosts:
    - host: example.com
      paths: [/]
config:
  main: {level: info, size: 1}
  other: {level: warn}
nothing:
`;

const helpers = `{{/* The name of everything. */}}
{{- define "web.name" -}}
{{ .Chart.Name }}-{{ .Values.image.tag }}
{{- end }}
{{- define "web.container" -}}
image: {{ .image.repository }}
pods: {{ .root.Values.replicaCount }}
{{- end }}
`;

const chart: Record<string, string> = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\nappVersion: "3.1"\n',
  'web/values.yaml': values,
  'web/values-prod.yaml': 'image:\n  tag: "1.29"\n',
  'web/templates/_helpers.tpl': helpers,
  'web/templates/use.yaml':
    'a: {{ include "web.container" (dict "image" .Values.image "root" $) }}\nb: {{ .Values.image.tag }}\n',
};

const parent: Record<string, string> = {
  'shop/Chart.yaml':
    'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - {name: db, version: 1.x, alias: store}\n',
  'shop/values.yaml': 'store:\n  size: 3\nglobal:\n  region: eu\n',
  'shop/templates/a.yaml': 'a: {{ .Values.store.size }}\n',
  'shop/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'shop/charts/db/values.yaml': 'size: 1\nengine: postgres\n',
  'shop/charts/db/templates/_db.tpl': '{{ define "db.name" }}{{ .Values.size }}{{ .Values.global.region }}{{ end }}',
};

const at = (file: string, marked: string, files = chart) => spotIn(file, marked, files, '¦');
const template = (marked: string, files = chart) => at('web/templates/own.yaml', marked, files);

async function suggestions(spot: Spot): Promise<readonly Suggestion[]> {
  return (await templateCompletion.complete?.(spot)) ?? [];
}

async function labels(marked: string, files = chart): Promise<readonly string[]> {
  return (await suggestions(template(marked, files))).map(({ label }) => label);
}

/** The text after the suggestion with a label is chosen. */
async function chosen(marked: string, label: string, files = chart): Promise<string | undefined> {
  const spot = template(marked, files);
  const found = (await suggestions(spot)).find((one) => one.label === label);
  return found && applyEdits(spot.file.text, [found.edit]);
}

async function hover(spot: Spot): Promise<string> {
  return ((await templateHover.explain?.(spot)) ?? []).map(({ text }) => text).join('\n---\n');
}

const shown = ({ file, span }: PlaceInFile) =>
  `${file.uri.slice(testRoot.length + 1)}:${file.lines.positionAt(span.start).line + 1}:${file.lines.text.slice(span.start, span.end)}`;

async function definitions(spot: Spot): Promise<readonly string[]> {
  return ((await helmNavigation.definitions?.(spot)) ?? []).map(({ place }) => shown(place));
}

async function references(spot: Spot, withDefinitions = false): Promise<readonly string[]> {
  return ((await helmNavigation.references?.(spot, withDefinitions)) ?? []).map(shown);
}

describe('completion in templates', () => {
  it('offers the objects of Helm behind a dot, and what they have', async () => {
    expect(await labels('a: {{ .¦ }}')).toEqual([
      'Values',
      'Release',
      'Chart',
      'Subcharts',
      'Files',
      'Capabilities',
      'Template',
    ]);
    expect(await labels('a: {{ .Release.Na¦ }}')).toContain('Namespace');
    expect(await labels('a: {{ .Capabilities.APIVersions.¦ }}')).toEqual(['Has']);
  });

  it('offers values, those of any depth', async () => {
    expect(await labels('a: {{ .Values.¦ }}')).toEqual(['replicaCount', 'image', 'ingress', 'config', 'nothing']);
    expect(await labels('a: {{ .Values.image.¦ }}')).toEqual(['repository', 'tag', 'pull-policy']);
    expect(await chosen('a: {{ .Values.image.re¦ | quote }}', 'repository')).toBe(
      'a: {{ .Values.image.repository | quote }}',
    );
    expect(await chosen('a: {{ .Values.im¦age.tag }}', 'ingress')).toBe('a: {{ .Values.ingress.tag }}');
  });

  it('says what each value is', async () => {
    const [count] = await suggestions(template('a: {{ .Values.¦ }}'));
    expect(count).toMatchObject({ detail: '2', documentation: 'How many pods there are' });
  });

  it('works in an action that is not closed yet, on its line alone', async () => {
    expect(await labels('a: {{ .Values.image.¦\nb: c\n')).toContain('tag');
    expect(await labels('a: {{ .Values.image\nb: .¦\nc: {{ .Values }}')).toEqual([]);
    expect(await labels('a: {{ include "x" (.Values.image.¦')).toContain('tag');
  });

  it('says nothing outside of actions and in comments', async () => {
    expect(await labels('a: {{ .Values.image }}.¦')).toEqual([]);
    expect(await labels('a: {{/* .Values.¦ */}}')).toEqual([]);
    expect(await labels('a: .Values.¦')).toEqual([]);
  });

  it('knows the dot in with and range, and what comes back behind them', async () => {
    expect(await labels('{{ with .Values.image }}a: {{ .¦ }}{{ end }}')).toContain('repository');
    expect(await labels('{{ with .Values.image }}{{ else }}a: {{ .¦ }}{{ end }}')).toContain('Values');
    expect(await labels('{{ with .Values.image }}{{ end }}a: {{ .¦ }}')).toContain('Values');
    expect(await labels('{{ range .Values.ingress.hosts }}a: {{ .¦ }}{{ end }}')).toEqual(['host', 'paths']);
    expect(await labels('{{ range $name, $one := .Values.config }}a: {{ $one.¦ }}{{ end }}')).toEqual([
      'level',
      'size',
    ]);
    expect(await labels('{{ with .Values.image }}a: {{ $.Values.ingress.¦ }}{{ end }}')).toContain('hosts');
  });

  it('knows variables, and what functions hand on', async () => {
    expect(await labels('{{ $image := .Values.image }}a: {{ $image.¦ }}')).toContain('repository');
    expect(await labels('{{ $image := .Values.image }}a: {{ $¦ }}')).toEqual(['$', '$image']);
    expect(await chosen('{{ $image := .Values.image }}a: {{ $im¦ }}', '$image')).toContain('a: {{ $image }}');
    expect(await labels('a: {{ (default dict .Values.image).¦ }}')).toContain('tag');
    expect(await labels('a: {{ (index .Values "image").¦ }}')).toContain('tag');
    expect(await labels('{{ $x := dict "image" .Values.image }}a: {{ $x.image.¦ }}')).toContain('tag');
    expect(await labels('{{ $x := merge (dict "b" 1) .Values.image }}a: {{ $x.¦ }}')).toEqual(
      expect.arrayContaining(['b', 'tag']),
    );
  });

  it('knows what a named template is given', async () => {
    const inContainer = helpers.replace('.image.repository', '.image.¦');
    expect((await suggestions(at('web/templates/_helpers.tpl', inContainer))).map(({ label }) => label)).toContain(
      'tag',
    );
  });

  it('asks with index for keys that no dot can be followed by', async () => {
    expect(await chosen('a: {{ .Values.image.pull¦ }}', 'pull-policy')).toBe(
      'a: {{ (index .Values.image "pull-policy") }}',
    );
    expect(await labels('a: {{ index .Values "image" "¦" }}')).toContain('pull-policy');
    expect(await chosen('a: {{ get .Values.image "t¦ag" }}', 'repository')).toBe(
      'a: {{ get .Values.image "repository" }}',
    );
  });

  it('offers functions with their parameters, and keywords where actions begin', async () => {
    const all = await suggestions(template('a: {{ ¦ }}'));
    expect(all.map(({ label }) => label)).toEqual(expect.arrayContaining(['if', 'range', 'include', 'toYaml']));
    expect(all.find(({ label }) => label === 'default')).toMatchObject({ detail: 'default fallback value' });
    const piped = await labels('a: {{ .Values.image | toY¦ }}');
    expect(piped).toContain('toYaml');
    expect(piped).not.toContain('range');
    expect(await chosen('a: {{ .Values.image | toY¦ | nindent 2 }}', 'toYaml')).toBe(
      'a: {{ .Values.image | toYaml | nindent 2 }}',
    );
  });

  it('offers the names of templates, those of subcharts included', async () => {
    expect(await labels('a: {{ include "¦" . }}')).toEqual(['web.name', 'web.container']);
    expect(await chosen('a: {{ template "web.n¦" . }}', 'web.name')).toBe('a: {{ template "web.name" . }}');
    const inShop = await suggestions(at('shop/templates/own.yaml', 'a: {{ include "¦" . }}', parent));
    expect(inShop.map(({ label }) => label)).toEqual(['db.name']);
  });

  it('offers the values of subcharts by alias, and those that all share', async () => {
    const inShop = async (marked: string) =>
      (await suggestions(at('shop/templates/own.yaml', marked, parent))).map(({ label }) => label);
    expect(await inShop('a: {{ .Values.¦ }}')).toEqual(['store', 'global']);
    expect(await inShop('a: {{ .Values.store.¦ }}')).toEqual(['size', 'engine']);
    const inDb = await suggestions(at('shop/charts/db/templates/own.yaml', 'a: {{ .Values.global.¦ }}', parent));
    expect(inDb.map(({ label }) => label)).toEqual(['region']);
  });

  it('takes keys and types from the schema', async () => {
    const schema = {
      properties: { image: { $ref: '#/$defs/image' } },
      $defs: { image: { properties: { digest: { type: 'string' } } } },
    };
    const files = { ...chart, 'web/values.schema.json': JSON.stringify(schema) };
    expect(await suggestions(template('a: {{ .Values.image.¦ }}', files))).toContainEqual(
      expect.objectContaining({ label: 'digest', detail: 'string' }),
    );
  });

  it('says nothing in files that belong to no chart', async () => {
    expect(await suggestions(at('other/templates/a.yaml', 'a: {{ .¦ }}'))).toEqual([]);
    expect(await suggestions(at('web/crds/a.yaml', 'a: {{ .¦ }}'))).toEqual([]);
  });
});

describe('hovers in templates', () => {
  it('show a value, its comment, and what overrides it', async () => {
    expect(await hover(template('a: {{ .Values.image.t¦ag }}'))).toBe(
      '**`.Values.image.tag`** · string\n\n```yaml\ntag: "1.30"\n```\n\nfrom `values.yaml`\n\n- `values-prod.yaml`: `"1.29"`',
    );
    expect(await hover(template('a: {{ .Values.repl¦icaCount }}'))).toContain('How many pods there are');
    expect(await hover(template('a: {{ .Values.ima¦ge.tag }}'))).toContain('repository: nginx\n  tag: "1.30"');
    expect(await hover(template('a: {{ .Values.image.gone¦ }}'))).toContain('No file of values sets it.');
    expect(await hover(template('a: {{ .Values.image.¦ }}'))).toBe('');
  });

  it('show what belongs to Helm', async () => {
    expect(await hover(template('a: {{ .Chart.App¦Version }}'))).toContain('`3.1`');
    expect(await hover(template('a: {{ .Release.Na¦me }}'))).toContain('The name of the release.');
  });

  it('show functions, variables and named templates', async () => {
    expect(await hover(template('a: {{ toY¦aml . }}'))).toContain('**`toYaml value`**');
    expect(await hover(template('{{ $x := .Values.image }}{{ $¦x.tag }}'))).toBe('`$x` is `.Values.image`');
    const named = await hover(template('a: {{ include "web.n¦ame" . }}'));
    expect(named).toContain('The name of everything.');
    expect(named).toContain('{{ .Chart.Name }}');
    expect(await hover(template('a: {{ include "no¦ne" . }}'))).toContain('No template is called `none`');
  });
});

describe('navigation in charts', () => {
  it('leads from a value to its key in all files of values', async () => {
    expect(await definitions(template('a: {{ .Values.image.t¦ag }}'))).toEqual([
      'web/values.yaml:6:tag',
      'web/values-prod.yaml:2:tag',
    ]);
    expect(await definitions(template('a: {{ .Values.im¦age.tag }}'))).toContain('web/values.yaml:3:image');
    expect(await definitions(template('{{ with .Values.image }}{{ .repo¦sitory }}{{ end }}'))).toEqual([
      'web/values.yaml:5:repository',
    ]);
    expect(await definitions(template('a: {{ .Chart.App¦Version }}'))).toEqual(['web/Chart.yaml:4:appVersion']);
  });

  it('leads from an include to its define, and back', async () => {
    expect(await definitions(template('a: {{ include "web.¦name" . }}'))).toEqual([
      'web/templates/_helpers.tpl:2:web.name',
    ]);
    const marked = helpers.replace('"web.container"', '"web.con¦tainer"');
    expect(await references(at('web/templates/_helpers.tpl', marked))).toEqual([
      'web/templates/use.yaml:1:web.container',
    ]);
  });

  it('leads from a key to all templates that name it, through what named templates are given', async () => {
    expect(await references(at('web/values.yaml', values.replace('repository:', 'repo¦sitory:')))).toEqual([
      'web/templates/_helpers.tpl:6:repository',
    ]);
    expect(await references(at('web/values.yaml', values.replace('tag:', 't¦ag:')), true)).toEqual([
      'web/values.yaml:6:tag',
      'web/values-prod.yaml:2:tag',
      'web/templates/_helpers.tpl:3:tag',
      'web/templates/use.yaml:2:tag',
    ]);
    expect(await references(at('web/values.yaml', values.replace('replicaCount:', 'replica¦Count:')))).toEqual([
      'web/templates/_helpers.tpl:7:replicaCount',
    ]);
  });

  it('crosses from a chart into what it is made of', async () => {
    const spot = at('shop/values.yaml', 'store:\n  si¦ze: 3\nglobal:\n  region: eu\n', parent);
    expect(await references(spot, true)).toEqual([
      'shop/charts/db/values.yaml:1:size',
      'shop/values.yaml:2:size',
      'shop/charts/db/templates/_db.tpl:1:size',
      'shop/templates/a.yaml:1:size',
    ]);
    const inDb = at('shop/charts/db/templates/b.yaml', 'a: {{ .Values.global.reg¦ion }}', parent);
    expect(await definitions(inDb)).toEqual(['shop/values.yaml:4:region']);
  });

  it('highlights the same value within a template', async () => {
    const spot = template('{{ .Values.image.t¦ag }}{{ with .Values.image }}{{ .tag }}{{ end }}{{ .Values.image }}');
    const found = (await helmNavigation.highlights?.(spot)) ?? [];
    expect(found.map(({ span }) => span.start)).toEqual([17, 51]);
  });
});

describe('renaming a value', () => {
  async function renamed(spot: Spot, name: string): Promise<readonly FileEdits[] | Refusal | undefined> {
    const renaming = await valuesRename.renaming?.(spot);
    return renaming instanceof Refusal ? renaming : renaming?.to(name);
  }

  const told = (edits: readonly FileEdits[] | Refusal | undefined) =>
    edits instanceof Refusal || !edits
      ? edits?.reason
      : edits.flatMap(({ file, edits: all }) =>
          all.map(({ span, doubt }) => `${shown({ file, span })}${doubt ? ' ?' : ''}`),
        );

  it('changes the files of values and all templates', async () => {
    expect(told(await renamed(template('a: {{ .Values.image.t¦ag }}'), 'version'))).toEqual([
      'web/values.yaml:6:tag',
      'web/values-prod.yaml:2:tag',
      'web/templates/_helpers.tpl:3:tag',
      'web/templates/use.yaml:2:tag',
      'web/templates/own.yaml:1:tag',
    ]);
  });

  it('doubts where something that holds it is used as a whole', async () => {
    const files = { ...chart, 'web/templates/all.yaml': 'a: {{ toYaml .Values.image }}\n' };
    expect(told(await renamed(template('a: {{ .Values.image.t¦ag }}', files), 'version'))).toContain(
      'web/values.yaml:6:tag ?',
    );
    const dynamic = { ...chart, 'web/templates/all.yaml': 'a: {{ index .Values.image .Values.nothing }}\n' };
    expect(told(await renamed(template('a: {{ .Values.image.t¦ag }}', dynamic), 'version'))).toContain(
      'web/values.yaml:6:tag ?',
    );
  });

  it('changes the schema with the rest', async () => {
    const files = { ...chart, 'web/values.schema.json': '{"properties": {"replicaCount": {"type": "integer"}}}' };
    expect(told(await renamed(template('a: {{ .Values.replica¦Count }}', files), 'pods'))).toContain(
      'web/values.schema.json:1:replicaCount',
    );
  });

  it('refuses names that cannot be written, that are taken, and those of subcharts', async () => {
    expect(told(await renamed(template('a: {{ .Values.image.t¦ag }}'), 'a-b'))).toContain(
      'Templates cannot write .a-b',
    );
    expect(told(await renamed(template('a: {{ .Values.image.t¦ag }}'), 'repository'))).toContain(
      'called repository already',
    );
    expect(told(await renamed(at('shop/templates/b.yaml', 'a: {{ .Values.sto¦re.size }}', parent), 'x'))).toContain(
      'subchart',
    );
  });
});

describe('files of values', () => {
  const keys = async (file: string, marked: string, files = chart) =>
    ((await valuesKeys.complete?.(at(file, marked, files))) ?? []).map(({ label }) => label);

  it('are completed with what values.yaml has, where they override it', async () => {
    expect(await keys('web/values-prod.yaml', 'image:\n  tag: "1.29"\n  ¦\n')).toEqual(['repository', 'pull-policy']);
    expect(await keys('web/values-prod.yaml', 'image:\n  tag: "1.29"\nrep¦\n')).toContain('replicaCount');
  });

  it('are completed with what subcharts take', async () => {
    expect(await keys('shop/values.yaml', 'store:\n  size: 3\n  ¦\n', parent)).toEqual(['engine']);
    expect(await keys('shop/values.yaml', 'gl¦\n', parent)).toEqual(['store', 'global']);
  });

  it('say what they override', async () => {
    const found = await valuesKeys.explain?.(at('web/values-prod.yaml', 'image:\n  t¦ag: "1.29"\n'));
    expect(found?.[0]?.text).toContain('tag: "1.30"');
  });
});
