import { type Span, shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { BuildFile, Obstacle } from '../build.ts';
import { decoded } from '../locator.ts';
import { circleThrough, missingFile } from '../obstacles.ts';
import { templateOf } from '../open-yaml.ts';
import { Template } from '../template.ts';
import { environmentIn } from './environment.ts';
import { type ComposeFiles, type ComposePart, type Service, servicesOf } from './files.ts';

/** A Compose file with all that it includes. */
export interface Project extends Services {
  readonly name: Template;
}

/** Services, each as the files write it, the one that counts most first. */
interface Services {
  readonly services: readonly (readonly Service[])[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * The services of a Compose file and of those that it includes (compose-spec, "Include"). Paths of an included file start
 * from its own folder, or from its `project_directory`; of several files under one `path`, each overrides those before
 * it. What includes itself is read once; the word that leads back is told, and one that leads to no file (`ApplyInclude`
 * of compose-go refuses both).
 */
export async function projectOf(file: BuildFile, files: ComposeFiles): Promise<Project> {
  const lookup = file.text.includes('$') ? await environmentIn(file.folder, files.host) : () => undefined;
  const part = files.part(file, file.folder, lookup);
  const [named] = part.documents.flatMap(({ root }) => templateOf(root.get('name')) ?? []);
  const services = await read([part], { including: [file], read: new Set(), files });
  return { name: named?.fill(lookup) ?? nameOf(file.folder), ...services };
}

/** The name of a project that says none: that of its folder, in what characters a project may have. */
function nameOf(folder: string): Template {
  const name = decoded(folder.slice(folder.lastIndexOf('/') + 1)).toLowerCase();
  return Template.literal(name.replace(/[^a-z0-9_-]/g, ''));
}

interface Way {
  /** The files that led to the one that is read, which is the last of them. */
  readonly including: readonly BuildFile[];
  /** What has been read already, so that nothing is read twice by different ways. */
  readonly read: Set<string>;
  readonly files: ComposeFiles;
}

/** Reads files that override one another, and what they include. */
async function read(parts: readonly ComposePart[], way: Way): Promise<Services> {
  const services = new Map<string, Service[]>();
  for (const service of parts.toReversed().flatMap(servicesOf)) {
    const known = services.get(service.name);
    if (known) known.push(service);
    else services.set(service.name, [service]);
  }
  const obstacles: Obstacle[] = [];
  const included: (readonly Service[])[] = [];
  for (const part of parts) {
    for (const { root, start } of part.documents) {
      for (const one of root.get('include').items) {
        const found = await include(one, { part, start, ...way });
        included.push(...found.services);
        obstacles.push(...found.obstacles);
      }
    }
  }
  return { services: [...services.values(), ...included], obstacles };
}

interface Place extends Way {
  readonly part: ComposePart;
  readonly start: number;
}

async function include(entry: YamlValue, { part, start, including, read: known, files }: Place): Promise<Services> {
  const nothing: Services = { services: [], obstacles: [] };
  const path = entry.isMap ? entry.get('path') : entry;
  const words = path.isList ? path.items : [path];
  const paths = words.map((word) => templateOf(word)?.fill(part.lookup));
  const found = await Promise.all(paths.map((one) => files.open(one, part.folder)));
  const lost = words.flatMap(({ span }, place) => (span && !found[place] ? [{ span, path: paths[place] }] : []));
  const obstacles = await missingAmong(lost, { part, start, files });
  const [main] = found;
  if (!main) return { services: [], obstacles };
  const again = including.findIndex(({ uri }) => uri === main.uri);
  if (again !== -1) {
    const span = words[0]?.span;
    const names = including.slice(again).map(({ uri }) => uri);
    return span ? { services: [], obstacles: [circleThrough(names, shift(span, start), part.file)] } : nothing;
  }
  const stated = templateOf(entry.get('project_directory'))?.fill(part.lookup);
  const folder = stated ? files.folder(stated, part.folder) : main.folder;
  const key = `${main.uri} from ${folder}`;
  if (folder === undefined || known.has(key)) return nothing;
  known.add(key);
  // What is set for the project as a whole wins over what is set beside the included file.
  const own = await environmentIn(folder, files.host);
  const lookup = (name: string) => part.lookup(name) ?? own(name);
  const parts = found.flatMap((file) => (file ? [files.part(file, folder, lookup)] : []));
  const inner = await read(parts, { including: [...including, main], read: known, files });
  return { services: inner.services, obstacles: [...obstacles, ...inner.obstacles] };
}

/** Which of the words that lead to no file that can be read lead to none at all. */
async function missingAmong(
  words: readonly { readonly span: Span; readonly path: Template | undefined }[],
  { part, start, files }: Pick<Place, 'part' | 'start' | 'files'>,
): Promise<readonly Obstacle[]> {
  const found = words.map(async ({ span, path }): Promise<readonly Obstacle[]> => {
    const missing = await files.missing(path, part.folder);
    if (missing === undefined) return [];
    const says = `it includes ${files.nameOf(missing)}, which does not exist`;
    return [missingFile(missing, shift(span, start), part.file, says)];
  });
  return (await Promise.all(found)).flat();
}
