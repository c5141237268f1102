import { LineMap } from '../../text/lines.ts';
import { shift } from '../../text/span.ts';
import type { AnySchema } from '../../yaml/schema/json-schema.ts';
import { SchemaView } from '../../yaml/schema/schema-view.ts';
import { placeholder } from '../../yaml/template-mask.ts';
import type { Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { rankOfField } from './common-fields.ts';
import { describeField, sortOfField } from './describe-field.ts';
import { declaredIn, documentAt } from './document-at.ts';
import { type Place, placeAt } from './place.ts';
import { schemaOf, schemaOfFile } from './schemas.ts';
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
  const own = await schemaOfFile(spot);
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
    .filter((answer) => isWanted(answer, place))
    .map((answer) => {
      const written = place.key === undefined ? describedField(answer, place, view, style) : answer;
      return moved(written, offset - excerpt.offset, place, document.start);
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

/** Takes what the service says that is no help: a whole object under the name of its type, what only the server writes. */
function isWanted({ label, edit }: Suggestion, { path, key, keys, hasColon }: Place): boolean {
  if (label === 'null' || /^- \(/.test(label)) return false;
  if (key !== undefined) return true;
  if (path.length === 0 && label === 'status') return false;
  const name = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s:]+))/.exec(edit.newText);
  const written = name?.[1] ?? name?.[2] ?? label;
  return !keys.has(label) && (hasColon || written.replace(/\\/g, '') === label || !edit.newText.includes(':'));
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

/** A suggestion for the excerpt at its place in the file. */
function moved(suggestion: Suggestion, by: number, { needsDash, word }: Place, start: number): Suggestion {
  const { edit, label, filter = label, detail } = suggestion;
  const own = { ...suggestion, detail: detail === 'Default value' ? 'default' : detail };
  if (!needsDash) return { ...own, edit: { ...edit, span: shift(edit.span, by) } };
  return { ...own, filter, edit: { span: shift(word, start), newText: `- ${edit.newText.trimStart()}` } };
}
