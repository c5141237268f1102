import { isWithin, lifetimeOfKind, lifetimesIn } from '../../server/src/kubernetes/schema/history.ts';
import type { Model } from './model.ts';
import { definitionName } from './names.ts';
import type { Field, Kind, Type } from './types.ts';

/**
 * The compact text of what fields the kinds of Kubernetes 1.36 have and of which types they are, which is read at once.
 *
 * It has four parts: the kinds, each with the number of its line; the enumerations; the types, one a line; and the full
 * names of those that have not always had all their fields, each with the number of its line as well. A type is
 * its fields with a letter for what they hold, and `!` behind those that are required. `s` is a string, `n` a number, `b`
 * a boolean, `v` a number or a string, `*` anything, `e` one of the values of an enumeration, and a number another line;
 * `[` stands before the members of a list, `{` before the values of a map.
 */
export function compactText(model: Model): string {
  return new Compactor(model).text();
}

/** The source file that holds the compact text. */
export function compactSource(model: Model): string {
  return [
    '/** What fields the objects of Kubernetes 1.36 have. Made by `npm run generate`; `scripts/schemas/compact.ts` explains it. */',
    'export const schemaText =',
    `  '${compactText(model).replaceAll('\n', '\\n')}';`,
    '',
  ].join('\n');
}

/** What other programs than people write, and what has no fixed shape. */
const open = /\/(?:JSONSchemaProps\w*|RawExtension|FieldsV1|ManagedFieldsEntry|\w*Status|Patch|JSON)$/;

const letters: Readonly<Partial<Record<Type['is'], string>>> = { string: 's', number: 'n', boolean: 'b', union: 'v' };

/** Whether Kubernetes 1.36 serves a kind: those that are not stable only when its history says so. */
function isServed({ apiVersion, kind }: Kind): boolean {
  if (!/(?:alpha|beta)\d+$/.test(apiVersion)) return true;
  const lifetime = lifetimeOfKind(apiVersion, kind);
  return lifetime !== undefined && isWithin('1.36', lifetime);
}

class Compactor {
  private readonly model: Model;
  private readonly lines: string[] = [];
  private readonly numbers = new Map<Type, number>();
  private readonly enums = new Map<string, number>();
  private readonly names = new Set<string>();

  constructor(model: Model) {
    this.model = model;
  }

  text(): string {
    const kinds = this.model.kinds
      .filter((kind) => isServed(kind) && !kind.kind.endsWith('List'))
      .map(({ apiVersion, kind, id }) => ({ name: `${apiVersion} ${kind}`, id }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, id }) => `${name} ${this.declared(id)}`);
    return [kinds, [...this.enums.keys()], this.lines, [...this.names]].map((part) => part.join('\n')).join('\n\n');
  }

  /** The code of what a declaration declares. */
  private declared(id: string): string {
    const code = this.code(this.model.typeOf(id));
    const name = definitionName(id);
    if (lifetimesIn(name).size > 0 && /^\d/.test(code)) this.names.add(`${name} ${code}`);
    return code;
  }

  private code(type: Type): string {
    switch (type.is) {
      case 'list':
        return `[${this.code(type.of)}`;
      case 'map':
        return `{${this.code(type.of)}`;
      case 'enum':
        return type.values.length === 1 ? 's' : `e${this.enumOf(type.values)}`;
      case 'reference':
        return open.test(type.to) ? '*' : this.declared(type.to);
      case 'object':
        return type.fields.length === 0 ? '*' : String(this.lineOf(type, type.fields));
      default:
        return letters[type.is] ?? '*';
    }
  }

  /** The number of the line that an object has, which is made when it is first asked for. */
  private lineOf(type: Type, fields: readonly Field[]): number {
    const known = this.numbers.get(type);
    if (known !== undefined) return known;
    const at = this.lines.push('') - 1;
    this.numbers.set(type, at);
    this.lines[at] = fields
      .map(
        ({ name, isRequired, type: held }) =>
          `${name}:${name === 'status' ? '*' : this.code(held)}${isRequired ? '!' : ''}`,
      )
      .join(' ');
    return at;
  }

  private enumOf(values: readonly (string | number)[]): number {
    const joined = values.join(' ');
    const known = this.enums.get(joined) ?? this.enums.size;
    this.enums.set(joined, known);
    return known;
  }
}
