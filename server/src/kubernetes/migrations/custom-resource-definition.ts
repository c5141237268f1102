import { type Built, Refusal, together } from '../../core/fix.ts';
import type { TextEdit } from '../../text/edit.ts';
import { removeValue, setValue } from '../../yaml/edit.ts';
import { regroup, renameKey, type Shape, type ShapeMap } from '../../yaml/reshape.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Resource } from '../resource.ts';
import type { Migration } from './migration.ts';

/**
 * In `apiextensions.k8s.io/v1` each version has a schema, subresources and columns of its own, and the schema is
 * structural: it gives every field a type. What it does not name is dropped, which `v1beta1` did only when asked.
 */
export const customResourceDefinition: Migration = {
  safetyOf: () => 'suggested',

  reshape({ value }: Resource): Built {
    const spec = value.get('spec');
    const schemas = [spec.get('validation'), ...spec.get('versions').items.map((version) => version.get('schema'))]
      .map((schema) => schema.get('openAPIV3Schema'))
      .filter(({ isMap }) => isMap);
    const wrong = schemas.map(notStructural).find((path) => path !== undefined);
    if (wrong !== undefined) return new Refusal(`The schema gives ${wrong} no type of its own, which v1 wants.`);
    const keepsAll = spec.get('preserveUnknownFields');
    if (keepsAll.boolean === true && schemas.length > 0) {
      return new Refusal('It keeps fields that its schema does not name; in v1 the schema itself has to say where.');
    }
    const inside = together(
      ...columnsOf(spec).map((column) => renameKey(column, 'jsonPath')),
      ...schemas.map((schema) =>
        schema.get('type').hasKey ? [] : setValue(schema, ['type'], 'object', { orFirst: true }),
      ),
    );
    if (inside instanceof Refusal) return inside;
    return together(
      versions(spec, inside),
      conversion(spec.get('conversion')),
      keepsAll.boolean === true ? removeValue(keepsAll) : [],
      spec.get('scope').hasKey ? [] : setValue(spec, ['scope'], 'Namespaced', { after: ['names', 'group'] }),
    );
  },
};

/** The paths of printer columns, of all versions together and of each, that bear their old name. */
function columnsOf(spec: YamlValue): YamlValue[] {
  return [spec, ...spec.get('versions').items]
    .flatMap((owner) => owner.get('additionalPrinterColumns').items)
    .map((column) => column.get('JSONPath'))
    .filter(({ hasKey }) => hasKey);
}

/** What `v1beta1` says once for all versions, each of them says by itself. */
function versions(spec: YamlValue, inside: readonly TextEdit[]): Built {
  const [name, list] = [spec.get('version'), spec.get('versions')];
  const common: Record<string, YamlValue> = {};
  for (const [old, key] of commonFields) if (spec.get(old).hasKey) common[key] = spec.get(old);
  const moving = Object.values(common);
  const named = name.hasKey ? [name] : [];
  if (!list.hasKey) {
    if (!name.hasKey) return new Refusal('It does not name a version.');
    const only = { name, served: true, storage: true, schema: anything, ...common };
    return regroup(spec, [{ take: [name, ...moving], put: { versions: [only] } }], inside);
  }
  if (moving.length > 0) {
    const put = list.items.map((version) => ({ schema: anything, ...common, ...shapeOf(version) })).map(nameFirst);
    return regroup(spec, [{ take: [...named, list, ...moving], put: { versions: put } }], inside);
  }
  const bare = list.items.filter((version) => !version.get('schema').hasKey);
  return together(
    ...named.map(removeValue),
    inside,
    ...bare.map((version) => setValue(version, ['schema'], anything, { after: ['storage', 'served', 'name'] })),
  );
}

const commonFields = [
  ['validation', 'schema'],
  ['subresources', 'subresources'],
  ['additionalPrinterColumns', 'additionalPrinterColumns'],
] as const;

/** The schema of a version that has none. */
const anything = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };

function shapeOf(version: YamlValue): ShapeMap {
  return Object.fromEntries(version.entries);
}

function nameFirst(version: ShapeMap): ShapeMap {
  const { name, served, storage, ...rest } = version as Record<string, Shape>;
  return Object.fromEntries(
    Object.entries({ name, served, storage, ...rest }).filter(([, value]) => value !== undefined),
  ) as ShapeMap;
}

function conversion(value: YamlValue): Built {
  const [clientConfig, accepted] = [value.get('webhookClientConfig'), value.get('conversionReviewVersions')];
  if (value.get('strategy').text !== 'Webhook' || !clientConfig.hasKey) return [];
  const conversionReviewVersions = accepted.hasKey ? accepted : ['v1beta1'];
  const take = accepted.hasKey ? [clientConfig, accepted] : [clientConfig];
  return regroup(value, [{ take, put: { webhook: { clientConfig, conversionReviewVersions } } }]);
}

/** The path of a field that a schema gives no type; undefined when there is none, the schema itself not counted. */
function notStructural(schema: YamlValue): string | undefined {
  for (const [name, field] of schema.get('properties').entries) {
    const wrong = untyped(field, name) ?? notStructural(field);
    if (wrong !== undefined) return wrong;
  }
  for (const key of ['items', 'additionalProperties']) {
    const inner = schema.get(key);
    const wrong = inner.isMap ? (untyped(inner, inner.path) ?? notStructural(inner)) : undefined;
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function untyped(field: YamlValue, name: string): string | undefined {
  const hasType =
    field.get('type').hasKey ||
    field.get('x-kubernetes-int-or-string').boolean === true ||
    field.get('x-kubernetes-preserve-unknown-fields').boolean === true;
  return hasType && !field.get('$ref').hasKey ? undefined : `"${name}"`;
}
