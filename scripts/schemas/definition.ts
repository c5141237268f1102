import { definitionsPointer, type JsonSchema } from '../../server/src/kubernetes/schema/json-schema.ts';
import type { Constraints } from './constraints.ts';
import { defaultOf } from './defaults.ts';
import type { Model } from './model.ts';
import { definitionName, isBuiltIn } from './names.ts';
import { repairOf } from './repairs.ts';
import type { Field, Type } from './types.ts';

/** Whether a value may be null, which for the API server is the same as not being there. */
type Null = 'may be null' | 'is required';

/** Makes the definitions of which schemas are composed, one for each type that has a name. */
export class Definitions {
  private readonly model: Model;
  private readonly constraints: ReadonlyMap<Type, Constraints>;
  private readonly kinds: ReadonlySet<string>;

  constructor(model: Model, constraints: ReadonlyMap<Type, Constraints>) {
    this.model = model;
    this.constraints = constraints;
    this.kinds = new Set(model.kinds.map(({ id }) => id));
  }

  /** The definition of the type with an id. */
  definitionOf(id: string): JsonSchema {
    const { description } = this.model.get(id);
    const documentation = description === undefined ? {} : { description };
    const repair = repairOf(id);
    if (repair) return { ...documentation, ...repair };
    const name = definitionName(id);
    const named = isBuiltIn(name) ? { 'x-type': name } : {};
    const type = this.model.typeOf(id);
    const schema = {
      ...documentation,
      ...named,
      ...this.schemaOf(this.kinds.has(id) ? withoutStatus(type) : type, 'may be null'),
    };
    return this.kinds.has(id) ? withoutKind(schema) : schema;
  }

  private schemaOf(type: Type, nothing: Null): JsonSchema {
    const orNull = (name: string) => (nothing === 'may be null' ? [name, 'null'] : name);
    switch (type.is) {
      case 'anything':
        return {};
      case 'boolean':
        return { type: orNull('boolean') };
      case 'string':
        return { type: orNull('string'), ...this.constraintsOf(type) };
      case 'number':
        return { type: orNull(this.isInteger(type) ? 'integer' : 'number'), ...this.constraintsOf(type) };
      case 'union': {
        const names = type.of.map(({ is }) => (is === 'number' && this.isInteger(type) ? 'integer' : is));
        return { type: [...names, ...(nothing === 'may be null' ? ['null'] : [])], ...this.constraintsOf(type) };
      }
      case 'enum':
        return enumeration(type.values, nothing);
      case 'list':
        return { type: orNull('array'), ...this.constraintsOf(type), items: this.schemaOf(type.of, 'may be null') };
      case 'map':
        return { type: orNull('object'), additionalProperties: this.schemaOf(type.of, 'may be null') };
      case 'reference':
        return { $ref: definitionsPointer + definitionName(type.to) };
      case 'object':
        return { type: orNull('object'), ...this.fieldsOf(type) };
    }
  }

  /** An object in which no fields are known may have any: its fields are no business of the API server. */
  private fieldsOf({ fields, isOpen }: Type & { readonly is: 'object' }): JsonSchema {
    if (fields.length === 0) return {};
    const required = fields.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    return {
      properties: Object.fromEntries(fields.map((field) => [field.name, this.fieldOf(field)])),
      ...(required.length > 0 && { required }),
      ...(isOpen !== true && { additionalProperties: false }),
    };
  }

  private fieldOf({ type, isRequired, description }: Field): JsonSchema {
    const schema = this.schemaOf(type, isRequired ? 'is required' : 'may be null');
    if (description === undefined) return schema;
    const preset = defaultOf(this.resolved(type), this.isInteger(type), description);
    return { description, ...(preset !== undefined && { default: preset }), ...schema };
  }

  /** The type that a reference leads to. */
  private resolved(type: Type): Type {
    return type.is === 'reference' ? this.resolved(this.model.get(type.to).type) : type;
  }

  private isInteger(type: Type): boolean {
    return this.constraints.get(this.resolved(type))?.isInteger === true;
  }

  private constraintsOf(type: Type): JsonSchema {
    const { isInteger: _, format, pattern, ...limits } = this.constraints.get(type) ?? {};
    return {
      ...limits,
      ...(format === 'date-time' && { format }),
      ...(format === 'byte' && base64),
      ...(pattern !== undefined && isRegExp(pattern) && { pattern }),
    };
  }
}

/** Bytes, as Go reads them: over as many lines as somebody likes. */
const base64: JsonSchema = {
  pattern: '^[A-Za-z0-9+/\\r\\n]*(?:=[\\r\\n]*){0,2}$',
  patternErrorMessage: 'This is not base64.',
};

function enumeration(values: readonly (string | number)[], nothing: Null): JsonSchema {
  const name = values.every((value) => typeof value === 'number') ? 'integer' : 'string';
  if (nothing === 'may be null') return { type: [name, 'null'], enum: [...values, null] };
  const [only] = values;
  return values.length === 1 && typeof only === 'string' ? { type: name, const: only } : { type: name, enum: values };
}

/** Where the objects of a kind stand in others, nothing has to say of which kind they are. */
function withoutKind({ required = [], ...schema }: JsonSchema): JsonSchema {
  return { ...schema, required: required.filter((name) => name !== 'apiVersion' && name !== 'kind') };
}

/** The status of a resource is what the cluster writes: in a manifest it says nothing, and anything may stand in it. */
function withoutStatus(type: Type): Type {
  if (type.is !== 'object') return type;
  const fields = type.fields.map((field): Field => {
    return field.name === 'status' ? { ...field, isRequired: false, type: { is: 'object', fields: [] } } : field;
  });
  return { ...type, fields };
}

/** Whether a pattern means here what it means in Go, which knows `(?i)`. */
function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u');
    return true;
  } catch {
    return false;
  }
}
