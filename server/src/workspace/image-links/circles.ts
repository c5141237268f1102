import type { Span } from '../../text/span.ts';
import type { BuildFile, Circle } from './build.ts';

/**
 * A circle of definitions, each a URI, with what it is called in its file behind a `#`; `span` is where the file names
 * the first of them again.
 */
export function circleThrough(definitions: readonly string[], span: Span, file: BuildFile): Circle {
  const [first = '', ...others] = definitions.map(nameOf);
  const through = others.length === 0 ? '' : `, by way of ${others.join(', ')}`;
  const isService = definitions[0]?.includes('#') === true;
  return {
    circle: definitions.toSorted().join(' '),
    span,
    file,
    says: isService ? `the service ${first} extends itself${through}` : `${first} includes itself${through}`,
  };
}

/** A service in quotes, a file by its name. */
function nameOf(definition: string): string {
  const hash = definition.indexOf('#');
  if (hash !== -1) return `"${definition.slice(hash + 1)}"`;
  return decodeURIComponent(definition.slice(definition.lastIndexOf('/') + 1));
}
