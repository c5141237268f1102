import type { Host } from '../../core/host.ts';
import { mostSimilar } from '../../text/similar.ts';
import { filesOf } from './generators.ts';
import type { Kustomization, PathEntry } from './kustomization.ts';
import { isKustomizationName, isRemote, kustomizationNames, locate } from './locations.ts';

/** A path that leads to nothing that can be built. */
export interface MissingPath {
  readonly entry: PathEntry;
  /** What is wrong, as a message. */
  readonly problem: string;
  /** What is nearly called so: its name, the part of the path that it stands in for, and the path that results. */
  readonly nearest: { readonly name: string; readonly instead: string; readonly path: string } | undefined;
}

/** The paths of a kustomization at which there is nothing, or a folder that has no kustomization. */
export async function missingPaths(kustomization: Kustomization, host: Host): Promise<readonly MissingPath[]> {
  const missing: MissingPath[] = [];
  for (const entry of [...kustomization.resources, ...kustomization.components]) {
    const folders = kustomization.components.includes(entry) ? 'only' : 'also';
    const found = isRemote(entry.path) ? undefined : await checkPath(kustomization, entry, host, folders);
    if (found) missing.push(found);
  }
  for (const { path } of [...kustomization.patches, ...kustomization.latePatches]) {
    const found = path && !isRemote(path.path) ? await checkPath(kustomization, path, host, 'never') : undefined;
    if (found) missing.push(found);
  }
  for (const entry of kustomization.generators.flatMap(filesOf)) {
    const found = await checkPath(kustomization, entry, host, 'never');
    if (found) missing.push(found);
  }
  return missing;
}

/** A folder that cannot be listed lies outside what may be read: nothing is known of it. */
async function checkPath(
  { folder }: Kustomization,
  entry: PathEntry,
  host: Host,
  folders: 'only' | 'also' | 'never',
): Promise<MissingPath | undefined> {
  const uri = locate(folder, entry.path);
  const parent = await host.listFolder(uri.slice(0, uri.lastIndexOf('/')));
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  if (!parent)
    return (await lacksParent(uri, host))
      ? { entry, problem: `${nothingAt(entry)}: correct the path, or take it out`, nearest: undefined }
      : undefined;
  const there = parent.find((one) => one.name === name);
  if (there?.kind === 'file' && folders !== 'only') return undefined;
  if (there?.kind === 'folder' && folders !== 'never') {
    const inside = await host.listFolder(uri);
    if (!inside || inside.some((one) => kustomizationNames.includes(one.name))) return undefined;
    const problem = `The folder ${entry.path} has no kustomization, so that the build fails: name its files, or add a kustomization.yaml`;
    return { entry, problem, nearest: undefined };
  }
  const candidates = parent.filter((one) =>
    one.kind === 'file' ? folders !== 'only' && isReadable(one.name) : folders !== 'never',
  );
  const similar = mostSimilar(
    name,
    candidates.map((one) => one.name),
  );
  const at = entry.path.lastIndexOf(name);
  const path = entry.path.slice(0, at) + similar + entry.path.slice(at + name.length);
  const nearest = similar === undefined || at === -1 ? undefined : { name: similar, instead: name, path };
  const hint = nearest ? `did you mean ${nearest.path}?` : 'correct the path, or take it out';
  return { entry, problem: `${nothingAt(entry)}: ${hint}`, nearest };
}

function nothingAt({ path }: PathEntry): string {
  return `There is no ${path} here, so that the build fails`;
}

/** What may be a resource or a patch, a kustomization being none. */
function isReadable(name: string): boolean {
  return !isKustomizationName(name) && !name.startsWith('.');
}

/** Whether a folder above a path is known, and the next one down is not in it. */
async function lacksParent(uri: string, host: Host): Promise<boolean> {
  let below = uri.slice(0, uri.lastIndexOf('/'));
  for (let depth = 0; depth < deepest; depth++) {
    const above = below.slice(0, below.lastIndexOf('/'));
    const entries = await host.listFolder(above);
    const name = decodeURIComponent(below.slice(below.lastIndexOf('/') + 1));
    if (entries) return entries.every((one) => one.name !== name);
    below = above;
  }
  return false;
}

/** How many folders are looked up for one that is there. */
const deepest = 8;
