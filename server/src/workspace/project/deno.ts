import { healthIn } from './health.ts';
import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import { objectIn, type ProjectFolder, textIn } from './project-folder.ts';

const portPatterns = [
  /\bDeno\.serve\(\s*\{[^}]*?\bport:\s*(\d{2,5})\b/,
  /\.listen\(\s*\{[^}]*?\bport:\s*(\d{2,5})\b/,
  /\bPORT['"]\)\s*(?:\|\||\?\?)\s*['"]?(\d{2,5})\b/,
];

/** A project of Deno: a folder with a deno.json. Deno.serve listens on port 8000 (docs.deno.com). */
export async function detectDeno(folder: ProjectFolder): Promise<Project | undefined> {
  const file = await folder.first(['deno.json', 'deno.jsonc']);
  const settings = file && (await folder.readJson(file));
  if (!file || !settings) return undefined;
  const facts: Partial<Record<FactName, Fact>> = {};
  const name = textIn(settings, 'name')?.replace(/^@[^/]*\//, '');
  if (name) facts.name = fact(name, file, `name is "${name}"`);
  if (await folder.has('deno.lock')) facts.lock = fact('deno.lock', 'deno.lock', 'it is here');
  const start = textIn(objectIn(settings, 'tasks'), 'start');
  const started = start && /\bdeno\s+(?:run|serve)\b.*?\s([\w./-]+\.[cm]?[jt]sx?)\b/.exec(start)?.[1];
  const usual = await folder.first(['main.ts', 'server.ts', 'mod.ts', 'src/main.ts', 'main.js']);
  if (start) facts.start = fact(start, file, `tasks.start is "${start}"`);
  if (started) facts.main = fact(started.replace(/^\.\//, ''), file, `tasks.start is "${start}"`);
  else if (usual) facts.main = fact(usual, usual, 'it is here');
  const main = facts.main?.value;
  const port = main === undefined ? undefined : await portInSources(folder, [main], portPatterns);
  if (port) facts.port = port;
  const health = main === undefined ? undefined : await healthIn(folder, [main]);
  if (health) facts.health = health;
  const serves = main !== undefined && /\bDeno\.serve\b|\.listen\(/.test((await folder.read(main)) ?? '');
  if (serves && !port) facts.port = fact('8000', main, 'Deno.serve listens on it');
  return {
    language: 'deno',
    tool: 'deno',
    title: 'Deno',
    because: { file, says: 'it is here' },
    shape: serves || port ? 'service' : 'program',
    facts,
    remarks: [],
  };
}
