import { dockerfileTemplates } from '../../../templates/dockerfile/index.ts';
import type { Template, TemplatePlace } from '../../../templates/template.ts';
import type { Suggestion } from '../../assistant.ts';
import { suggestTemplate } from '../../template-suggestion.ts';
import type { Cursor, Typed } from '../cursor.ts';
import { restOfLine } from './suggesting.ts';

/** Templates, where they fit: whole files where nothing is written yet, stages and instructions where one may begin. */
export function suggestTemplates(cursor: Cursor): readonly Suggestion[] {
  const { part, dockerfile } = cursor;
  if (part.kind !== 'keyword' || part.trigger || restOfLine(cursor).trim() !== '') return [];
  const { typed } = part;
  const places = placesAt(cursor, typed);
  const fitting = dockerfileTemplates.filter(({ place }) => places.has(place));
  return fitting.map((template, index) => {
    const suggestion = suggestTemplate(continuing(template, typed), typed.span, dockerfile.text);
    return { ...suggestion, filter: filterOf(template, typed), rank: 100 + index };
  });
}

/** What can begin where a keyword is written. */
function placesAt({ dockerfile, stage, offset }: Cursor, { span }: Typed): ReadonlySet<TemplatePlace> {
  const others = dockerfile.allInstructions.filter(({ keywordSpan }) => keywordSpan.start !== span.start);
  if (others.length === 0) return new Set(['file']);
  if (!stage.from || stage.from.keywordSpan.start === span.start) return new Set();
  const next = others.find((instruction) => instruction.span.start > offset);
  return new Set(!next || next.keyword === 'FROM' ? ['stage', 'instruction'] : ['instruction']);
}

/** A template without its directives where they would stand below other lines, for there they are comments. */
function continuing(template: Template, { span }: Typed): Template {
  return span.start === 0 ? template : { ...template, body: template.body.replace(/^(?:# \w+=.*\n)+\n?/, '') };
}

/** Who writes the first instruction finds whole files as well, as who writes the name of the template does. */
function filterOf({ id, place }: Template, { text }: Typed): string | undefined {
  if (place !== 'file' && place !== 'stage') return undefined;
  return /^f/i.test(text) ? `FROM ${id}` : `${id} FROM`;
}
