import { type AnySchema, isRecord, isSchema, resolvePointer } from '../../yaml/schema/json-schema.ts';
import type { FieldType, ObjectType } from './schema.ts';

/** The type that a JSON Schema describes. What is said in ways that are not understood may be anything. */
export function typeFrom(schema: AnySchema): FieldType {
  const known = types.get(schema);
  if (known) return known;
  const type = new Reader(schema).type(schema);
  types.set(schema, type);
  return type;
}

/** Large schemas are read once, and the parts of them only when a document has something there. */
const types = new WeakMap<AnySchema, FieldType>();

const anything: FieldType = { is: 'anything' };

const simple: ReadonlyMap<string, FieldType> = new Map([
  ['string', { is: 'string' }],
  ['integer', { is: 'number' }],
  ['number', { is: 'number' }],
  ['boolean', { is: 'boolean' }],
]);

class Reader {
  private readonly root: AnySchema;
  private readonly read = new Map<AnySchema, FieldType>();

  constructor(root: AnySchema) {
    this.root = root;
  }

  type(written: unknown): FieldType {
    if (!isSchema(written)) return anything;
    const known = this.read.get(written);
    if (known) return known;
    const target = written.$ref === undefined ? written : resolvePointer(this.root, written.$ref);
    // What is found on the way to itself has no end.
    this.read.set(written, anything);
    const type = target && target !== written ? this.type(target) : target ? this.own(target) : anything;
    this.read.set(written, type);
    return type;
  }

  private own(schema: AnySchema): FieldType {
    const { properties, items, additionalProperties } = schema;
    if (Array.isArray(schema.enum)) return enumOf(schema.enum);
    if (typeof schema.const === 'string') return { is: 'enum', values: [schema.const] };
    const names = [schema.type].flat().filter((name) => name !== 'null');
    if (names.length === 0 && schema.type === undefined) return this.chosen(schema);
    if (names.length > 1) return names.every(isScalarName) ? { is: 'number or string' } : anything;
    const [name] = names;
    if (name === 'array') return { is: 'list', of: this.type(items) };
    if (name !== 'object') return simple.get(String(name)) ?? anything;
    if (isRecord(properties)) return new LazyObject(schema, properties, (inner) => this.type(inner));
    return isSchema(additionalProperties) ? { is: 'map', of: this.type(additionalProperties) } : anything;
  }

  /** What has no type of its own may be one of several: numbers and texts are told from the rest. */
  private chosen({ anyOf, oneOf }: AnySchema): FieldType {
    const choices = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
    const kinds = choices.map((choice) => this.type(choice).is);
    const isScalar = kinds.every((is) => is === 'number' || is === 'string' || is === 'number or string');
    return kinds.length > 0 && isScalar ? { is: 'number or string' } : anything;
  }
}

/** An object of a schema, whose fields are read when they are asked for. */
class LazyObject implements ObjectType {
  readonly is = 'object';
  readonly required: readonly string[];
  readonly isOpen: boolean;
  private readonly properties: Readonly<Record<string, unknown>>;
  private readonly typeOf: (schema: unknown) => FieldType;
  private known: ReadonlyMap<string, FieldType> | undefined;

  constructor(
    { required, additionalProperties, patternProperties }: AnySchema,
    properties: Readonly<Record<string, unknown>>,
    typeOf: (schema: unknown) => FieldType,
  ) {
    this.required = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
    this.isOpen = additionalProperties !== false || patternProperties !== undefined;
    this.properties = properties;
    this.typeOf = typeOf;
  }

  get fields(): ReadonlyMap<string, FieldType> {
    this.known ??= new Map(Object.entries(this.properties).map(([name, schema]) => [name, this.typeOf(schema)]));
    return this.known;
  }
}

/** Texts alone are compared; what may be empty need not be written. */
function enumOf(values: readonly unknown[]): FieldType {
  const texts = values.filter((value) => value !== null);
  return texts.every((value) => typeof value === 'string') ? { is: 'enum', values: texts } : anything;
}

function isScalarName(name: unknown): boolean {
  return name === 'string' || name === 'integer' || name === 'number';
}
