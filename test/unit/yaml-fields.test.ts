import { describe, expect, it } from 'vitest';
import type { Suggestion } from '../../server/src/ide/assistant.ts';
import { fieldHelp } from '../../server/src/ide/kubernetes/field-help.ts';
import { placeAt } from '../../server/src/ide/yaml/place.ts';
import { fieldAssistant, LazyYamlService } from '../../server/src/lsp/libraries/yaml-assistant.ts';
import { createYamlService } from '../../server/src/lsp/libraries/yaml-service.ts';
import { LineMap } from '../../server/src/text/lines.ts';
import { CustomDefinitions, type SchemaSource } from '../../server/src/workspace/schemas/custom-definitions.ts';
import { type Around, spotIn, taken } from '../support/spots.ts';

const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: shops.example.com
spec:
  group: example.com
  names: {kind: Shop, plural: shops}
  versions:
    - name: v1
      schema:
        openAPIV3Schema:
          type: object
          properties:
            status: {type: object}
            spec:
              type: object
              required: [size]
              properties:
                size: {type: integer, description: How many., default: 3}
                mode: {type: string, enum: ["", fast, slow], nullable: true}
                open: {type: boolean}
                old: {type: string, description: "Not any more. Deprecated: use mode."}
                port: {x-kubernetes-int-or-string: true}
                labels: {type: object, additionalProperties: {type: string}}
                tags: {type: array, items: {type: string, enum: [a, b]}}
                doors:
                  type: array
                  items:
                    type: object
                    required: [name, lock]
                    properties:
                      name: {type: string}
                      lock: {type: object, required: [keys], properties: {keys: {type: integer}}}
                      colour: {type: string}
    - name: v1beta1
      schema:
        openAPIV3Schema:
          type: object
          properties: {spec: {type: object, x-kubernetes-preserve-unknown-fields: true, properties: {size: {type: string}}}}
`;
const around: Around = { files: { 'file:///workspace/chart/crds/all.yaml': `# first\na: b\n---\n${definition}` } };
const head = 'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: web\n';
const assistant = fieldAssistant(new LazyYamlService(async () => ({ createYamlService })));

async function suggested(marked: string, where: Around = around): Promise<readonly Suggestion[]> {
  const found = (await assistant.complete?.(spotIn(marked, where))) ?? [];
  return found.toSorted((one, other) => (one.rank ?? 0) - (other.rank ?? 0));
}

/** A kind `Ship` of which everybody knows the schema. */
function archived(properties: object): SchemaSource {
  const spec = { type: 'object', title: 'example.v1.ShipSpec', properties, required: Object.keys(properties) };
  return {
    schemaOf: async () => ({ type: 'object', description: 'A thing that swims.', properties: { spec } }),
    kinds: async () => [{ apiVersion: 'x.example/v1', kind: 'Ship' }],
  };
}

const labels = async (marked: string, where?: Around) => (await suggested(marked, where)).map(({ label }) => label);

/** What stands from the mark's line on after a suggestion was taken. */
async function after(marked: string, label: string): Promise<string> {
  const one = (await suggested(marked)).find((suggestion) => suggestion.label === label);
  if (!one) throw new Error(`"${label}" is not suggested`);
  const spot = spotIn(marked, around);
  return taken(spot, one).slice(spot.file.lines.lineStart(spot.file.lines.lineAt(spot.offset)));
}

const fields = ['size', 'labels', 'port', 'mode', 'open', 'tags', 'doors', 'old'];

