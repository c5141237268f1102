import { type Span, shift } from '../../text/span.ts';
import { SchemaView, type Step } from '../../yaml/schema/schema-view.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant } from '../assistant.ts';
import { manifestAt } from '../spot.ts';
import { describeField, sortOfField } from '../yaml/describe-field.ts';
import { catalogueOf } from '../yaml/schemas.ts';

/** Explains the fields of manifests: what they are for, what they may be, and where they belong. */
export const fieldHelp: Assistant = {
  alsoBy: 'manifest fields',
  async explain(spot) {
    const placed = manifestAt(spot);
    if (!placed) return [];
    const pointed = pointedAt(placed.manifest.document.root, spot.offset - placed.start);
    if (!pointed) return [];
    const { value, span, isKey } = pointed;
    const resource = resourceAround(value);
    if (!resource) return [];
    const { apiVersion, kind, path } = resource;
    const schema = await (await catalogueOf(spot))?.schemaOf({ apiVersion, kind });
    const around = schema && SchemaView.of(schema).at(path.slice(0, -1));
    const field = path.at(-1);
    // Of the keys of a map that may have any, nothing is known.
    if (typeof field !== 'string' || !around?.fields.includes(field)) return [];
    const view = around.get(field);
    // Of a value there is something to say when it is chosen from a few.
    if (!view || (!isKey && view.choices.length < 2)) return [];
    const parts = [`**${nameOf(kind, path)}** (${sortOfField(view)})`, describeField(view)];
    return [{ text: parts.filter((part) => part !== '').join('\n\n'), span: shift(span, placed.start) }];
  },
};

/** What a field is called from its kind on: `Deployment.spec.template.spec.containers[].image`. */
function nameOf(kind: string, path: readonly Step[]): string {
  return path.reduce<string>((name, step) => name + (typeof step === 'number' ? '[]' : `.${step}`), kind);
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
