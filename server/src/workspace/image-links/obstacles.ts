import type { Span } from '../../text/span.ts';
import type { BuildFile, Obstacle } from './build.ts';

/**
 * A circle of definitions, each a URI, with what it is called in its file behind a `#`; `span` is where the file names
 * the first of them again.
 */
export function circleThrough(definitions: readonly string[], span: Span, file: BuildFile): Obstacle {
  const [first = '', ...others] = definitions.map(nameOf);
  const through = others.length === 0 ? '' : `, by way of ${others.join(', ')}`;
  const isService = definitions[0]?.includes('#') === true;
  return {
    obstacle: definitions.toSorted().join(' '),
    span,
    file,
    says: isService ? `the service ${first} extends itself${through}` : `${first} includes itself${through}`,
  };
}

/** A word of a file that names a file which is not there, given by its URI. */
export function missingFile(missing: string, span: Span, file: BuildFile, says: string): Obstacle {
  return { obstacle: `${file.uri} ${span.start} ${missing}`, span, file, says, missing };
}

/** A word of a file that names a service which the file it looks in, given by its URI, does not have. */
export function missingService(name: string, searched: string, span: Span, file: BuildFile): Obstacle {
  const place = searched === file.uri ? 'this file' : nameOf(searched);
  const says = `it extends the service "${name}", which ${place} does not have`;
  return { obstacle: `${file.uri} ${span.start} ${name}`, span, file, says };
}

/** A service in quotes, a file by its name. */
function nameOf(definition: string): string {
  const hash = definition.indexOf('#');
  if (hash !== -1) return `"${definition.slice(hash + 1)}"`;
  return decodeURIComponent(definition.slice(definition.lastIndexOf('/') + 1));
}