describe('the place of somebody who writes', () => {
  const placeIn = (marked: string) => {
    const text = marked.replace('¦', '');
    const lines = new LineMap(text);
    return placeAt(lines, marked.indexOf('¦'), 0, lines.lineCount - 1);
  };

  it.each([
    ['a:\n  b¦', ['a']],
    ['a:\n  - b: 1\n    ¦', ['a', 0]],
    ['a:\n- b: 1\n  ¦', ['a', 0]],
    ['a:\n- b: 1\n¦', []],
    ['a:\n  - - b: 1\n      ¦', ['a', 0, 0]],
    ['a:\n  -\n    b: 1\n    ¦', ['a', 0]],
    ['a:\n  - b:\n      c:\n        d: 1\n    e:\n      ¦', ['a', 0, 'e']],
    ['x: |\n  a:\n    b\na:\n  ¦', ['a']],
    ['a: &one\n  ¦', ['a']],
    ['"a b":\n  ¦', ['a b']],
    ['b: 1\n---\na:\n  ¦', ['a']],
    ['a:\n  x\n  b¦', ['a']],
  ])('%j is found', (marked, path) => {
    expect(placeIn(marked)?.path).toEqual(path);
  });

  it.each([
    '# a¦',
    'a: b # c¦',
    'a: |\n  b¦',
    'a: |\n  b:\n    ¦',
    'a: >-\n\n  ¦',
    'a: b\n  ¦',
    'a:\n\t¦',
    'a:¦',
    'a: "b" ¦',
    'a: [b¦',
    'a: {\n  b¦',
    '-¦',
    '---¦',
    '%YAML ¦',
  ])('%j is none', (marked) => {
    expect(placeIn(marked)).toBeUndefined();
  });

  it('knows the other keys of the map, above and below', () => {
    expect(placeIn('a:\n  b: 1\n  c:\n    d: 1\n  ¦\n  e:\n    f: 1\n  g: 1\nh: 1\n')?.keys).toEqual(
      new Set(['b', 'c', 'e', 'g']),
    );
    expect(placeIn('a:\n  - b: 1\n    ¦\n    c: 1\n  - d: 1\n')?.keys).toEqual(new Set(['b', 'c']));
  });
});

