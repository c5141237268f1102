import { describe, expect, it } from 'vitest';
import { Engine } from '../../server/src/engine/engine.ts';
import { resourcesIn } from '../../server/src/node/resources.ts';
import { registry } from '../../server/src/rules/index.ts';
import { dist } from '../support/built.ts';
import { Judgement, only, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';

const definition = (schema: string, version = 'v1') =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: shops.example.com}\nspec:\n  group: example.com\n  names: {kind: Shop, plural: shops}\n  scope: Namespaced\n  versions:\n    - name: ${version}\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema:\n          type: object\n          properties:\n            spec: ${schema}\n`;
const shop = (spec: string) => `apiVersion: example.com/v1\nkind: Shop\nmetadata: {name: web}\nspec: ${spec}\n`;

/** What a rule says of a text among other files. */
async function says(
  id: string,
  text: string,
  files: Readonly<Record<string, string>>,
  resources?: string,
): Promise<string[]> {
  const rule = registry.rules.find(({ meta }) => meta.id === id);
  if (!rule) throw new Error(`there is no rule ${id}`);
  const named = Object.entries(files).map(([path, content]) => [`${testRoot}/${path}`, content]);
  const host = new MemoryHost(Object.fromEntries([...named, [`${testRoot}/own.yaml`, text]]));
  if (resources !== undefined) host.readResource = resourcesIn(resources);
  return (await Judgement.around('own.yaml', text, only(rule), host)).findings.map(({ message }) => message);
}

describe('custom resources that the workspace defines', () => {
  const schema =
    '{type: object, required: [tills], properties: {tills: {type: integer}, size: {enum: [small, large]}, port: {x-kubernetes-int-or-string: true}, rest: {type: object, x-kubernetes-preserve-unknown-fields: true}, doors: {type: array, items: {type: object, required: [side], properties: {side: {type: string}}}}}}';
  const files = {
    'charts/shop/crds/all.yaml': `apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n${definition(schema)}`,
  };

  it('have the fields of their definition, which stands in a file with others', async () => {
    const [message, ...others] = await says('unknown-field', shop('{tills: 1, roof: red}'), files);
    expect(message).toContain('There is no field "roof" in spec');
    expect(others).toEqual([]);
  });

  it('may have any field where their definition keeps what it does not know', async () => {
    expect(await says('unknown-field', shop('{tills: 1, rest: {roof: red}}'), files)).toEqual([]);
  });

  it('have values of the types that it says', async () => {
    expect(await says('field-type', shop('{tills: many}'), files)).toEqual([expect.stringContaining('"tills"')]);
    expect(await says('field-type', shop('{tills: 1, size: huge}'), files)).toEqual([
      expect.stringContaining('"size"'),
    ]);
    expect(await says('field-type', shop('{tills: 1, port: http, size: small}'), files)).toEqual([]);
    expect(await says('field-type', shop('{tills: 1, port: 8080}'), files)).toEqual([]);
  });

  it('have the fields that it requires, in objects of which the rest is there', async () => {
    expect(await says('required-field', shop('{tills: 1, doors: [{}]}'), files)).toEqual([
      expect.stringContaining('There is no "side" in spec.doors[0]'),
    ]);
    // What lacks a field of its spec may be a patch.
    expect(await says('required-field', shop('{doors: [{}]}'), files)).toEqual([]);
  });

  it('are not judged where two definitions contradict one another, nor in a version that nobody defines', async () => {
    const other = { ...files, 'old/crd.yaml': definition('{type: object, properties: {roof: {type: string}}}') };
    expect(await says('unknown-field', shop('{tills: 1, door: red}'), other)).toEqual([]);
    expect(await says('unknown-field', shop('{door: red}'), { 'crd.yaml': definition(schema, 'v2') })).toEqual([]);
  });

  it('are judged again when the definition changes', async () => {
    const uri = `${testRoot}/crd.yaml`;
    const texts = new Map([[uri, definition(schema)]]);
    const host = new MemoryHost({});
    host.readText = async (asked) => texts.get(asked);
    host.listFolder = async (asked) => (asked === testRoot ? [{ name: 'crd.yaml', kind: 'file' }] : undefined);
    const rule = registry.rules.find(({ meta }) => meta.id === 'unknown-field');
    if (!rule) throw new Error('there is no such rule');
    const settings = only(rule);
    const engine = new Engine(host);
    const file = engine.read(`${testRoot}/own.yaml`, 'kubernetes', shop('{tills: 1}'));
    await engine.lookAround(file, settings);
    expect(engine.lint(file, settings).findings).toEqual([]);
    texts.set(uri, definition('{type: object, properties: {roof: {type: string}}}'));
    engine.filesChanged([uri]);
    await engine.lookAround(file, settings);
    expect(engine.lint(file, settings).findings).toHaveLength(1);
  });
});

describe('custom resources of common products', () => {
  const application = (field: string) =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n  project: default\n  ${field}: {server: https://kubernetes.default.svc}\n  source: {repoURL: https://example.com/web.git}\n`;

  it('are told of fields that are mistyped, and of no others', async () => {
    expect(await says('unknown-field', application('destinaton'), {}, dist)).toEqual([
      expect.stringContaining('"destination" is meant'),
    ]);
    expect(await says('unknown-field', application('somethingNew'), {}, dist)).toEqual([]);
    expect(await says('required-field', application('somethingNew'), {}, dist)).toEqual([]);
  });
});
