import type { ObjectPath } from './meaning.ts';
import { anyMember } from './meaning.ts';

/** What a JSON Schema says of one value. */
export interface ValueSchema {
  readonly type: string | undefined;
  readonly description: string | undefined;
  /** The values it may have, where they are listed. */
  readonly choices: readonly unknown[];
  /** The keys it names. */
  readonly keys: readonly string[];
}

/** The `values.schema.json` of a chart (helm.sh/docs/topics/charts, "Schema Files"). */
export class ValuesSchema {
  readonly root: unknown;

  private constructor(root: unknown) {
    this.root = root;
  }

  /** Reads a schema; undefined when the text is no JSON. */
  static read(text: string): ValuesSchema | undefined {
    try {
      return new ValuesSchema(JSON.parse(text));
    } catch {
      return undefined;
    }
  }

  /** What it says of what stands at a path; undefined when it says nothing. */
  at(path: ObjectPath): ValueSchema | undefined {
    const found = this.schemasAt(path);
    if (found.length === 0) return undefined;
    const types = found.flatMap(({ type }) => type ?? []).filter((type) => typeof type === 'string');
    return {
      type: types.length > 0 ? [...new Set(types)].join(' | ') : undefined,
      description: found.map(({ description }) => description).find((text) => typeof text === 'string'),
      choices: found.flatMap((schema) => (Array.isArray(schema.enum) ? schema.enum : [])),
      keys: found.flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : [])),
    };
  }

  private schemasAt(path: ObjectPath): readonly Schema[] {
    let schemas = this.expand([this.root]);
    for (const key of path) {
      schemas = this.expand(schemas.flatMap((schema) => below(schema, key)));
      if (schemas.length === 0) break;
    }
    return schemas;
  }

  /** Schemas with all those that they refer to or are put together from. */
  private expand(schemas: readonly unknown[]): readonly Schema[] {
    const found = new Set<Schema>();
    const waiting = [...schemas];
    for (let schema = waiting.pop(); schema !== undefined && found.size < mostSchemas; schema = waiting.pop()) {
      if (!isObject(schema) || found.has(schema)) continue;
      found.add(schema);
      if (typeof schema.$ref === 'string') waiting.push(this.resolve(schema.$ref));
      for (const parts of [schema.allOf, schema.anyOf, schema.oneOf]) {
        if (Array.isArray(parts)) waiting.push(...parts);
      }
    }
    return [...found];
  }

  /** What a reference within the schema leads to. */
  private resolve(reference: string): unknown {
    if (!reference.startsWith('#/')) return null;
    const keys = reference.slice(2).split('/');
    return keys.reduce<unknown>((at, key) => {
      const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
      return isObject(at) && Object.hasOwn(at, name) ? (at[name] ?? null) : null;
    }, this.root);
  }
}

/** Those words of a JSON Schema that are read, whatever they hold. */
interface Schema {
  readonly type?: unknown;
  readonly description?: unknown;
  readonly enum?: unknown;
  readonly properties?: unknown;
  readonly items?: unknown;
  readonly additionalProperties?: unknown;
  readonly allOf?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly $ref?: unknown;
}

/** More schemas for one value are not looked at. */
const mostSchemas = 50;

function below({ properties, items, additionalProperties }: Schema, key: string): readonly unknown[] {
  if (key === anyMember) return [items, additionalProperties];
  const own = isObject(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined;
  return [own ?? additionalProperties];
}

function isObject(value: unknown): value is Schema & Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
