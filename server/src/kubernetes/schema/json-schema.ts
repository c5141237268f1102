/** What is used of JSON Schema, draft 7, to describe resources. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly (string | number | null)[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly format?: string;
  readonly pattern?: string;
  /** What to say of a text that the pattern does not allow: known to editors. */
  readonly patternErrorMessage?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly description?: string;
  readonly default?: string | number | boolean;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** The full name of a type of Kubernetes itself: `io.k8s.api.core.v1.PodSpec`. */
  readonly 'x-type'?: string;
}

/** Where the references of a schema point: `#/definitions/io.k8s.api.core.v1.PodSpec`. */
export const definitionsPointer = '#/definitions/';

/** The names of the definitions that a schema refers to. */
export function* referencesIn(schema: JsonSchema): Iterable<string> {
  if (schema.$ref !== undefined) yield schema.$ref.slice(definitionsPointer.length);
  for (const inner of Object.values(schema.properties ?? {})) yield* referencesIn(inner);
  for (const inner of schema.anyOf ?? []) yield* referencesIn(inner);
  if (schema.items) yield* referencesIn(schema.items);
  if (typeof schema.additionalProperties === 'object') yield* referencesIn(schema.additionalProperties);
}
