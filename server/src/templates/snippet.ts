import { keepLines, replaceFields, valuesOf } from './fill.ts';
import type { Template } from './template.ts';

/**
 * A template as a snippet of the Language Server Protocol: a tab stop for each field, in the order of the fields, which
 * holds all places of the field together, and the last one at the end.
 */
export function snippet(template: Template): string {
  const { fields, body } = template;
  const lines = keepLines(body, valuesOf(template));
  const asked = askedFor(template, lines);
  const written = new Set<string>();
  // A placeholder holds for all places of its tab stop: it is written at the first one.
  const place = (name: string): string => {
    const stop = asked.indexOf(name) + 1;
    const field = fields[name];
    if (!field || written.has(name)) return `$\{${stop}}`;
    written.add(name);
    if (!field.choices) return `$\{${stop}:${escapeText(field.default, place)}}`;
    const choices = [field.default, ...field.choices.filter((choice) => choice !== field.default)];
    return `$\{${stop}|${choices.map((choice) => choice.replace(/[\\,|]/g, '\\$&')).join(',')}|}`;
  };
  return `${escapeText(lines, place)}$0`;
}

/** The fields that stand in a text or in the default of one that does, in their order. */
function askedFor({ fields }: Template, lines: string): readonly string[] {
  const found = namesIn(lines);
  for (const name of found) for (const other of namesIn(fields[name]?.default ?? '')) found.add(other);
  return Object.keys(fields).filter((name) => found.has(name));
}

function namesIn(text: string): Set<string> {
  return new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name));
}

/** A text that a snippet has as it is, but for its fields. */
function escapeText(text: string, place: (name: string) => string): string {
  return text
    .split(/(\{\{\w+\}\})/)
    .map((part, index) => (index % 2 === 0 ? part.replace(/[\\$}]/g, '\\$&') : replaceFields(part, place)))
    .join('');
}
