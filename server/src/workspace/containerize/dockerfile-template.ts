import { dockerfileTemplates } from '../../templates/dockerfile/index.ts';
import type { Template } from '../../templates/template.ts';
import type { Fact, Project } from '../project/project.ts';
import { maintained, releases } from '../project/releases.ts';
import { type Filling, none } from './filling.ts';
import { ofNode } from './node-template.ts';
import type { KnownFields } from './plan.ts';
import { wordsOf } from './start-words.ts';

/** A template of a Dockerfile, what is known of its fields, and what is left to decide, as sentences. */
export interface ChosenTemplate {
  readonly template: Template;
  readonly known: KnownFields;
  readonly remarks: readonly string[];
}

/** The template for a project; undefined where there is none. */
export function templateFor(project: Project): ChosenTemplate | undefined {
  const filling = fillings[project.language]?.(project);
  const template = dockerfileTemplates.find(({ id }) => id === filling?.id);
  if (!filling || !template) return undefined;
  const { known, refused } = safe({ ...listening(project), ...filling.known, ...versionOf(project) });
  return { template, known, remarks: [...olderReleases(project), ...(filling.remarks ?? []), ...refused] };
}

/** The field with the release of a language, and the releases whose images get fixes. */
const versions: Readonly<Partial<Record<Project['language'], readonly [field: string, known: readonly string[]]>>> = {
  dotnet: ['dotnet', releases.dotnet],
  go: ['go', releases.go],
  java: ['java', releases.java],
  kotlin: ['java', releases.java],
  node: ['node', releases.node],
  php: ['php', releases.php],
  python: ['python', releases.python],
  ruby: ['ruby', releases.ruby],
  rust: ['rust', releases.rust],
};

function versionOf({ language, facts: { version } }: Project): KnownFields {
  const [field, known] = versions[language] ?? [];
  return field && known && version ? { [field]: { ...version, value: maintained(version.value, known) } } : {};
}

/** A word on a release that has no images with fixes any more, and that another one is taken for. */
function olderReleases({ language, facts: { version } }: Project): readonly string[] {
  const [, known] = versions[language] ?? [];
  const taken = known && version && maintained(version.value, known);
  if (!version || taken === undefined || taken === version.value) return [];
  return [
    `${version.because.file} asks for ${version.value}, whose images get no fixes any more: the Dockerfile takes ${taken}; look whether the program runs with that.`,
  ];
}

/** Fields that are strings of an array already, and those of several words. */
const quoted: ReadonlySet<string> = new Set(['command']);
const several: ReadonlySet<string> = new Set(['scripts', 'extensions']);

/** Known fields without those that would mean something else in a Dockerfile than they say, and a word on each of these. */
function safe(all: KnownFields): { readonly known: KnownFields; readonly refused: readonly string[] } {
  const isSafe = (name: string, { value }: Fact) =>
    quoted.has(name) || (several.has(name) ? /^[\w./@+-]*(?: [\w./@+-]+)*$/ : /^[\w./@+:*-]*$/).test(value);
  const refused = Object.entries(all).filter(([name, one]) => one && !isSafe(name, one));
  const names = new Set(refused.map(([name]) => name));
  return {
    known: Object.fromEntries(Object.entries(all).filter(([name]) => !names.has(name))),
    refused: refused.flatMap(([, one]) =>
      one
        ? [
            `${one.because.file} has a name that cannot be written into a Dockerfile as it is: ${JSON.stringify(one.value)}.`,
          ]
        : [],
    ),
  };
}

/** What all of them have: a port where the program listens, and the path by which it says how it is, where that is known. */
function listening({ facts, shape, because }: Project): KnownFields {
  if (shape === 'program') return { port: none(because.file), health: none(because.file) };
  return { port: facts.port, health: facts.health ?? none(because.file) };
}

