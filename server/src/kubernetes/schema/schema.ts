import type { Release } from '../api-versions/release.ts';
import { schemaText } from './text.ts';

/** What a field holds. */
export type FieldType =
  | { readonly is: 'string' | 'number' | 'boolean' | 'number or string' | 'anything' }
  | { readonly is: 'enum'; readonly values: readonly string[] }
  | { readonly is: 'list' | 'map'; readonly of: FieldType }
  | ObjectType;

/** An object with fields of its own. */
export interface ObjectType {
  readonly is: 'object';
  /** Its full name in the OpenAPI document, where not all releases have the same fields in it. */
  readonly name?: string | undefined;
  readonly fields: ReadonlyMap<string, FieldType>;
  /** The names of the fields that its declaration requires. */
  readonly required: readonly string[];
  /** Whether there may be other fields as well. */
  readonly isOpen?: boolean | undefined;
}

/** The first release whose fields are not known. */
export const newerRelease: Release = '1.37';

/** The type of a kind of Kubernetes itself that is served today; undefined for every other one. */
export function typeOf(apiVersion: string, kind: string): FieldType | undefined {
  schema ??= new Schema(schemaText);
  return schema.typeOf(`${apiVersion} ${kind}`);
}

let schema: Schema | undefined;

/** Reads the lines of the schema when they are first asked for: few manifests need more than a tenth of them. */
class Schema {
  private readonly lines: readonly string[];
  private readonly enums: readonly string[];
  private readonly kinds: ReadonlyMap<string, number>;
  private readonly names: ReadonlyMap<number, string>;
  private readonly read = new Map<number, FieldType>();

  constructor(text: string) {
    const [kinds = '', enums = '', lines = '', names = ''] = text.split('\n\n');
    this.lines = lines.split('\n');
    this.enums = enums.split('\n');
    this.kinds = new Map(kinds.split('\n').map(readNumber));
    this.names = new Map(
      names
        .split('\n')
        .map(readNumber)
        .map(([name, line]) => [line, name]),
    );
  }

  typeOf(api: string): FieldType | undefined {
    const line = this.kinds.get(api);
    return line === undefined ? undefined : this.object(line);
  }

  private object(line: number): FieldType {
    const known = this.read.get(line);
    if (known) return known;
    const fields = new Map<string, FieldType>();
    const required: string[] = [];
    const type: ObjectType = { is: 'object', name: this.names.get(line), fields, required };
    this.read.set(line, type);
    for (const entry of (this.lines[line] ?? '').split(' ')) {
      const colon = entry.indexOf(':');
      const name = entry.slice(0, colon);
      fields.set(name, this.decode(entry.slice(colon + 1).replace('!', '')));
      if (entry.endsWith('!')) required.push(name);
    }
    return type;
  }

  private decode(code: string): FieldType {
    const letter = code[0] ?? '*';
    if (letter === '[' || letter === '{')
      return { is: letter === '[' ? 'list' : 'map', of: this.decode(code.slice(1)) };
    if (letter === 'e') return { is: 'enum', values: (this.enums[Number(code.slice(1))] ?? '').split(' ') };
    return simple.get(letter) ?? this.object(Number(code));
  }
}

/** Reads the number of a line behind a name. */
function readNumber(line: string): readonly [name: string, number: number] {
  const blank = line.lastIndexOf(' ');
  return [line.slice(0, blank), Number(line.slice(blank))];
}

const simple: ReadonlyMap<string, FieldType> = new Map([
  ['s', { is: 'string' }],
  ['n', { is: 'number' }],
  ['b', { is: 'boolean' }],
  ['v', { is: 'number or string' }],
  ['*', { is: 'anything' }],
]);
