import type { Host } from '../../../core/host.ts';
import { type Span, shift } from '../../../text/span.ts';
import type { YamlValue } from '../../../yaml/value.ts';
import type { Build, BuildFile, BuildSource } from '../build.ts';
import { pairsOf, readOpenYaml, readPair, templateOf } from '../open-yaml.ts';
import { type Lookup, Template } from '../template.ts';

/**
 * The services of a Compose file that are built (docs.docker.com/reference/compose-file/build). Variables are those of
 * the file `.env` beside it; whoever runs Compose may set others.
 */
export const compose: BuildSource = {
  claims: (uri) => /\/(?:docker-)?compose[^/]*\.ya?ml$/.test(uri),

  async read(file, host) {
    const lookup = await environmentBeside(file, host);
    return readOpenYaml(file.text).flatMap(({ root, start }) => {
      const project = templateOf(root.get('name'))?.fill(lookup) ?? Template.literal(projectOf(file));
      return root
        .get('services')
        .entries.flatMap(([name, service]) => builtAs(name, service, project, { file, start, lookup }));
    });
  },
};

interface Around {
  readonly file: BuildFile;
  readonly start: number;
  readonly lookup: Lookup;
}

function builtAs(
  name: string,
  service: YamlValue,
  project: Template,
  { file, start, lookup }: Around,
): readonly Build[] {
  const build = service.get('build');
  if (!build.exists) return [];
  const filled = (value: YamlValue) => templateOf(value)?.fill(lookup);
  const inline = build.get('dockerfile_inline');
  const common = {
    ...(inline.exists ? { builder: 'inline' as const } : {}),
    dockerfile: filled(build.get('dockerfile')),
    isInContext: true,
    context: filled(build.isMap ? build.get('context') : build) ?? Template.literal('.'),
    target: filled(build.get('target')),
    namedContexts: [...pairsOf(build.get('additional_contexts')).keys()],
    args: pairsOf(build.get('args')),
    bases: [file.folder],
    isDeclared: true,
  };
  const at = (value: YamlValue): Span => shift(value.span ?? service.keySpan ?? { start: 0, end: 0 }, start);
  const says = `Compose builds it for the service "${name}"`;
  const image = service.get('image');
  const named = filled(image);
  const builds: Build[] = [];
  if (named) builds.push({ ...common, image: named, span: at(image), says, confidence: 'certain' });
  for (const tag of build.get('tags').items) {
    const tagged = filled(tag);
    if (tagged) builds.push({ ...common, image: tagged, span: at(tag), says, confidence: 'certain' });
  }
  if (builds.length > 0) return builds;
  return [
    {
      ...common,
      image: project.with(Template.literal(`-${name}`)),
      span: shift(service.keySpan ?? { start: 0, end: 0 }, start),
      says: `Compose gives what it builds for the service "${name}" this name`,
      confidence: 'likely',
      isNamedByDefault: true,
    },
  ];
}

/** The name of a project that says none: that of its folder, in what characters a project may have. */
function projectOf({ folder }: BuildFile): string {
  return decoded(folder.slice(folder.lastIndexOf('/') + 1))
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function environmentBeside({ folder, text }: BuildFile, host: Pick<Host, 'readText'>): Promise<Lookup> {
  const written = text.includes('$') ? await host.readText(`${folder}/.env`) : undefined;
  const lines = (written ?? '').split(/\r?\n/).filter((line) => /^\s*(?:export\s+)?[A-Za-z_]\w*=/.test(line));
  const values = new Map(
    lines.map((line) => {
      const [name, value = ''] = readPair(line.trim().replace(/^export\s+/, ''));
      return [name, Template.read(value.replace(/\s+#.*$/, '').replace(/^(["'])(.*)\1$/, '$2'))];
    }),
  );
  return (name) => values.get(name);
}
