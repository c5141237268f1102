import { portInSources } from './ports.ts';
import { type Fact, type FactName, fact, type Project } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';
import { releases } from './releases.ts';
import { majorMinor, toolVersion } from './version-files.ts';
import { releaseIn } from './version-range.ts';

const file = 'mix.exs';

/** A project of Elixir: a folder with a mix.exs. Phoenix listens on port 4000 (hexdocs.pm/phoenix). */
export async function detectElixir(folder: ProjectFolder): Promise<Project | undefined> {
  const text = await folder.read(file);
  if (text === undefined) return undefined;
  const facts: Partial<Record<FactName, Fact>> = {};
  const app = /\bapp:\s*:(\w+)/.exec(text)?.[1];
  if (app) facts.name = fact(app, file, `app is :${app}`);
  const tool = await toolVersion(folder, 'elixir');
  const listed = tool && majorMinor(tool.value);
  const range = /\belixir:\s*"([^"]+)"/.exec(text)?.[1];
  const chosen = range === undefined ? undefined : releaseIn(range.replace(/\s+or\s+/g, ' || '), releases.elixir);
  if (listed && tool) facts.version = { ...tool, value: listed };
  else if (chosen) facts.version = fact(chosen, file, `elixir is "${range}"`);
  if (await folder.has('mix.lock')) facts.lock = fact('mix.lock', 'mix.lock', 'it is here');
  const isPhoenix = /\{\s*:phoenix\s*,/.test(text);
  if (isPhoenix) facts.framework = fact('Phoenix', file, 'it depends on :phoenix');
  const port =
    (await portInSources(
      folder,
      ['config/runtime.exs', 'config/prod.exs', 'config/config.exs'],
      [/System\.get_env\(\s*"PORT"\s*\)?\s*(?:\|\||,)\s*"?(\d{2,5})/, /\bport:\s*(\d{2,5})\b/],
    )) ?? (isPhoenix ? fact('4000', file, 'Phoenix listens on it') : undefined);
  if (port) facts.port = port;
  return {
    language: 'elixir',
    tool: 'mix',
    title: 'Elixir with Mix',
    because: { file, says: app ? `app is :${app}` : 'it is here' },
    shape: port ? 'service' : 'program',
    facts,
    remarks: [
      ...(facts.lock ? [] : ['There is no mix.lock: commit it, so that every build takes the same dependencies.']),
      ...((await folder.folders()).includes('config')
        ? []
        : ['There is no folder config, which the Dockerfile copies: make it, or take the line out.']),
    ],
  };
}
