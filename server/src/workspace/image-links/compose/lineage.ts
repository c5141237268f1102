import { type Span, shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Obstacle } from '../build.ts';
import { circleThrough, missingFile, missingService } from '../obstacles.ts';
import { templateOf, writtenText } from '../open-yaml.ts';
import { type ComposeFiles, type Service, serviceNamed } from './files.ts';

/** A service and those that it extends, the nearest first. */
export interface Lineage {
  readonly services: readonly Service[];
  /** When one of them extends one that came before it, or that is not there. */
  readonly obstacle: Obstacle | undefined;
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
    if ('obstacle' in extended) return { services, obstacle: extended };
    const again = keys.indexOf(keyOf(extended.service));
    if (again !== -1) {
      return { services, obstacle: circleThrough(keys.slice(again), extended.word, last.part.file) };
    }
    last = extended.service;
    services.push(last);
    keys.push(keyOf(last));
  }
  return { services, obstacle: undefined };
}

/**
 * The service that another one extends, and the word that says so; or why Compose cannot find it. It is looked for in the
 * file as it is written, before anything is merged with it (`ApplyExtends` of compose-go).
 */
async function extendedBy(
  { value, start, part }: Service,
  files: ComposeFiles,
): Promise<{ readonly service: Service; readonly word: Span } | Obstacle | undefined> {
  const extended = value.get('extends');
  const word = extended.isMap ? extended.get('service') : extended;
  const name = writtenText(word);
  if (name === undefined || !word.span || isTagged(extended, '!reset')) return undefined;
  const path = templateOf(extended.get('file'))?.fill(part.lookup);
  const file = path ? await files.open(path, part.folder) : part.file;
  if (!file) {
    const missing = await files.missing(path, part.folder);
    const { span } = extended.get('file');
    if (missing === undefined || !span) return undefined;
    const says = `it extends a service of ${files.nameOf(missing)}, which does not exist`;
    return missingFile(missing, shift(span, start), part.file, says);
  }
  const service = serviceNamed(name, path ? files.part(file, file.folder, part.lookup) : part);
  const at = shift(word.span, start);
  return service ? { service, word: at } : missingService(name, file.uri, at, part.file);
}

/** Whether a value is marked to take away, or to replace, what it would be merged with (compose-spec, "Merge"). */
export function isTagged({ node }: YamlValue, tag: '!reset' | '!override'): boolean {
  return node?.tag === tag;
}

function keyOf({ name, part }: Service): string {
  return `${part.file.uri}#${name}`;
}
