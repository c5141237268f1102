/**
 * A JSON Schema, of any draft, as far as it is read. People bring their own, so every keyword may be missing, and
 * whatever is no schema is one that allows everything.
 */
export interface AnySchema {
  readonly $ref?: unknown;
  readonly type?: unknown;
  readonly const?: unknown;
  readonly enum?: unknown;
  readonly properties?: unknown;
  readonly patternProperties?: unknown;
  readonly additionalProperties?: unknown;
  readonly required?: unknown;
  readonly items?: unknown;
  readonly allOf?: unknown;
  readonly anyOf?: unknown;
  readonly oneOf?: unknown;
  readonly then?: unknown;
  readonly else?: unknown;
  readonly title?: unknown;
  readonly description?: unknown;
  readonly default?: unknown;
  readonly deprecated?: unknown;
  readonly deprecationMessage?: unknown;
}

/** Whether something read from JSON or YAML is a map. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isSchema(value: unknown): value is AnySchema {
  return isRecord(value);
}

/** What a reference within a schema points to: `#/definitions/Port` and `#/$defs/Port`; undefined for any other. */
export function resolvePointer(root: AnySchema, reference: unknown): AnySchema | undefined {
  if (reference === '#') return root;
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  let at: unknown = root;
  for (const part of reference.slice(2).split('/')) {
    const key = decoded(part).replaceAll('~1', '/').replaceAll('~0', '~');
    at =
      (isRecord(at) || Array.isArray(at)) && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined;
  }
  return isSchema(at) ? at : undefined;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
