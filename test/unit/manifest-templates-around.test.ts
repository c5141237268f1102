import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { SchemaArchive } from '../../server/src/kubernetes/schema/archive.ts';
import { fill } from '../../server/src/templates/fill.ts';
import { manifestTemplates } from '../../server/src/templates/manifests/index.ts';
import { kustomizationSchema } from '../../server/src/workspace/kustomize/schema.ts';
import { Judgement, preset, testRoot } from '../support/judge.ts';
import { MemoryHost } from '../support/memory-host.ts';
import { builtArchive, validator } from '../support/schemas.ts';
import { companionsOf, inContext, oddValuesOf } from '../support/template-context.ts';

/** What the preset `strict` may say all the same: see templates.test.ts. */
const accepted: ReadonlySet<string> = new Set(['pin-digest']);

let archive: SchemaArchive;
beforeAll(async () => {
  archive = await builtArchive();
});

/** Validators are slow to make: each kind has one. */
const validators = new Map<string, ReturnType<typeof validator>>();

async function validatorOf(apiVersion: string, kind: string): Promise<ReturnType<typeof validator>> {
  const known = validators.get(kind);
  if (known) return known;
  const schema = kind === 'Kustomization' ? kustomizationSchema : await archive.schemaOf(apiVersion, kind);
  if (!schema) throw new Error(`there is no schema of ${kind}`);
  const made = validator(schema);
  validators.set(kind, made);
  return made;
}

const filled = manifestTemplates.flatMap((template) => [
  [template.id, template, {}] as const,
  [`${template.id} filled otherwise`, template, oddValuesOf(template)] as const,
]);

describe.each(filled)('%s', (_, template, values) => {
  const { path, text } = inContext(template, fill(template, values));

  it('passes the strict rules beside what belongs to it', async () => {
    const files = Object.entries({ ...companionsOf(text), [path]: text });
    const host = new MemoryHost(Object.fromEntries(files.map(([name, content]) => [`${testRoot}/${name}`, content])));
    const { findings } = await Judgement.around(path, text, preset('strict'), host);
    const complaints = findings.filter(({ rule }) => !accepted.has(rule.id));
    expect(complaints.map(({ rule, message }) => [rule.id, message])).toEqual([]);
  });

  it('fits the schemas of what it declares', async () => {
    for (const document of parseAllDocuments(text)) {
      expect(document.errors).toEqual([]);
      const object: { apiVersion: string; kind: string } = document.toJS();
      const validate = await validatorOf(object.apiVersion, object.kind);
      expect([object.kind, validate(object)]).toEqual([object.kind, []]);
    }
  });
});
