import { type Span, shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Circle } from '../build.ts';
import { circleThrough } from '../circles.ts';
import { templateOf, writtenText } from '../open-yaml.ts';
import { type ComposeFiles, type Service, serviceNamed } from './files.ts';

/** A service and those that it extends, the nearest first. */
export interface Lineage {
  readonly services: readonly Service[];
  /** When one of them extends one that came before it. */
  readonly circle: Circle | undefined;
}

/** No service extends more than these, one after the other. */
const longest = 50;

/**
 * Follows `extends` (compose-spec, "Extends"): to a service of the same file, or of another one, whose paths start from
 * its own folder (`getExtendsBaseFromFile` of compose-go).
 */
export async function lineageOf(service: Service, files: ComposeFiles): Promise<Lineage> {
  const services = [service];
  const keys = [keyOf(service)];
  for (let last = service; services.length < longest; ) {
    const extended = await extendedBy(last, files);
    if (!extended) break;
    const again = keys.indexOf(keyOf(extended.service));
    if (again !== -1) {
      return { services, circle: circleThrough(keys.slice(again), extended.word, last.part.file) };
    }
    last = extended.service;
    services.push(last);
    keys.push(keyOf(last));
  }
  return { services, circle: undefined };
}

/** The service that another one extends, and the word that says so. */
async function extendedBy(
  { value, start, part }: Service,
  files: ComposeFiles,
): Promise<{ readonly service: Service; readonly word: Span } | undefined> {
  const extended = value.get('extends');
  const word = extended.isMap ? extended.get('service') : extended;
  const name = writtenText(word);
  if (name === undefined || !word.span || isTagged(extended, '!reset')) return undefined;
  const path = templateOf(extended.get('file'))?.fill(part.lookup);
  const file = path ? await files.open(path, part.folder) : part.file;
  if (!file) return undefined;
  const service = serviceNamed(name, path ? files.part(file, file.folder, part.lookup) : part);
  return service && { service, word: shift(word.span, start) };
}

/** Whether a value is marked to take away, or to replace, what it would be merged with (compose-spec, "Merge"). */
export function isTagged({ node }: YamlValue, tag: '!reset' | '!override'): boolean {
  return node?.tag === tag;
}

function keyOf({ name, part }: Service): string {
  return `${part.file.uri}#${name}`;
}
