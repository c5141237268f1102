/**
 * Makes `server/src/kubernetes/schema/text.ts`: what fields the objects of Kubernetes have and of which types they are,
 * as small as can be read at once. It is made from the type declarations of the npm packages `kubernetes-models` (5.1.0
 * for Kubernetes 1.36, MIT) and `@kubernetes-models/apimachinery` (3.0.2), unpacked next to one another:
 *
 *     npm pack kubernetes-models@5.1.0 @kubernetes-models/apimachinery@3.0.2
 *     node scripts/schemas/make.ts FOLDER-OF-THE-FIRST FOLDER-OF-THE-SECOND
 *
 * Each line is a type: its fields with a letter for what they hold, `!` behind those that are required. `s` is a string,
 * `n` a number, `b` a boolean, `v` a number or a string, `*` anything, `e` one of the values of an enumeration, and a
 * number another line; `[` stands before the members of a list, `{` before the values of a map.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

interface Declaration {
  readonly fields: readonly (readonly [name: string, isRequired: boolean, type: string])[];
}

const declarations = new Map<string, Declaration | string>();
const kinds = new Map<string, string>();
const [models = '', machinery = ''] = process.argv.slice(2);
for (const folder of [models, machinery]) {
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (file.endsWith('.d.ts') && !file.includes('_schemas') && path.basename(file) !== 'index.d.ts') {
      readDeclaration(readFileSync(path.join(folder, file), 'utf8'));
    }
  }
}

/** What other programs than people write, and what has no fixed shape. */
const open = /(?:JSONSchemaProps|RawExtension|FieldsV1|ManagedFieldsEntry|Status|Patch|\.JSON)$/;
const lines: string[] = [];
const numbers = new Map<string, number>();
const enums = new Map<string, number>();
const roots = [...kinds].filter(([api]) => !/(?:alpha|beta)\d+ |List$/.test(api)).sort();
const rootLines = roots.map(([api, name]) => `${api} ${numberOf(name)}`);
const text = [rootLines.join('\n'), [...enums.keys()].join('\n'), lines.join('\n')].join('\n\n');
writeFileSync(
  'server/src/kubernetes/schema/text.ts',
  `/** What fields the objects of Kubernetes 1.36 have. Made by \`scripts/schemas/make.ts\`, which explains it. */\nexport const schemaText =\n  '${text.replaceAll('\n', '\\n')}';\n`,
);

function readDeclaration(source: string): void {
  const plain = source.replace(/\/\*\*[\s\S]*?\*\//g, '');
  const name = /\bI?\w+ as (IIoK8s\w+)/.exec(plain)?.[1];
  const body = /export interface I\w+(?: extends TypeMeta)? \{\n([\s\S]*?)\n?\}\n/.exec(plain)?.[1];
  if (name === undefined) return;
  if (body === undefined) {
    declarations.set(name, /export type I\w+ = ([^;]*);/.exec(plain)?.[1] ?? 'any');
    return;
  }
  const joined = body
    .replace(/\{\s*\[key: string\]: ([^;]*);\s*\}/g, 'Map<$1>')
    .replace(/\{([^{}]*)\}/g, (_, inner: string) => {
      const inline = `I${name}Inline`;
      declarations.set(inline, { fields: fieldsOf(inner) });
      return inline;
    });
  const fields = fieldsOf(joined);
  declarations.set(name, { fields });
  const [, apiVersion] = /"apiVersion"\??: "([^"]*)"/.exec(body) ?? [];
  const [, kind] = /"kind"\??: "([^"]*)"/.exec(body) ?? [];
  if (apiVersion !== undefined && kind !== undefined) kinds.set(`${apiVersion} ${kind}`, name);
}

function fieldsOf(body: string): Declaration['fields'] {
  return [...body.matchAll(/^\s*"([^"]+)"(\??): ([^;]*);$/gm)].map(
    ([, field = '', optional, type = '']) => [field, optional === '', type] as const,
  );
}

/** The number of the line that a type has, which is made when it is first asked for. */
function numberOf(name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  const at = lines.push('') - 1;
  numbers.set(name, at);
  const declaration = declarations.get(name);
  if (typeof declaration !== 'object') throw new Error(`${name} is no object`);
  lines[at] = declaration.fields
    .map(([field, isRequired, type]) => `${field}:${codeOf(type, field)}${isRequired ? '!' : ''}`)
    .join(' ');
  return at;
}

function codeOf(type: string, field: string): string {
  if (field === 'status') return '*';
  const list = /^Array<(.*)>$/s.exec(type)?.[1];
  if (list !== undefined) return `[${codeOf(list, '')}`;
  const map = /^Map<(.*)>$/s.exec(type)?.[1];
  if (map !== undefined) return `{${codeOf(map, '')}`;
  if (type === 'string' || /^"[^"|]*"$/.test(type)) return 's';
  if (type === 'number') return 'n';
  if (type === 'boolean') return 'b';
  if (/^(?:string \| number|number \| string)$/.test(type)) return 'v';
  if (/^"/.test(type)) return `e${enumOf(type)}`;
  if (!/^I\w+$/.test(type) || open.test(type)) return '*';
  const declaration = declarations.get(type);
  if (declaration === undefined) return '*';
  if (typeof declaration === 'string') return codeOf(declaration, '');
  return declaration.fields.length === 0 ? '*' : String(numberOf(type));
}

function enumOf(type: string): number {
  const values = [...type.matchAll(/"([^"]*)"/g)].map(([, value]) => value).join(' ');
  const known = enums.get(values) ?? enums.size;
  enums.set(values, known);
  return known;
}
