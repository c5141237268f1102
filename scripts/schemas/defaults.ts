import type { Type } from './types.ts';

/** What documentation says of a default, where nothing follows that could make it depend on something. */
const sentence =
  /\bDefaults? (?:to|is|value is|value:) (?:"([^"]*)"|'([^']*)'|`([^`]*)`|([\w-]+(?:\.\d+)?))(?:\.(?:\s|$)|\s*$|\.? \()/g;

/** The value that a field has when nobody gives one, if its documentation leaves no doubt. */
export function defaultOf(type: Type, isInteger: boolean, description: string): string | number | boolean | undefined {
  const stated = [...description.matchAll(sentence)].map((match) => match.slice(1).find((text) => text !== undefined));
  const [text] = stated;
  if (text === undefined || stated.length !== 1) return undefined;
  switch (type.is) {
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : undefined;
    case 'number':
      // File modes are written with a leading zero, and are octal.
      return (isInteger ? /^-?(?:0|[1-9]\d*)$/ : /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/).test(text) ? Number(text) : undefined;
    case 'enum':
      return type.values.find((value) => String(value) === text);
    default:
      return undefined;
  }
}
