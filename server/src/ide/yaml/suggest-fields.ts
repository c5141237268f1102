import { LineMap } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import type { AnySchema } from '../../yaml/schema/json-schema.ts';
import { SchemaView } from '../../yaml/schema/schema-view.ts';
import { placeholder } from '../../yaml/template-mask.ts';
import type { Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { rankOfField } from './common-fields.ts';
import { describeField, sortOfField } from './describe-field.ts';
import { declaredIn, documentAt, type ReadableDocument } from './document-at.ts';
import { type Place, placeAt } from './place.ts';
import { schemaNamedBy, schemaOf, schemaOfFile } from './schemas.ts';
import { fieldSnippet, type SnippetStyle } from './skeleton.ts';
import { styleAt } from './snippet-style.ts';
import { suggestKinds } from './suggest-kinds.ts';

/** The lines that lead to a place, and the place in them. */
export interface Excerpt {
  readonly text: string;
  readonly offset: number;
}

/** Answers what a schema allows at a place; the spans of the answers lie in the excerpt. */
export type AskSchema = (excerpt: Excerpt, schema: AnySchema) => Promise<readonly Suggestion[]>;

/** What a document's schema allows at a place, in the order in which people need it. */
export async function suggestFields(spot: Spot, ask: AskSchema): Promise<readonly Suggestion[]> {
  const { file, offset } = spot;
  const document = documentAt(file, offset);
  const at = offset - document.start;
  const lines = new LineMap(document.text);
  const found = placeAt(lines, at, 0, lines.lineCount - 1);
  if (!found || isInAction(document.text, found, at)) return [];
  const own = (await schemaNamedBy(spot, document)) ?? (await schemaOfFile(spot));
  const kinds = own ? undefined : await suggestKinds(spot, document, found);
  if (kinds) return kinds;
  const schema = own ?? (await schemaOf(spot, document));
  if (!schema) return [];
  const place = withDash(found, SchemaView.of(schema));
  const excerpt = excerptOf(lines, at, place);
  const answers = await ask(excerpt, schema);
  const { apiVersion, kind } = declaredIn(document.text);
  const style = styleAt(place, lines, { apiVersion: apiVersion ?? '', kind: kind ?? '' });
  const view = SchemaView.of(schema).at(place.path);
  return answers
    .filter((answer) => isWanted(answer, place) && !(place.hasColon && isObject(answer, view)))
    .map((answer) => {
      const written = place.key === undefined ? describedField(answer, place, view, style) : answer;
      return placed(written, place, document);
    });
}

/** A place right below the key of a list that has no members yet is one for a member, with its dash. */
function withDash(place: Place, schema: SchemaView): Place {
  const isFirst = place.key === undefined && !place.needsDash && !place.hasColon && !place.isBehindDash;
  if (!isFirst || place.keys.size > 0 || place.path.length === 0) return place;
  const types = schema.at(place.path)?.types ?? [];
  const isList = types.includes('array') && !types.includes('object');
  return isList ? { ...place, path: [...place.path, 0], needsDash: true } : place;
}

/** Whether a template writes here, so that nothing is known of what stands here. */
function isInAction(text: string, { word }: Place, offset: number): boolean {
  return text.slice(word.start, Math.max(word.end, offset)).includes(placeholder);
}

/** The lines that lead to a place, the line itself last. Where a dash is missing it is there, for the service to see. */
function excerptOf(lines: LineMap, offset: number, place: Place): Excerpt {
  const above = place.lines.map((line) => `${lines.lineText(line)}\n`).join('');
  const own = lines.lineText(place.line);
  const column = offset - lines.lineStart(place.line);
  if (place.needsDash) {
    const text = `${above}${' '.repeat(place.column)}- ${lines.text.slice(place.word.start, place.word.end)}`;
    return { text, offset: text.length };
  }
  return { text: above + own, offset: above.length + column };
}

/** What the API server writes into the metadata of objects (API reference, ObjectMeta, Kubernetes 1.36). */
const writtenByServer = new Set([
  ...['creationTimestamp', 'deletionGracePeriodSeconds', 'deletionTimestamp', 'generation', 'managedFields'],
  ...['resourceVersion', 'selfLink', 'uid'],
]);

/** Leaves out what the service says that is no help: a whole object under the name of its type, what only the server writes. */
function isWanted({ label, edit }: Suggestion, { path, key, keys, hasColon }: Place): boolean {
  if (['null', '""', "''"].includes(label) || /^- \(/.test(label)) return false;
  if (key !== undefined) return true;
  if (path.length === 0 && label === 'status') return false;
  if (path.at(-1) === 'metadata' && writtenByServer.has(label)) return false;
  const name = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s:]+))/.exec(edit.newText);
  const written = name?.[1] ?? name?.[2] ?? label;
  return !keys.has(label) && (hasColon || written.replace(/\\/g, '') === label || !edit.newText.includes(':'));
}

/** Whether a whole object is suggested under the name of its type, where a field of a map of known fields is written. */
function isObject({ label }: Suggestion, around: SchemaView | undefined): boolean {
  return around !== undefined && around.fields.length > 0 && !around.fields.includes(label);
}

/** A field, with what has to stand in it, and what is known of it. */
function describedField(
  answer: Suggestion,
  { path, hasColon }: Place,
  around: SchemaView | undefined,
  style: SnippetStyle,
): Suggestion {
  const view = around?.fields.includes(answer.label) ? around.get(answer.label) : undefined;
  if (!view) return answer;
  const way = [...path.filter((step) => typeof step === 'string'), answer.label];
  const documentation = describeField(view);
  return {
    ...answer,
    kind: 'property',
    detail: sortOfField(view),
    ...(documentation !== '' && { documentation }),
    rank: rankOfField(answer.label, view),
    edit: { ...answer.edit, newText: hasColon ? answer.label : fieldSnippet(way, view, style) },
    isSnippet: !hasColon,
  };
}

/** A suggestion at its place in the file: instead of what is written there, quotes included. */
function placed(suggestion: Suggestion, { needsDash, word }: Place, { text, start }: ReadableDocument): Suggestion {
  const { edit, label, filter = label, detail } = suggestion;
  const quote = /^["']/.exec(text.slice(word.start, word.end))?.[0] ?? '';
  return {
    ...suggestion,
    detail: detail === 'Default value' ? 'default' : detail,
    filter: quote + filter,
    edit: {
      span: shift(word, start),
      newText: needsDash ? `- ${edit.newText.trimStart()}` : edit.newText,
    },
  };
}
