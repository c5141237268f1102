import { type Span, shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildSource, Obstacle } from '../build.ts';
import { ComposeFiles, type Service } from '../compose/files.ts';
import { isTagged, lineageOf } from '../compose/lineage.ts';
import { projectOf } from '../compose/project.ts';
import { pairsOf, templateOf } from '../open-yaml.ts';
import { Template } from '../template.ts';

/**
 * The services of a Compose file that are built (docs.docker.com/reference/compose-file/build), with what they extend and
 * what is included. Variables are those of the file `.env` beside it; whoever runs Compose may set others.
 */
export const compose: BuildSource = {
  claims: (uri) => /\/(?:docker-)?compose[^/]*\.ya?ml$/.test(uri),

  async read(file, host) {
    const files = new ComposeFiles(file.root, host);
    const { name, services, obstacles } = await projectOf(file, files);
    const found: (Build | Obstacle)[] = [...obstacles];
    for (const written of services) {
      const lineage: Service[] = [];
      for (const one of written) {
        const { services, obstacle } = await lineageOf(one, files);
        lineage.push(...services);
        if (obstacle) found.push(obstacle);
      }
      found.push(...builtAs(lineage, name));
    }
    return found;
  },
};

/** A value and the service that writes it. */
interface Written {
  readonly value: YamlValue;
  readonly by: Service;
}

/** The builds of a service, given with all that it is merged with, the nearest first. */
function builtAs(lineage: readonly Service[], project: Template): readonly Build[] {
  const [service] = lineage;
  const parts = buildsOf(lineage);
  if (!service || parts.length === 0) return [];
  const first = (key: string) => firstOf(parts, ({ value }) => value.get(key));
  const inline = first('dockerfile_inline');
  const context = firstOf(parts, ({ value }) => (value.isMap ? value.get('context') : value));
  const maps = (key: string) => parts.toReversed().flatMap(({ value }) => [...pairsOf(value.get(key))]);
  const common = {
    ...(inline ? { builder: 'inline' as const } : {}),
    dockerfile: filled(first('dockerfile')),
    isInContext: true,
    context: filled(context) ?? Template.literal('.'),
    target: filled(first('target')),
    namedContexts: maps('additional_contexts').map(([name]) => name),
    args: new Map(maps('args')),
    // The context that is built when none is written is the folder of the one that extends, not of the extended one.
    bases: [(context?.by ?? service).part.folder],
    isDeclared: true,
  };
  const at = (span: Span | undefined, { start, part }: Service) => ({
    span: shift(span ?? { start: 0, end: 0 }, start),
    file: part.file,
  });
  const says = `Compose builds it for the service "${service.name}"`;
  const image = firstOf(
    lineage.map((by) => ({ value: by.value, by })),
    ({ value }) => value.get('image'),
  );
  const tags = parts.flatMap(({ value, by }) => value.get('tags').items.map((tag) => ({ value: tag, by })));
  const builds = [image, ...tags].flatMap((one): Build[] => {
    const named = filled(one);
    return one && named
      ? [{ ...common, image: named, ...at(one.value.span, one.by), says, confidence: 'certain' }]
      : [];
  });
  if (builds.length > 0) return builds;
  return [
    {
      ...common,
      image: project.with(Template.literal(`-${service.name}`)),
      ...at(service.value.keySpan, service),
      says: `Compose gives what it builds for the service "${service.name}" this name`,
      confidence: 'likely',
      isNamedByDefault: true,
    },
  ];
}

/** What says how a service is built, up to where something takes it away or puts itself in the place of the rest. */
function buildsOf(lineage: readonly Service[]): readonly Written[] {
  const parts: Written[] = [];
  for (const by of lineage) {
    const value = by.value.get('build');
    if (isTagged(value, '!reset')) break;
    if (value.exists) parts.push({ value, by });
    if (isTagged(value, '!override')) break;
  }
  return parts;
}

function firstOf(parts: readonly Written[], pick: (one: Written) => YamlValue): Written | undefined {
  for (const one of parts) {
    const value = pick(one);
    if (isTagged(value, '!reset')) return undefined;
    if (value.exists) return { value, by: one.by };
  }
  return undefined;
}

function filled(written: Written | undefined): Template | undefined {
  return written && templateOf(written.value)?.fill(written.by.part.lookup);
}
