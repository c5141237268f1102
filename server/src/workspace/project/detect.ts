import type { Host } from '../../core/host.ts';
import { detectCmake } from './cmake.ts';
import { detectDeno } from './deno.ts';
import { detectDotnet } from './dotnet.ts';
import { detectElixir } from './elixir.ts';
import { detectGo } from './go.ts';
import { detectGradle } from './gradle.ts';
import { detectMaven } from './maven.ts';
import { detectNode } from './node.ts';
import { detectPhp } from './php.ts';
import type { Detector, Project } from './project.ts';
import { ProjectFolder } from './project-folder.ts';
import { detectPython } from './python.ts';
import { detectRuby } from './ruby.ts';
import { detectRust } from './rust.ts';
import { detectSbt } from './sbt.ts';
import { detectStaticSite } from './static-site.ts';

/**
 * What a folder may hold, the likeliest to be what is run first: many projects of other languages have a package.json for
 * what browsers get. An index.html makes a site only where there is nothing else.
 */
const detectors: readonly Detector[] = [
  detectDotnet,
  detectMaven,
  detectGradle,
  detectSbt,
  detectElixir,
  detectRuby,
  detectGo,
  detectRust,
  detectPython,
  detectPhp,
  detectDeno,
  detectNode,
  detectCmake,
];

/** The projects that a folder, given by its URI, holds; what is most likely run comes first. */
export async function projectsIn(
  uri: string,
  host: Pick<Host, 'readText' | 'listFolder'>,
): Promise<readonly Project[]> {
  const folder = new ProjectFolder(uri, host);
  const found = (await Promise.all(detectors.map((detect) => detect(folder)))).flatMap((project) => project ?? []);
  if (found.length === 0) found.push(...[await detectStaticSite(folder)].flatMap((site) => site ?? []));
  return found.map(withAddress);
}

/** Adds that nobody will reach a program that listens for its own machine, where that is what the file says. */
function withAddress(project: Project): Project {
  const because = project.facts.port?.because;
  if (!because || !/\b127\.0\.0\.1\b|\blocalhost\b/.test(because.says)) return project;
  const remark = `${because.file} listens on its own machine alone (${because.says}): in a container nobody reaches that.`;
  return { ...project, remarks: [...project.remarks, remark] };
}

/** So many folders are looked into for projects. */
const mostFolders = 50;

/** The folders right below one that hold projects, with the first of each: for people who chose a folder too high up. */
export async function projectsBelow(
  uri: string,
  host: Pick<Host, 'readText' | 'listFolder'>,
): Promise<readonly { readonly folder: string; readonly project: Project }[]> {
  const names = (await new ProjectFolder(uri, host).folders()).filter(
    (name) => name !== 'node_modules' && name !== 'vendor',
  );
  const found = await Promise.all(
    names.slice(0, mostFolders).map(async (name) => {
      const [project] = await projectsIn(`${uri.replace(/\/$/, '')}/${encodeURIComponent(name)}`, host);
      return project ? [{ folder: name, project }] : [];
    }),
  );
  return found.flat();
}
