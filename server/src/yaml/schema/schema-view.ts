import { LinearPattern } from '../../text/linear-pattern.ts';
import { type AnySchema, isRecord, isSchema, resolvePointer } from './json-schema.ts';

/** A step on the way to a value: the key of a map, or a number for a member of a list, whichever it is. */
export type Step = string | number;

/** More schemas than these hold for no value that somebody means to describe. */
const mostParts = 200;

/**
 * What a schema says of one place in a document. Several schemas may hold for it, or may be chosen from: what is
 * allowed is what any of them allows, and what is required is what all that hold require.
 */
export class SchemaView {
  private readonly root: AnySchema;
  /** The schemas that hold in any case, and those of which it depends on what is written which one does. */
  private readonly certain: readonly AnySchema[];
  private readonly possible: readonly AnySchema[];
  /** Whether the object around asks for what is here. */
  readonly isRequired: boolean;

  private constructor(root: AnySchema, own: readonly AnySchema[], isRequired: boolean) {
    this.root = root;
    this.isRequired = isRequired;
    const certain = new Set<AnySchema>();
    const possible = new Set<AnySchema>();
    for (const one of own) gather(one, root, certain, possible, true);
    this.certain = [...certain];
    this.possible = [...possible];
  }

  static of(schema: AnySchema): SchemaView {
    return new SchemaView(schema, [schema], false);
  }

  private get all(): readonly AnySchema[] {
    return [...this.certain, ...this.possible];
  }

  /** What holds for the value of a key; undefined when there is none of that name. */
  get(key: string): SchemaView | undefined {
    const own = this.all.flatMap((schema) => ownSchema(schema, key));
    return own.length > 0 ? new SchemaView(this.root, own, this.required.has(key)) : undefined;
  }

  /** What holds for the members of a list, or the values of a map whose keys are free; undefined when it is neither. */
  get member(): SchemaView | undefined {
    const own = this.all.flatMap(({ items }) => (Array.isArray(items) ? items : [items]).filter(isSchema));
    return own.length > 0 ? new SchemaView(this.root, own, false) : undefined;
  }

  /** What holds for the values of a map whose keys may be any. */
  get values(): SchemaView | undefined {
    const own = this.all.flatMap(({ additionalProperties }) =>
      isSchema(additionalProperties) ? [additionalProperties] : [],
    );
    return own.length > 0 ? new SchemaView(this.root, own, false) : undefined;
  }

  /** What holds at the end of a path; undefined where the schema says nothing. */
  at(path: readonly Step[]): SchemaView | undefined {
    let view: SchemaView | undefined = this;
    for (const step of path) view = typeof step === 'number' ? view?.member : view?.get(step);
    return view;
  }

  /** The names of the fields that are known, in the order in which the schema lists them. */
  get fields(): readonly string[] {
    return [...new Set(this.all.flatMap(({ properties }) => (isRecord(properties) ? Object.keys(properties) : [])))];
  }

  /** The fields that have to be there. */
  get required(): ReadonlySet<string> {
    return new Set(this.certain.flatMap(({ required }) => (Array.isArray(required) ? required.filter(isText) : [])));
  }

  /** The types it may have, as JSON Schema names them, null left out. */
  get types(): readonly string[] {
    const named = this.all.flatMap(({ type, properties, items }): unknown[] => {
      if (Array.isArray(type)) return type;
      if (type !== undefined) return [type];
      return properties ? ['object'] : items ? ['array'] : [];
    });
    return [...new Set(named.filter(isText))].filter((type) => type !== 'null');
  }

  /** What it holds, in words: `integer`, `list of objects`, `map of strings`, `integer or string`. */
  get typeName(): string | undefined {
    const names = this.types.map((type) => {
      if (type === 'array') return of('list', this.member);
      return type === 'object' && this.values ? of('map', this.values) : type;
    });
    return names.length > 0 ? names.join(' or ') : undefined;
  }

  /** The values it may have, where these are few. The empty text is none that somebody writes. */
  get choices(): readonly (string | number | boolean)[] {
    const given = this.all.flatMap((schema) => [
      ...(Array.isArray(schema.enum) ? (schema.enum as unknown[]) : []),
      ...(schema.const === undefined ? [] : [schema.const]),
    ]);
    return [...new Set(given)].filter(isChoice);
  }

  /** What it is when nobody writes it. */
  get default(): unknown {
    return this.all.find((schema) => schema.default !== undefined)?.default;
  }

  /** What it is for, in the words of the schema: the field's own, before those of its type. */
  get description(): string | undefined {
    const texts = this.all.map(({ description, title }) => description ?? title);
    return texts.find((text) => isText(text) && text.trim() !== '') as string | undefined;
  }

  /** Whether the API asks not to use it any more; its descriptions say so, as there is no other way to (API conventions). */
  get isDeprecated(): boolean {
    return (
      this.certain.some(({ deprecated, deprecationMessage }) => deprecated === true || isText(deprecationMessage)) ||
      /(?:^|[.\n]\s*)(?:DEPRECATED|Deprecated)(?:[:.,]| -|$)/.test(this.description ?? '')
    );
  }
}

function of(what: string, members: SchemaView | undefined): string {
  const types = members?.types ?? [];
  return types.length === 0
    ? what
    : `${what} of ${types.map((type) => (type === 'array' ? 'lists' : `${type}s`)).join(' or ')}`;
}

/** Adds a schema and all that it refers to, consists of or leaves to choose from. */
function gather(
  schema: AnySchema,
  root: AnySchema,
  certain: Set<AnySchema>,
  possible: Set<AnySchema>,
  isCertain: boolean,
): void {
  if (certain.has(schema) || possible.has(schema) || certain.size + possible.size > mostParts) return;
  (isCertain ? certain : possible).add(schema);
  const target = resolvePointer(root, schema.$ref);
  if (target) gather(target, root, certain, possible, isCertain);
  for (const part of listOf(schema.allOf)) gather(part, root, certain, possible, isCertain);
  const choices = [...listOf(schema.anyOf), ...listOf(schema.oneOf), schema.then, schema.else];
  for (const part of choices) if (isSchema(part)) gather(part, root, certain, possible, false);
}

/** What one schema says of a key: by its name, else by its form, else of all others. */
function ownSchema({ properties, patternProperties, additionalProperties }: AnySchema, key: string): AnySchema[] {
  if (isRecord(properties) && Object.hasOwn(properties, key)) return [isSchema(properties[key]) ? properties[key] : {}];
  const fitting = isRecord(patternProperties)
    ? Object.entries(patternProperties).filter(([pattern]) => matches(pattern, key))
    : [];
  if (fitting.length > 0) return fitting.map(([, schema]) => (isSchema(schema) ? schema : {}));
  return isSchema(additionalProperties) ? [additionalProperties] : [];
}

function matches(pattern: string, key: string): boolean {
  try {
    return new LinearPattern(pattern).test(key);
  } catch {
    return false;
  }
}

function listOf(value: unknown): readonly AnySchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

function isChoice(value: unknown): value is string | number | boolean {
  return isText(value) ? value !== '' : typeof value === 'number' || typeof value === 'boolean';
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
