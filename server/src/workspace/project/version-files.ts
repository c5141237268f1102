import type { Fact } from './project.ts';
import { fact } from './project.ts';
import type { ProjectFolder } from './project-folder.ts';

/** The first line of a file that holds a version and nothing else, such as `.python-version`. */
export async function versionIn(folder: ProjectFolder, file: string): Promise<string | undefined> {
  const line = (await folder.read(file))
    ?.split(/\r?\n/)
    .map((one) => one.replace(/#.*/, '').trim())
    .find((one) => one !== '');
  return line === undefined || line.length > 60 ? undefined : line;
}

/** The version that asdf and mise use of a tool, given by the names it has there (their `.tool-versions`). */
export async function toolVersion(folder: ProjectFolder, ...names: readonly string[]): Promise<Fact | undefined> {
  const file = '.tool-versions';
  for (const line of (await folder.read(file))?.split(/\r?\n/) ?? []) {
    const [name = '', version] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (names.includes(name) && version !== undefined) return fact(version, file, `${name} ${version}`);
  }
  return undefined;
}

/** The first two numbers of a version, as tags of images have them: `3.12` of `3.12.4`. */
export function majorMinor(version: string): string | undefined {
  const match = /(\d+)\.(\d+)/.exec(version);
  return match ? `${match[1]}.${match[2]}` : undefined;
}