describe('the fields of a custom resource that the workspace defines', () => {
  it('are suggested, what is required first and what is deprecated last', async () => {
    expect(await labels(`${head}spec:\n  ¦\n`)).toEqual(fields);
    const [size, , port] = await suggested(`${head}spec:\n  ¦\n`);
    expect(size).toMatchObject({ detail: 'integer, required', documentation: 'How many.\n\nDefault: `3`' });
    expect(port?.detail).toBe('integer or string');
  });

  it.each([
    ['half a word', `${head}spec:\n  si¦\n`],
    ['in the second document', `a: 1\n---\n${head}---\n${head}spec:\n  ¦\n---\n${head}`],
    ['without a line break at the end', `${head}spec:\n  ¦`],
    ['with CRLF', `${head}spec:\n  ¦\n`.replaceAll('\n', '\r\n')],
    ['above a mistake', `${head}spec:\n  ¦\nfoo: [\n`],
    ['below a mistake in another document', `foo: [\n---\n${head}spec:\n  ¦\n`],
    ['in a template', `{{- if .a }}\n${head.replace('web', '{{ .name }}')}spec:\n  ¦\n{{- end }}\n`],
  ])('are the same %s', async (_, marked) => {
    expect(await labels(marked)).toEqual(fields);
  });

  it('are not suggested where they are written already, nor is what only the server writes', async () => {
    expect(await labels(`${head}spec:\n  size: 1\n  ¦\n  mode: fast\n`)).toEqual(
      fields.filter((field) => field !== 'size' && field !== 'mode'),
    );
    expect(await labels(`${head}¦`)).toEqual(['spec']);
    const metadata = { properties: { name: { type: 'string' }, uid: { type: 'string' } } };
    const archive = { schemaOf: async () => ({ properties: { metadata } }), kinds: async () => [] };
    expect(await labels('apiVersion: v1\nkind: Pod\nmetadata:\n  ¦\n', { archive })).toEqual(['name']);
  });

  it.each([
    ['a field with what has to be in it', `${head}¦`, 'spec', 'spec:\n  size: ${2:3}'],
    [
      'a list with its first member',
      `${head}spec:\n  ¦`,
      'doors',
      '  doors:\n    - name: ${1:name}\n      lock:\n        keys: $2',
    ],
    [
      'as lists are indented',
      `${head}spec:\n  tags:\n  - a\n  ¦`,
      'doors',
      '  doors:\n  - name: ${1:name}\n    lock:\n      keys: $2',
    ],
    ['a choice', `${head}spec:\n  ¦`, 'mode', '  mode: ${2|fast,slow|}'],
    ['a boolean', `${head}spec:\n  ¦`, 'open', '  open: ${2|true,false|}'],
    ['the first member of a list', `${head}spec:\n  doors:\n    ¦`, 'lock', '    - lock:\n        keys: $2'],
    ['another member', `${head}spec:\n  doors:\n    - name: a\n    ¦`, 'name', '    - name: $2'],
    ['the first field of a member', `${head}spec:\n  doors:\n    - ¦`, 'lock', '    - lock:\n        keys: $2'],
    [
      'a further field of a member',
      `${head}spec:\n  doors:\n    - name: a\n      ¦`,
      'lock',
      '      lock:\n        keys: $2',
    ],
    ['a key in place of another', `${head}spec:\n  si¦ze: 4`, 'mode', '  mode: 4'],
    ['a value', `${head}spec:\n  mode: f¦\n`, 'slow', '  mode: slow\n'],
    ['a value in place of another, quotes included', `${head}spec:\n  mode: "¦" # x\n`, 'slow', '  mode: slow # x\n'],
    ['a value whose quotes are not closed yet', `${head}spec:\n  mode: 'sl¦\n`, 'slow', '  mode: slow\n'],
    ['a member that is a text', `${head}spec:\n  tags:\n    - ¦`, 'b', '    - b'],
  ])('write %s', async (_, marked, label, expected) => {
    const name = expected.includes('- name: $2') ? expected.replace('$2', '${1:name}') : expected;
    expect(await after(marked, label)).toBe(name);
  });

  it.each([
    ['a choice', `${head}spec:\n  mode: ¦\n`, ['fast', 'slow']],
    ['a boolean', `${head}spec:\n  open: ¦\n`, ['true', 'false']],
    ['members that are texts', `${head}spec:\n  tags:\n    ¦\n`, ['a', 'b']],
    ['the keys of a map', `${head}spec:\n  labels:\n    ¦\n`, []],
    ['a comment', `${head}spec:\n  # ¦\n`, []],
    ['an action of a template', `${head}spec:\n  mode: {{ .¦ }}\n`, []],
    ['another version, which is another schema', `${head.replace('v1', 'v1beta1')}spec:\n  ¦\n`, ['size']],
    ['a kind that nobody knows', `${head.replace('Shop', 'Shed')}spec:\n  ¦\n`, []],
  ])('are right in %s', async (_, marked, expected) => {
    expect(await labels(marked)).toEqual(expected);
  });

  it('are explained, with the way to them', async () => {
    const explained = async (marked: string) => (await fieldHelp.explain?.(spotIn(marked, around)))?.[0]?.text;
    expect(await explained(`a: 1\n---\n${head}spec:\n  si¦ze: 4\n`)).toBe(
      '**Shop.spec.size** (integer, required)\n\nHow many.\n\nDefault: `3`',
    );
    expect(await explained(`${head}spec:\n  doors:\n    - lo¦ck: {}\n`)).toBe(
      '**Shop.spec.doors[].lock** (object, required)',
    );
    expect(await explained(`${head}spec:\n  mode: fa¦st\n`)).toContain('One of `fast`, `slow`');
    expect(await explained(`${head}spec:\n  o¦ld: a\n`)).toContain('(string, deprecated)');
    expect(await explained(`${head}spec:\n  labels: {a¦: b}\n`)).toBeUndefined();
    expect(await explained(`${head}spec:\n  size: 4¦\n`)).toBeUndefined();
  });

  it('say once what may be chosen, and of a kind what it is for', async () => {
    const description = 'Fast or slow.\n\nPossible enum values:\n - `"fast"` is fast\n - `"slow"` is slow';
    const where = { archive: archived({ mode: { type: 'string', enum: ['fast', 'slow'], description } }) };
    const spot = (marked: string) => spotIn(`apiVersion: x.example/v1\n${marked}`, where);
    const explained = async (marked: string) => (await fieldHelp.explain?.(spot(marked)))?.[0]?.text;
    expect(await explained('kind: Sh¦ip\nspec: {}\n')).toBe('**Ship**\n\nA thing that swims.');
    expect(await explained('kind: Ship\nspec:\n  mo¦de: fast\n')).toContain('Possible enum values');
    expect(await explained('kind: Ship\nspec:\n  mo¦de: fast\n')).not.toContain('One of');
  });

  it('are suggested for one that is written already, and no types', async () => {
    const where = { archive: archived({ mode: { type: 'string' }, size: { type: 'integer' } }) };
    const found = await labels('apiVersion: x.example/v1\nkind: Ship\nspec:\n  mo¦de: fast\n', where);
    expect(found.toSorted()).toEqual(['mode', 'size']);
  });
});

