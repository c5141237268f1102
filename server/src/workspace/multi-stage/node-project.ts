import type { Build } from './conversion.ts';
import { sourceOf } from './startup.ts';

/** What of a package.json has a say in what a program needs. */
export interface Manifest {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
  readonly hasWorkspaces: boolean;
}

/** The package.json in the working directory; undefined when it cannot be read. */
export async function readManifest(build: Build): Promise<Manifest | undefined> {
  const read = await readObject(build, 'package.json');
  if (!read) return undefined;
  const names = (value: unknown) => (isObject(value) ? Object.keys(value) : []);
  const scripts = Object.entries(isObject(read.scripts) ? read.scripts : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    dependencies: names(read.dependencies),
    devDependencies: names(read.devDependencies),
    scripts: Object.fromEntries(scripts),
    hasWorkspaces: read.workspaces !== undefined,
  };
}

/** The folder that the project's `build` script compiles into, when all it does is to call the TypeScript compiler. */
export async function compilerOutput(build: Build, { scripts }: Manifest): Promise<string | undefined> {
  const match = /^tsc(?:\s+(?:-p|--project)\s+(\S+))?$/.exec(scripts.build?.trim() ?? '');
  if (!match || scripts.prebuild !== undefined || scripts.postbuild !== undefined) return undefined;
  const config = await readObject(build, match[1] ?? 'tsconfig.json');
  const options = config?.compilerOptions;
  const folder = isObject(options) ? options.outDir : undefined;
  if (typeof folder !== 'string' || /^[./]*$/.test(folder) || folder.includes('..')) return undefined;
  return folder.replace(/^\.\/|\/+$/g, '');
}

async function readObject({ survey, folder, project }: Build, name: string): Promise<JsonObject | undefined> {
  const source = sourceOf(`${folder}/${name}`, survey.items) ?? name;
  const text = await project?.read(source);
  return text === undefined ? undefined : parseObject(text);
}

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a JSON object; comments and trailing commas, as tsconfig.json may have them, are passed over. */
function parseObject(text: string): JsonObject | undefined {
  const plain = text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, string: string | undefined) => string ?? '')
    .replace(/,(\s*[}\]])/g, '$1');
  try {
    const value: unknown = JSON.parse(plain);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