const fillings: Readonly<Record<Project['language'], ((project: Project) => Filling | undefined) | undefined>> = {
  c: ({ facts }) => ({ id: 'multi-stage-cpp', known: { name: facts.name, health: none('CMakeLists.txt') } }),
  deno: ({ facts }) => ({ id: 'multi-stage-deno', known: { main: facts.main } }),
  dotnet: ofDotnet,
  elixir: ofElixir,
  go: ofGo,
  java: ofJava,
  kotlin: ofJava,
  node: ofNode,
  php: ofPhp,
  python: ofPython,
  ruby: ofRuby,
  rust: ({ facts }) => ({
    id: 'multi-stage-rust',
    known: { name: facts.name, health: none('Cargo.toml') },
  }),
  scala: ({ facts }) => ({ id: 'multi-stage-scala', known: { name: facts.name } }),
  static: ({ facts, because }) => ({
    id: 'multi-stage-static-site',
    known: { build: none(because.file), output: facts.output },
  }),
};

function ofDotnet({ facts }: Project): Filling {
  const path = facts.main?.value ?? '';
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const remarks =
    folder === '' ? [] : [`The project lies in ${folder}: run init there, or put its path into the Dockerfile.`];
  return {
    id: 'multi-stage-dotnet',
    known: { project: facts.name, health: none(path) },
    remarks,
  };
}

/** The Erlang that images of Elixir are published with (the library file of docker-library, 2026-08-11). */
const otp: Readonly<Record<string, string>> = {
  '1.20': '28',
  '1.19': '28',
  '1.18': '27',
  '1.17': '27',
  '1.16': '26',
  '1.15': '26',
};

function ofElixir({ facts }: Project): Filling {
  const { version } = facts;
  const erlang = version && otp[version.value];
  return {
    id: 'multi-stage-elixir',
    known: {
      elixir: version && erlang !== undefined ? { ...version, value: `${version.value}-otp-${erlang}` } : undefined,
      name: facts.name,
    },
  };
}

function ofGo({ facts }: Project): Filling {
  const { main, name } = facts;
  return {
    id: 'multi-stage-go',
    known: {
      name,
      package: main,
      sums: facts.lock ?? none('go.mod'),
      health: none('go.mod'),
    },
  };
}

function ofJava({ facts, tool }: Project): Filling {
  const { output, name } = facts;
  if (tool === 'maven') {
    return {
      id: 'multi-stage-java',
      known: { jar: output?.value.endsWith('.jar') ? output : undefined },
    };
  }
  const [folder = '', kind = '', file] = output?.value.split(/\/(?=libs|install|quarkus-app)|(?<=libs)\//) ?? [];
  const remarks =
    facts.build?.value === './gradlew'
      ? []
      : ['The Dockerfile builds with gradlew, which is not here: make it with `gradle wrapper`.'];
  const common = { output: output && { ...output, value: folder }, scripts: facts.scripts };
  if (kind === 'install') {
    // It is called as the project that makes it, which in a folder of its own is the folder's name.
    const [module, below] = folder.split('/');
    const called = below !== undefined && output && module ? { ...output, value: module } : name;
    return { id: 'multi-stage-kotlin', known: { ...common, name: called }, remarks };
  }
  const task = output && { ...output, value: file?.endsWith('-all.jar') ? 'shadowJar' : 'bootJar' };
  return {
    id: 'multi-stage-java-gradle',
    known: {
      ...common,
      task: file === undefined ? undefined : task,
      jar: output && file !== undefined ? { ...output, value: file } : undefined,
    },
    remarks,
  };
}

function ofPhp({ facts, tool, because }: Project): Filling {
  return {
    id: 'multi-stage-php',
    known: {
      root: facts.output,
      extensions: facts.extensions ?? none(because.file),
      composer: tool === 'composer' ? undefined : none(because.file),
      health: facts.health ?? none(because.file),
      port: undefined,
    },
  };
}

const pythonTemplates: Readonly<Partial<Record<Project['tool'], string>>> = {
  pip: 'multi-stage-python',
  uv: 'multi-stage-python-uv',
  poetry: 'multi-stage-python-poetry',
};

function ofPython({ facts, tool }: Project): Filling | undefined {
  const id = pythonTemplates[tool];
  return id === undefined ? undefined : { id, known: { command: wordsOf(facts.start) } };
}

function ofRuby({ facts }: Project): Filling {
  return { id: 'multi-stage-ruby', known: { command: wordsOf(facts.start) } };
}