describe('a document that does not say what it is', () => {
  it('may be any kind that there is', async () => {
    expect(await labels('¦')).toEqual(['apiVersion', 'kind', 'Shop', 'Shop']);
    expect(await labels('kind: ¦\n')).toEqual(['Shop', 'Shop']);
    expect(await labels('apiVersion: example.com/v1\nkind: ¦\n')).toEqual(['Shop']);
    expect(await labels('kind: Shop\napiVersion: ¦\n')).toEqual(['example.com/v1', 'example.com/v1beta1']);
  });

  it('is none of those that are only sent to the API server, or that products make for themselves', async () => {
    const kinds = [
      ['autoscaling/v1', 'Scale'],
      ['authorization.k8s.io/v1', 'SubjectAccessReview'],
      ['apps/v1beta1', 'DeploymentRollback'],
      ['networking.internal.knative.dev/v1alpha1', 'Ingress'],
      ['v1', 'PodList'],
      ['example.com/v1', 'Scale'],
      ['v1', 'Pod'],
    ].map(([apiVersion = '', kind = '']) => ({ apiVersion, kind }));
    const archive: SchemaSource = { schemaOf: async () => undefined, kinds: async () => kinds };
    const found = await suggested('kind: ¦\n', { archive });
    expect(found.map(({ label, detail }) => `${label} ${detail}`)).toEqual(['Pod v1', 'Scale example.com/v1']);
  });

  it('may be of any API version, those first that people write most', async () => {
    const kinds = [
      ['admissionregistration.k8s.io/v1', 'MutatingWebhookConfiguration'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
      ['networking.k8s.io/v1', 'Ingress'],
      ['v1', 'Service'],
      ['apps/v1', 'Deployment'],
      ['apps/v1', 'ControllerRevision'],
    ].map(([apiVersion = '', kind = '']) => ({ apiVersion, kind }));
    const archive: SchemaSource = { schemaOf: async () => undefined, kinds: async () => kinds };
    expect(await labels('apiVersion: ¦\n', { archive })).toEqual([
      ...['v1', 'apps/v1', 'networking.k8s.io/v1', 'autoscaling/v2', 'admissionregistration.k8s.io/v1'],
    ]);
  });

  it('becomes a whole object, or gets the API version of its kind', async () => {
    expect(await after('a: 1\n---\nSh¦', 'Shop')).toBe(
      'apiVersion: example.com/v1\nkind: Shop\nmetadata:\n  name: ${1:name}\nspec:\n  size: ${2:3}',
    );
    const [first] = await suggested('kind: ¦\n');
    expect(first?.furtherEdits).toEqual([{ span: { start: 0, end: 0 }, newText: 'apiVersion: example.com/v1\n' }]);
  });

  it('is left alone where it is something else', async () => {
    expect(await labels('services:\n  web: {}\n¦')).toEqual([]);
    expect(await labels('¦', { ...around, uri: 'file:///workspace/.github/workflows/a.yaml' })).toEqual([]);
    expect(await labels('¦', { ...around, uri: 'file:///workspace/docker-compose.yml' })).toEqual([]);
  });
});

describe('schemas that somebody added', () => {
  const schema = (field: string) => JSON.stringify({ type: 'object', properties: { [field]: { type: 'string' } } });
  const named = JSON.stringify({
    'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Shop' }],
    properties: { own: { type: 'string' } },
  });
  const files = {
    ...around.files,
    'file:///workspace/schemas/example.com/shed_v1.json': schema('roof'),
    'file:///workspace/schemas/shop.json': named,
    'file:///workspace/node_modules/x/crd.yaml': definition.replaceAll('Shop', 'Hut'),
    'file:///elsewhere/example.com/shed_v2.json': schema('wall'),
  };

  it.each([
    ['a folder, by the name of the file', ['schemas'], 'kind: Shed', ['roof']],
    ['a glob', ['schemas/**/*.json'], 'kind: Shed', ['roof']],
    ['a file, which comes before what the workspace defines', ['schemas/shop.json'], 'kind: Shop', ['own']],
    ['definitions in folders that are passed over', ['node_modules/x'], 'kind: Hut', ['spec']],
    ['nothing outside of the workspace', ['../elsewhere', '/elsewhere'], 'kind: Shed', []],
    ['nothing that is not there', ['nowhere/*.json', 'nowhere.json'], 'kind: Shed', []],
  ])('are found in %s', async (_, paths, kind, expected) => {
    const where = { files, paths, uri: 'file:///workspace/a.yaml' };
    const found = await labels(`apiVersion: example.com/v1\n${kind}\nmetadata: {name: a}\n¦`, where);
    expect(found).toEqual(expected);
  });
});

