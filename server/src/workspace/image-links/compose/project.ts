import { shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { BuildFile, Circle } from '../build.ts';
import { circleThrough } from '../circles.ts';
import { decoded } from '../locator.ts';
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
  readonly circles: readonly Circle[];
}

/**
 * The services of a Compose file and of those that it includes (compose-spec, "Include"). Paths of an included file start
 * from its own folder, or from its `project_directory`; of several files under one `path`, each overrides those before
 * it. What includes itself is read once, and the word that leads back is told (`ApplyInclude` of compose-go refuses it).
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
  const circles: Circle[] = [];
  const included: (readonly Service[])[] = [];
  for (const part of parts) {
    for (const { root, start } of part.documents) {
      for (const one of root.get('include').items) {
        const found = await include(one, { part, start, ...way });
        included.push(...found.services);
        circles.push(...found.circles);
      }
    }
  }
  return { services: [...services.values(), ...included], circles };
}

interface Place extends Way {
  readonly part: ComposePart;
  readonly start: number;
}

async function include(entry: YamlValue, { part, start, including, read: known, files }: Place): Promise<Services> {
  const nothing: Services = { services: [], circles: [] };
  const path = entry.isMap ? entry.get('path') : entry;
  const words = path.isList ? path.items : [path];
  const opened = words.map((word) => files.open(templateOf(word)?.fill(part.lookup), part.folder));
  const found = await Promise.all(opened);
  const [main] = found;
  if (!main) return nothing;
  const again = including.findIndex(({ uri }) => uri === main.uri);
  if (again !== -1) {
    const span = words[0]?.span;
    const names = including.slice(again).map(({ uri }) => uri);
    return span ? { services: [], circles: [circleThrough(names, shift(span, start), part.file)] } : nothing;
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
  return read(parts, { including: [...including, main], read: known, files });
}
