import { type Fact, fact } from './project.ts';
import { type JsonObject, objectIn, type ProjectFolder, textIn } from './project-folder.ts';
import { releases } from './releases.ts';
import { toolVersion, versionIn } from './version-files.ts';
import { releaseIn } from './version-range.ts';

/** The names of the lines with long-term support (github.com/nodejs/Release, schedule.json). */
const lines: Readonly<Record<string, string>> = {
  fermium: '14',
  gallium: '16',
  hydrogen: '18',
  iron: '20',
  jod: '22',
  krypton: '24',
};

/** The major version of Node.js that a project asks for; a range comes to the version to take by default where it can. */
export async function nodeVersion(folder: ProjectFolder, manifest: JsonObject): Promise<Fact | undefined> {
  for (const file of ['.nvmrc', '.node-version']) {
    const text = await versionIn(folder, file);
    const major = text === undefined ? undefined : majorOf(text);
    if (major) return fact(major, file, `it says ${text}`);
  }
  const volta = textIn(objectIn(manifest, 'volta'), 'node');
  const pinned = volta === undefined ? undefined : majorOf(volta);
  if (pinned) return fact(pinned, 'package.json', `volta.node is "${volta}"`);
  const tool = await toolVersion(folder, 'nodejs', 'node');
  const listed = tool && majorOf(tool.value);
  if (listed) return { ...tool, value: listed };
  const engines = textIn(objectIn(manifest, 'engines'), 'node');
  const chosen = engines === undefined ? undefined : releaseIn(engines, releases.node);
  return chosen ? fact(chosen, 'package.json', `engines.node is "${engines}"`) : undefined;
}

function majorOf(text: string): string | undefined {
  const line = /^lts\/(\w+)$/.exec(text)?.[1];
  if (line !== undefined) return lines[line.toLowerCase()];
  return /^v?(\d+)(?:[.\s]|$)/.exec(text)?.[1];
}