describe('a schema that a document names itself', () => {
  const schema = { properties: { roof: { type: 'string', description: 'On top.' }, walls: { enum: [1, 2] } } };
  const where: Around = {
    files: { ...around.files, 'file:///workspace/shed.json': JSON.stringify(schema), 'file:///other.json': '{}' },
    uri: 'file:///workspace/garden/a.yaml',
  };
  const line = '# yaml-language-server: $schema=../shed.json\n';

  it.each([
    ['is used', `${line}¦`, ['roof', 'walls']],
    ['is used in the document that it stands in', `a: 1\n---\n# first\n${line}wa¦\n---\nb: 1\n`, ['roof', 'walls']],
    ['comes before that of the kind', `${line}${head}spec:\n  ¦`, []],
    ['is none on the network', `# yaml-language-server: $schema=https://example.com/a.json\n${head}¦`, ['spec']],
    ['is none outside of the workspace', `${line.replace('..', '../..')}${head}¦`, ['spec']],
    ['is none further down', `${head}${line}¦`, ['spec']],
  ])('%s', async (_, marked, expected) => {
    expect(await labels(marked, where)).toEqual(expected);
  });

  it('explains fields', async () => {
    const found = await fieldHelp.explain?.(spotIn(`${line}ro¦of: a\n`, where));
    expect(found?.map(({ text }) => text)).toEqual(['**roof** (string)\n\nOn top.']);
  });
});

describe('the schema of a definition', () => {
  const schemaOf = async (text: string, version = 'v1') =>
    JSON.parse(JSON.stringify(await CustomDefinitions.in(text).schemaOf(`example.com/${version}`, 'Shop')));

  it('allows no fields that it does not name, unless it keeps them', async () => {
    const schema = await schemaOf(definition);
    expect(schema.required).toEqual(['apiVersion', 'kind', 'metadata']);
    expect(schema.properties.apiVersion.const).toBe('example.com/v1');
    expect(schema.additionalProperties).toBe(false);
    expect(schema.properties.spec.additionalProperties).toBe(false);
    expect(schema.properties.spec.properties.labels.additionalProperties).toEqual({ type: 'string' });
    expect(schema.properties.spec.properties.port.type).toEqual(['integer', 'string']);
    const kept = await schemaOf(definition, 'v1beta1');
    expect(kept.properties.spec.additionalProperties).toBeUndefined();
  });

  it('is found in the first version of definitions, where everything was kept', async () => {
    const text = `apiVersion: apiextensions.k8s.io/v1beta1
kind: CustomResourceDefinition
metadata: {name: shops.example.com}
spec:
  group: example.com
  version: v1
  names: {kind: Shop, plural: shops}
  validation:
    openAPIV3Schema: {properties: {spec: {properties: {template: {x-kubernetes-embedded-resource: true, nullable: true, type: object}}}}}
`;
    const schema = await schemaOf(text);
    const { template } = schema.properties.spec.properties;
    expect(schema.additionalProperties).toBeUndefined();
    expect(template).toMatchObject({ type: ['object', 'null'], required: ['apiVersion', 'kind'] });
    expect(await CustomDefinitions.in(text).kinds()).toEqual([{ apiVersion: 'example.com/v1', kind: 'Shop' }]);
  });

  it('is none where there is nothing to read', async () => {
    for (const text of ['', 'kind: CustomResourceDefinition', definition.slice(0, 200), `${definition}\n  bad: [`])
      await expect(CustomDefinitions.in(text).schemaOf('example.com/v2', 'Shop')).resolves.toBeUndefined();
  });
});
