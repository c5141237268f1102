import { type Span, shift } from '../../text/span.ts';
import type { AnySchema } from '../../yaml/schema/json-schema.ts';
import { SchemaView, type Step } from '../../yaml/schema/schema-view.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant } from '../assistant.ts';
import { manifestAt, type Spot } from '../spot.ts';
import { describeField, sortOfField } from '../yaml/describe-field.ts';
import { documentAt, readDocumentsOf } from '../yaml/document-at.ts';
import { catalogueOf, schemaNamedBy } from '../yaml/schemas.ts';

/** Explains the fields of manifests, and of documents that name their schema: what they are for, and what they may be. */
export const fieldHelp: Assistant = {
  alsoBy: 'manifest fields',
  async explain(spot) {
    if (spot.file.language !== 'kubernetes') return [];
    const own = await schemaNamedBy(spot, documentAt(spot.file, spot.offset));
    const placed = own ? readDocumentsOf(spot.file).findLast(({ start }) => start <= spot.offset) : manifestAt(spot);
    if (!placed) return [];
    const { root } = 'document' in placed ? placed.document : placed.manifest.document;
    const pointed = pointedAt(root, spot.offset - placed.start);
    const field =
      pointed && (own ? { schema: own, name: '', path: pathOf(pointed.value) } : await fieldOf(pointed, spot));
    const text = field && pointed && explained(field, pointed);
    return text ? [{ text, span: shift(pointed.span, placed.start) }] : [];
  },
};

/** A field, from what its schema is for. */
interface Field {
  readonly schema: AnySchema;
  /** What the schema is for, such as a kind; empty for the whole of a file. */
  readonly name: string;
  readonly path: readonly Step[];
}

async function fieldOf({ value }: Pointed, spot: Spot): Promise<Field | undefined> {
  const resource = resourceAround(value);
  const schema = resource && (await (await catalogueOf(spot))?.schemaOf(resource));
  return schema && { schema, name: resource.kind, path: resource.path };
}

function explained({ schema, name, path }: Field, { isKey, value }: Pointed): string | undefined {
  if (!isKey && name !== '' && path.length === 1 && value.key === 'kind') return aboutKind(name, SchemaView.of(schema));
  const around = SchemaView.of(schema).at(path.slice(0, -1));
  const field = path.at(-1);
  // Of the keys of a map that may have any, nothing is known.
  if (typeof field !== 'string' || !around?.fields.includes(field)) return undefined;
  const view = around.get(field);
  // Of a value there is something to say when it is chosen from a few.
  if (!view || (!isKey && view.choices.length < 2)) return undefined;
  const parts = [`**${nameOf(name, path)}** (${sortOfField(view)})`, describeField(view)];
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What a kind of resource is for. */
function aboutKind(kind: string, schema: SchemaView): string | undefined {
  const about = describeField(schema);
  return about === '' ? undefined : `**${kind}**\n\n${about}`;
}

/** What a field is called from its kind on: `Deployment.spec.template.spec.containers[].image`. */
function nameOf(kind: string, path: readonly Step[]): string {
  const name = path.map((step) => (typeof step === 'number' ? '[]' : `.${step}`)).join('');
  return kind + (kind === '' ? name.replace(/^\./, '') : name);
}

/** A key, or a text, that an offset lies in. */
interface Pointed {
  readonly value: YamlValue;
  readonly span: Span;
  readonly isKey: boolean;
}

function pointedAt(root: YamlValue, offset: number): Pointed | undefined {
  const holds = (span: Span | undefined) => span !== undefined && span.start <= offset && offset <= span.end;
  for (let value: YamlValue | undefined = root; value; ) {
    if (value.written !== value.node) return undefined;
    const inner: readonly YamlValue[] = value.isMap ? value.entries.map(([, one]) => one) : value.items;
    const named = inner.find(({ keySpan }) => holds(keySpan));
    if (named?.keySpan) return { value: named, span: named.keySpan, isKey: true };
    const next: YamlValue | undefined = inner.find(({ span }) => holds(span));
    if (next?.span && !next.isMap && !next.isList) return { value: next, span: next.span, isKey: false };
    value = next;
  }
  return undefined;
}

/** The way to a value from the root of its document. */
function pathOf(value: YamlValue): readonly Step[] {
  const path: Step[] = [];
  for (let outer: YamlValue | undefined = value; outer?.key !== undefined; outer = outer.parent)
    path.unshift(outer.key);
  return path;
}

/** The object with an API version that a value belongs to, and the way from there. */
function resourceAround(
  value: YamlValue,
): { readonly apiVersion: string; readonly kind: string; readonly path: readonly Step[] } | undefined {
  const path: Step[] = [];
  for (let outer = value; outer.parent && outer.key !== undefined; outer = outer.parent) {
    path.unshift(outer.key);
    const { parent } = outer;
    const [apiVersion, kind] = [parent.get('apiVersion').text, parent.get('kind').text];
    // References have both as well: an object of its own has metadata.
    if (apiVersion && kind && (!parent.parent || parent.get('metadata').isMap)) return { apiVersion, kind, path };
  }
  return undefined;
}
