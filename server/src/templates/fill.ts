import type { Template } from './template.ts';

/**
 * The text of a template. Fields that no value is given for have their default.
 * Throws a `RangeError` for a value of a field that the template does not have, and for an empty one where there has to
 * be one: both are defects of the caller.
 */
export function fill(template: Template, values: Readonly<Record<string, string>> = {}): string {
  const filled = valuesOf(template, values);
  return replaceFields(keepLines(template.body, filled), (name) => valueIn(filled, name));
}

/** The fields of a template with their values, in order; a default has the values of the fields before it. */
export function valuesOf(
  { id, fields }: Template,
  values: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) throw new RangeError(`the template ${id} has no field ${unknown}`);
  const filled = new Map<string, string>();
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name] ?? replaceFields(field.default, (other) => valueIn(filled, other));
    if (value === '' && !field.isOptional) throw new RangeError(`the field ${name} of ${id} cannot be empty`);
    filled.set(name, value);
  }
  return filled;
}

/** The body of a template without the lines that are there for other values, and without the marks around them. */
export function keepLines(body: string, values: ReadonlyMap<string, string>): string {
  return body.replace(
    /^ *\{\{([#^])(\w+)\}\}\n((?:.*\n)*?)^ *\{\{\/\2\}\}\n/gm,
    (_, mark: string, name: string, lines: string) =>
      (valueIn(values, name) !== '') === (mark === '#') ? keepLines(lines, values) : '',
  );
}

/** A text with something in the place of each `{{name}}`. */
export function replaceFields(text: string, replacement: (name: string) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => replacement(name));
}

function valueIn(values: ReadonlyMap<string, string>, name: string): string {
  const value = values.get(name);
  if (value === undefined) throw new RangeError(`there is no field ${name}, or it stands further down`);
  return value;
}
