import { knownPartOf } from '../../yaml/plain.ts';
import { type AnySchema, isRecord } from '../../yaml/schema/json-schema.ts';
import type { YamlValue } from '../../yaml/value.ts';

/** The schema of a custom resource, in one of the versions that its definition has. */
export interface CustomSchema {
  readonly apiVersion: string;
  readonly kind: string;
  readonly schema: AnySchema;
}

/**
 * The JSON Schemas that a CustomResourceDefinition holds, one for each version with a schema, of `apiextensions.k8s.io/v1`
 * and of `v1beta1`, where one schema may stand for all versions. Fields that a schema does not name are not allowed, as
 * the API server drops them, unless the schema keeps what it does not know
 * (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/).
 */
export function schemasOfDefinition(definition: YamlValue): readonly CustomSchema[] {
  const spec = definition.get('spec');
  const group = spec.get('group').text;
  const kind = spec.at('names', 'kind').text;
  if (!group || !kind) return [];
  const isFirstVersion = definition.get('apiVersion').text === 'apiextensions.k8s.io/v1beta1';
  // In the first version everything was kept unless somebody said otherwise.
  const keepsAll = spec.get('preserveUnknownFields').boolean ?? isFirstVersion;
  const common = spec.at('validation', 'openAPIV3Schema');
  const versions = spec.get('versions').items.map((version) => ({
    name: version.get('name').text,
    schema: version.at('schema', 'openAPIV3Schema'),
  }));
  if (versions.length === 0) versions.push({ name: spec.get('version').text, schema: common });
  return versions.flatMap(({ name, schema }) => {
    const written = knownPartOf(schema.isMap ? schema : common);
    if (!name || !isRecord(written)) return [];
    const apiVersion = `${group}/${name}`;
    return [{ apiVersion, kind, schema: resourceSchema(written, apiVersion, kind, keepsAll) }];
  });
}

type Mutable = Record<string, unknown>;

function resourceSchema(written: Readonly<Mutable>, apiVersion: string, kind: string, keepsAll: boolean): AnySchema {
  const schema = converted(written, keepsAll);
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return {
    ...schema,
    type: 'object',
    properties: {
      ...properties,
      apiVersion: { ...described(properties.apiVersion), type: 'string', const: apiVersion },
      kind: { ...described(properties.kind), type: 'string', const: kind },
      metadata: objectMeta,
    },
    required: [...new Set(['apiVersion', 'kind', 'metadata', ...required])],
  };
}

function described(schema: unknown): AnySchema {
  return isRecord(schema) && typeof schema.description === 'string' ? { description: schema.description } : {};
}

/** Turns a structural schema into a JSON Schema: what Kubernetes says in extensions of its own is said in ordinary words. */
function converted(written: Readonly<Mutable>, keepsAll: boolean): Mutable {
  const schema: Mutable = {};
  const keeps = keepsAll || written['x-kubernetes-preserve-unknown-fields'] === true;
  for (const [key, value] of Object.entries(written)) {
    if (key.startsWith('x-kubernetes-') || key === 'nullable' || key === 'example') continue;
    schema[key] = convertedKeyword(key, value, keepsAll);
  }
  if (written['x-kubernetes-int-or-string'] === true) {
    schema.type = ['integer', 'string'];
    delete schema.anyOf;
  }
  if (written['x-kubernetes-embedded-resource'] === true) {
    schema.properties = { ...embedded, ...(isRecord(schema.properties) && schema.properties) };
    schema.required = [...new Set(['apiVersion', 'kind', ...(Array.isArray(schema.required) ? schema.required : [])])];
  }
  if (isRecord(schema.properties) && schema.additionalProperties === undefined && !keeps)
    schema.additionalProperties = false;
  if (written.nullable === true && typeof schema.type === 'string') {
    schema.type = [schema.type, 'null'];
    if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  }
  return schema;
}

/** A keyword with the schemas in it converted; those that only add conditions name no fields of their own. */
function convertedKeyword(key: string, value: unknown, keepsAll: boolean): unknown {
  if (key === 'properties' && isRecord(value))
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, isRecord(inner) ? converted(inner, keepsAll) : inner]),
    );
  if ((key === 'items' || key === 'additionalProperties') && isRecord(value)) return converted(value, keepsAll);
  if (key === 'not' && isRecord(value)) return converted(value, true);
  if (['allOf', 'anyOf', 'oneOf'].includes(key) && Array.isArray(value))
    return value.map((inner: unknown) => (isRecord(inner) ? converted(inner, true) : inner));
  return value;
}

const text = (description: string): AnySchema => ({ type: 'string', description });
const texts = (description: string): AnySchema => ({
  type: 'object',
  additionalProperties: { type: 'string' },
  description,
});

/** What people write of the metadata of any object (API reference, ObjectMeta, Kubernetes 1.36); the rest is the server's. */
const objectMeta: AnySchema = {
  type: 'object',
  description: 'What every object has: its name, its namespace, its labels.',
  properties: {
    name: text('The name of the object, unique among those of its kind in its namespace. It cannot be changed.'),
    generateName: text('The beginning of a name that the server completes; used only when there is no name.'),
    namespace: text('The namespace of the object; none for what belongs to no namespace.'),
    labels: texts('Keys and values by which objects are selected and organised.'),
    annotations: texts('Keys and values that tools keep with the object. Nothing is selected by them.'),
    finalizers: {
      type: 'array',
      items: { type: 'string' },
      description: 'What has to be done before the object is removed.',
    },
    ownerReferences: {
      type: 'array',
      items: { type: 'object' },
      description: 'The objects this one depends on: when all of them are deleted, it is deleted as well.',
    },
  },
};

/** What an object within another one has to have. */
const embedded: Readonly<Mutable> = {
  apiVersion: text('The API version of the object.'),
  kind: text('The kind of the object.'),
  metadata: objectMeta,
};
