import { healthIn } from './health.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { releases } from './releases.ts';

/** The programs of a module are looked for in so many folders. */
const mostPrograms = 20;

const portPatterns = [
  /\bListenAndServe(?:TLS)?\(\s*"[^":]*:(\d{2,5})"/,
  /\bAddr:\s*"[^":]*:(\d{2,5})"/,
  /\.(?:Run|Start|Listen)\(\s*"[^":]*:(\d{2,5})"/,
  /\bnet\.Listen\(\s*"tcp[46]?",\s*"[^":]*:(\d{2,5})"/,
  /\b(?:port|PORT|\w*Port)\s*:?=\s*"?:?(\d{2,5})"?\s*$/m,
  /"(?:port|addr|listen)",\s*"?(?:[^":,\d]*:)?(\d{2,5})"?/,
];

/** A module of Go: a folder with a go.mod. */
export async function detectGo(folder: ProjectFolder): Promise<Project | undefined> {
  const text = await folder.read('go.mod');
  if (text === undefined) return undefined;
  const facts: Partial<Record<FactName, Fact>> = {};
  const module = /^module\s+"?([^\s"]+)/m.exec(text)?.[1];
  const programs = await programsOf(folder);
  const [program] = programs;
  const ofModule = module?.replace(/\/v\d+$/, '').replace(/^.*\//, '');
  if (program !== undefined && program !== '.') {
    const name = program.slice(program.lastIndexOf('/') + 1);
    facts.name = fact(name, program, 'its files are package main');
  } else if (module && ofModule) facts.name = fact(ofModule, 'go.mod', `module is ${module}`);
  const version = versionOf(text);
  if (version) facts.version = version;
  if (await folder.has('go.sum')) facts.lock = fact('go.sum', 'go.sum', 'it is here');
  if (program !== undefined) facts.main = fact(program, program, 'its files are package main');
  const sources = program === undefined ? [] : await goFiles(folder, program);
  const port = await portInSources(folder, sources, portPatterns);
  if (port) facts.port = port;
  const health = await healthIn(folder, sources);
  if (health) facts.health = health;
  const serves = /\bnet\/http"|gin-gonic|labstack\/echo|gofiber|go-chi|google\.golang\.org\/grpc/;
  const answers = port !== undefined || serves.test(text) || (await someSays(folder, sources, serves));
  return {
    language: 'go',
    tool: 'go',
    title: 'Go',
    because: { file: 'go.mod', says: module ? `module is ${module}` : 'it is here' },
    shape: answers ? 'service' : 'program',
    facts,
    remarks: [
      ...(program === undefined
        ? ['There is no package main here: say in the Dockerfile which package is built.']
        : []),
      ...(programs.length > 1
        ? [`There are ${programs.length} programs: ${programs.join(', ')}. The first is built.`]
        : []),
    ],
  };
}

/**
 * The version to build with. The line `go` says what is needed at least (go.dev/ref/mod, "go directive"), and newer releases
 * build what older ones do: a release that is no longer maintained is not taken.
 */
function versionOf(text: string): Fact | undefined {
  const [whole, chosen] = /^toolchain\s+go(\d+\.\d+)\S*/m.exec(text) ?? /^go\s+(\d+\.\d+)\S*/m.exec(text) ?? [];
  if (whole === undefined || chosen === undefined) return undefined;
  const isMaintained = releases.go.some((one) => one === chosen);
  const isNewer = Number(chosen.split('.')[1]) > Number(releases.go[0].split('.')[1]);
  return fact(isMaintained || isNewer ? chosen : releases.go[0], 'go.mod', `it says ${whole.trim()}`);
}

/** The folders whose files are package main, as paths: the module's own `.`, then those in cmd, then others. */
async function programsOf(folder: ProjectFolder): Promise<readonly string[]> {
  const commands = (await folder.folders('cmd')).map((name) => `cmd/${name}`);
  const others = (await folder.folders()).filter(
    (name) => !/^(?:cmd|docs|examples?|internal|test|testdata|tools|vendor)$/.test(name),
  );
  const found: string[] = [];
  for (const place of ['.', ...namesake(commands, folder.name), 'cmd', ...others].slice(0, mostPrograms)) {
    if (await holdsMain(folder, place)) found.push(place);
    // What lies elsewhere is a program only where the usual places hold none.
    if (found.length > 0 && place === 'cmd') break;
  }
  return found;
}

/** Puts the program that is called as its folder before the others. */
function namesake(paths: readonly string[], name: string): readonly string[] {
  return paths.toSorted((one, other) => Number(other === `cmd/${name}`) - Number(one === `cmd/${name}`));
}

async function holdsMain(folder: ProjectFolder, place: string): Promise<boolean> {
  return someSays(folder, await goFiles(folder, place), /^package main\b/m);
}

async function goFiles(folder: ProjectFolder, place: string): Promise<readonly string[]> {
  const path = place === '.' ? '' : place;
  const names = await folder.files(/(?<!_test)\.go$/, path);
  const ordered = names.toSorted((one, other) => Number(other === 'main.go') - Number(one === 'main.go'));
  return ordered.slice(0, 12).map((name) => (path === '' ? name : `${path}/${name}`));
}

async function someSays(folder: ProjectFolder, files: readonly string[], pattern: RegExp): Promise<boolean> {
  for (const file of files) if (pattern.test((await folder.read(file)) ?? '')) return true;
  return false;
}
