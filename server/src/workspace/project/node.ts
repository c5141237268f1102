import { healthIn } from './health.ts';
import { frameworkOf } from './node-frameworks.ts';
import { nodeVersion } from './node-version.ts';
import { portInCommand, portInSources } from './ports.ts';
import { type Fact, type FactName, type Facts, fact, type Project, type Tool } from './project.ts';
import { type JsonObject, objectIn, type ProjectFolder, textIn } from './project-folder.ts';

/** Lock files of the package managers, and those that keep an older format. */
const locks: readonly (readonly [file: string, tool: Tool])[] = [
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
];

const names: Readonly<Partial<Record<Tool, string>>> = { npm: 'npm', pnpm: 'pnpm', yarn: 'Yarn', bun: 'Bun' };

/** How servers are told their port in JavaScript and TypeScript. */
const portPatterns = [
  /\bPORT\b['"]?\]?\s*\)?\s*(?:\|\||\?\?|,\s*)\s*['"]?(\d{2,5})\b/,
  /\.listen\(\s*(\d{2,5})\b/,
  /\.listen\(\s*\{[^}]*?\bport:\s*(\d{2,5})\b/,
  /\b(?:const|let|var)\s+(?:port|PORT)\s*=\s*(\d{2,5})\b/,
  /\bBun\.serve\(\s*\{[^}]*?\bport:\s*(\d{2,5})\b/,
];

/** A project of Node.js or Bun: a folder with a package.json. */
export async function detectNode(folder: ProjectFolder): Promise<Project | undefined> {
  const manifest = await folder.readJson('package.json');
  if (!manifest) return undefined;
  const scripts = objectIn(manifest, 'scripts');
  const { tool, lock, because } = await managerOf(folder, manifest);
  const framework = await frameworkOf(folder, manifest);
  const { start, main } = framework ? framework : await startOf(folder, manifest);
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = textIn(manifest, 'name')?.replace(/^@[^/]*\//, '');
  if (name) facts.name = fact(name, 'package.json', `name is "${name}"`);
  const version = await nodeVersion(folder, manifest);
  if (version) facts.version = version;
  if (framework) facts.framework = framework.name;
  if (lock) facts.lock = fact(lock, lock, 'it is here');
  const build = textIn(scripts, 'build');
  if (build !== undefined) facts.build = fact('build', 'package.json', `scripts.build is "${build}"`);
  const output = framework?.output ?? (build === undefined ? undefined : await outputOf(folder, build, main));
  if (output) facts.output = output;
  if (framework?.assets) facts.assets = framework.assets;
  if (framework?.health) facts.health = framework.health;
  if (main) facts.main = main;
  if (start) facts.start = start;
  const sources = sourcesOf(main);
  const port = framework?.isSite ? undefined : await portOf(folder, manifest, sources, framework?.port);
  if (port) facts.port = port;
  const health = port ? await healthIn(folder, sources) : undefined;
  if (health) facts.health = health;
  const manager = await managerVersion(folder, manifest, lock);
  if (manager) facts.manager = manager;
  return {
    language: 'node',
    tool,
    title: `${tool === 'bun' ? 'JavaScript' : 'Node.js'} with ${names[tool]}`,
    because,
    shape: framework?.isSite ? 'site' : port || framework || isServer(manifest) ? 'service' : 'program',
    facts,
    remarks: remarksOn(manifest, facts, tool),
  };
}

async function managerOf(folder: ProjectFolder, manifest: JsonObject) {
  const stated = /^(npm|pnpm|yarn|bun)@/.exec(textIn(manifest, 'packageManager') ?? '')?.[1] as Tool | undefined;
  const present = await Promise.all(locks.map(async ([file]) => folder.has(file)));
  const found = locks.filter((_, at) => present[at]);
  const [lock, byLock] = found.find(([, tool]) => stated === undefined || tool === stated) ?? [];
  const tool = stated ?? byLock ?? 'npm';
  const because = stated
    ? { file: 'package.json', says: `packageManager is "${textIn(manifest, 'packageManager')}"` }
    : lock === undefined
      ? { file: 'package.json', says: 'it is here' }
      : { file: lock, says: 'it is here' };
  return { tool, lock, because };
}

/** What `npm start` runs, when that is a program that can be started without the package manager, or else `main`. */
async function startOf(
  folder: ProjectFolder,
  manifest: JsonObject,
): Promise<{ readonly start?: Fact; readonly main?: Fact }> {
  const start = textIn(objectIn(manifest, 'scripts'), 'start');
  if (start !== undefined) {
    const says = `scripts.start is "${start}"`;
    const file =
      /^(?:[A-Z_]+=\S*\s+)*(?:node|bun(?:\s+run)?|ts-node|tsx)\s+(?:--?[\w-]+(?:=\S+)?\s+)*(?:\.\/)?([\w@./-]+)$/.exec(
        start.trim(),
      )?.[1];
    const command = fact(start.trim(), 'package.json', says);
    if (file === undefined) return { start: command };
    const main = /\.\w+$/.test(file) || (await folder.has(file)) ? file : `${file}.js`;
    return { start: command, main: fact(main, 'package.json', says) };
  }
  const main = textIn(manifest, 'main')?.replace(/^\.\//, '');
  if (main) return { main: fact(main, 'package.json', `main is "${main}"`) };
  const usual = await folder.first(['server.js', 'index.js', 'app.js', 'main.js', 'src/index.js', 'src/server.js']);
  return usual ? { main: fact(usual, usual, 'it is here') } : {};
}

/** The folder that the build writes, by the settings of the compiler, or by what is started. */
async function outputOf(folder: ProjectFolder, build: string, main: Fact | undefined): Promise<Fact | undefined> {
  if (/\btsc\b/.test(build)) {
    const options = objectIn(await folder.readJson('tsconfig.json'), 'compilerOptions');
    const output = textIn(options, 'outDir')?.replace(/^\.\/|\/+$/g, '');
    if (output && !/^\.*$/.test(output)) return fact(output, 'tsconfig.json', `outDir is "${output}"`);
  }
  const [first] = main?.value.split('/') ?? [];
  const isMade = main && first !== main.value && first && !(await folder.folders()).includes(first);
  return isMade ? fact(first, main.because.file, main.because.says) : undefined;
}

async function portOf(
  folder: ProjectFolder,
  manifest: JsonObject,
  sources: readonly string[],
  usual: Fact | undefined,
): Promise<Fact | undefined> {
  const start = textIn(objectIn(manifest, 'scripts'), 'start');
  const stated = start === undefined ? undefined : portInCommand(start);
  if (stated) return fact(stated, 'package.json', `scripts.start is "${start}"`);
  return (await portInSources(folder, sources, portPatterns)) ?? usual;
}

/** The files that may say on which port it listens: what is started, what that is compiled from, and where programs usually begin. */
function sourcesOf(main: Fact | undefined): readonly string[] {
  const compiled = main?.value.replace(/^[^/]*\//, 'src/').replace(/\.([cm]?)js$/, '.$1ts');
  return [main?.value, compiled, ...entryFiles].filter((file) => file !== undefined);
}

/** The version of the package manager that package.json names, or the first one of Yarn where its lock file is of that. */
async function managerVersion(
  folder: ProjectFolder,
  manifest: JsonObject,
  lock: string | undefined,
): Promise<Fact | undefined> {
  const stated = textIn(manifest, 'packageManager');
  const version = /^\w+@(\d+(?:\.\d+)*)/.exec(stated ?? '')?.[1];
  if (version) return fact(version, 'package.json', `packageManager is "${stated}"`);
  const isFirst = lock === 'yarn.lock' && /^# yarn lockfile v1$/m.test((await folder.read(lock)) ?? '');
  return isFirst ? fact('1.22.22', lock, 'it is of version 1, whose last release that is') : undefined;
}

const entryFiles = ['server', 'index', 'app', 'main', 'src/server', 'src/index', 'src/app', 'src/main'].flatMap(
  (name) => [`${name}.ts`, `${name}.js`, `${name}.mjs`],
);

/** Whether it depends on a library that answers requests. */
function isServer(manifest: JsonObject): boolean {
  const libraries = ['express', 'fastify', 'koa', '@hapi/hapi', 'hono', '@hono/node-server', 'restify', 'polka', 'ws'];
  const dependencies = objectIn(manifest, 'dependencies');
  return libraries.some((name) => Object.hasOwn(dependencies, name));
}

function remarksOn(manifest: JsonObject, facts: Facts, tool: Tool): readonly string[] {
  const remarks: string[] = [];
  if (!facts.lock)
    remarks.push(`There is no lock file of ${names[tool]}: commit one, so that every build installs the same.`);
  if (manifest.workspaces !== undefined)
    remarks.push('package.json declares workspaces: name the folders of those that the image needs.');
  return remarks;
}
