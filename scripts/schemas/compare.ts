/**
 * Compares what is known of custom resources with what their products publish:
 *
 *     node scripts/schemas/compare.ts FILE-WITH-CUSTOM-RESOURCE-DEFINITIONS...
 *
 * Prints rows for `newer.ts`, and where more is demanded than the product does; empty when there is nothing to add. The
 * types of Kubernetes itself are left out, because products copy them without their documentation and enumerations.
 */
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { builtInPackages, customPackages, readModel } from './model.ts';
import { definitionName, isBuiltIn } from './names.ts';
import { repairOf } from './repairs.ts';
import type { Type } from './types.ts';

/** What is used of the schemas in custom resource definitions. */
interface Published {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Published>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Published | boolean;
  readonly items?: Published;
  readonly enum?: readonly (string | number)[];
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

interface CustomResourceDefinition {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema?: { readonly openAPIV3Schema: Published } }[];
  };
}

const model = readModel([...builtInPackages, ...customPackages]);
const findings = new Map<string, Set<string>>();

for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const definition: CustomResourceDefinition | null = document.toJS();
    if (definition?.kind === 'CustomResourceDefinition') compareKinds(definition);
  }
}
for (const [where, found] of [...findings].sort()) process.stdout.write(`${where}: ${[...found].sort().join(' ')}\n`);

function compareKinds({ spec }: CustomResourceDefinition): void {
  for (const { name, schema } of spec.versions) {
    const apiVersion = `${spec.group}/${name}`;
    const known = model.kinds.find((one) => one.apiVersion === apiVersion && one.kind === spec.names.kind);
    const published = schema?.openAPIV3Schema.properties?.spec;
    if (!known) report(`${apiVersion} ${spec.names.kind}`, 'is not known');
    else if (published) {
      const type = model.typeOf(known.id);
      const field = type.is === 'object' ? type.fields.find((one) => one.name === 'spec') : undefined;
      if (field) compare(published, field.type, `${definitionName(known.id)} spec`);
    }
  }
}

/** `where` is the name of the definition that a type is in, and the path in it. */
function compare(published: Published, type: Type, where: string): void {
  switch (type.is) {
    case 'reference': {
      const name = definitionName(type.to);
      if (!isBuiltIn(name) && !repairOf(type.to)) compare(published, model.typeOf(type.to), name);
      return;
    }
    case 'enum':
      // An empty text is the same as none.
      for (const value of published.enum ?? []) {
        if (value !== '' && !type.values.includes(value)) report(where, `has ${value}`);
      }
      return;
    case 'list':
      if (published.items) compare(published.items, type.of, `${where}[]`);
      return;
    case 'map':
      if (typeof published.additionalProperties === 'object')
        compare(published.additionalProperties, type.of, `${where}{}`);
      return;
    case 'object':
      compareFields(published, type, where);
  }
}

function compareFields(
  published: Published,
  { fields, isOpen }: Type & { readonly is: 'object' },
  where: string,
): void {
  if (fields.length === 0) return;
  const demanded = new Set(published.required);
  for (const { name, isRequired } of fields) if (isRequired && !demanded.has(name)) report(where, `demands ${name}`);
  for (const [name, inner] of Object.entries(published.properties ?? {})) {
    const field = fields.find((one) => one.name === name);
    if (field) compare(inner, field.type, `${where}${where.includes(' ') ? '.' : ' '}${name}`);
    else if (isOpen !== true) report(where, `${name}:${holds(inner)}`);
  }
}

/** What a field holds, in the words of `newer.ts`. */
function holds({ type, items, 'x-kubernetes-int-or-string': isQuantity }: Published): string {
  if (isQuantity) return 'quantity';
  if (type === 'array') return items?.type === 'string' ? 'texts' : 'anything';
  return type === 'string' ? 'text' : type === 'boolean' || type === 'integer' ? type : 'anything';
}

function report(where: string, what: string): void {
  findings.set(where, (findings.get(where) ?? new Set()).add(what));
}
