import type { FolderEntry, SharedHost } from '../../core/host.ts';
import { span } from '../../text/span.ts';
import { type EntrySort, entriesOf, sortAt } from '../../workspace/kustomize/entries.ts';
import { folderOf, isKustomizationName, isRemote, locate, normal } from '../../workspace/kustomize/locations.ts';
import { typedPlaceAt } from '../../yaml/key-path.ts';
import type { Assistant, Suggestion } from '../assistant.ts';
import type { Spot } from '../spot.ts';
import { kustomizationOf } from './place.ts';

/** Completes the paths of kustomizations with files and folders that are there and not listed yet. */
export const kustomizePaths: Assistant = { complete };

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  const { file, offset, around } = spot;
  if (!isKustomizationName(file.uri)) return [];
  const place = typedPlaceAt(file.lines, offset);
  const sort = place && sortAt(place.path, place.key);
  if (!place || !sort) return [];
  const typed = file.text.slice(place.start, offset);
  if (isRemote(typed)) return [];
  // A file may be given a key: `key=path`.
  const lead = sort === 'data' ? typed.lastIndexOf('=') + 1 : 0;
  const above = typed.slice(lead, Math.max(lead, typed.lastIndexOf('/') + 1));
  const folder = folderOf(normal(file.uri));
  const listed = await around.host.listFolder(locate(folder, above === '' ? '.' : above));
  const present = new Set(listedIn(spot, folder, place.start));
  const found = await Promise.all(
    (listed ?? []).map((entry) => suggestion(entry, above, folder, sort, around.host, present)),
  );
  const at = span(place.start + lead, place.end);
  const isAbove = sort !== 'data' && /^(?:\.\.\/)*$/.test(above);
  const further = isAbove && `${locate(folder, `${above}..`)}/`.startsWith(`${around.host.rootOf(file.uri)}/`);
  return [
    ...found.flatMap((one) => one ?? []),
    ...(further ? [{ path: `${above}../`, kind: 'folder' } as const] : []),
  ].map(
    ({ path, kind, detail }): Suggestion => ({
      label: path,
      kind,
      detail,
      edit: { span: at, newText: path },
      rank: path.endsWith('/') ? 1 : 0,
    }),
  );
}

/** A path that can be named; one that ends with a slash leads on. */
interface Offer {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  readonly detail?: string | undefined;
}

async function suggestion(
  { name, kind }: FolderEntry,
  above: string,
  folder: string,
  sort: EntrySort,
  host: SharedHost,
  present: ReadonlySet<string>,
): Promise<Offer | undefined> {
  const path = above + name;
  const uri = locate(folder, path);
  if (name.startsWith('.') || uri === folder || present.has(uri) || isKustomizationName(name)) return undefined;
  if (kind === 'file') {
    if (sort === 'component' || (sort !== 'data' && !/\.(?:ya?ml|json)$/i.test(name))) return undefined;
    return { path, kind };
  }
  const inside = await host.listFolder(uri);
  const isKustomized = inside?.some((entry) => isKustomizationName(entry.name)) === true;
  // A folder that holds the kustomization itself cannot be one of its parts.
  if (isKustomized && (sort === 'resources' || sort === 'component') && !folder.startsWith(`${uri}/`))
    return { path, kind, detail: 'kustomization' };
  return inside ? { path: `${path}/`, kind } : undefined;
}

/** The files and folders that the kustomization lists, by URI, but for the one that is being typed. */
function listedIn({ file }: Spot, folder: string, typedAt: number): readonly string[] {
  const kustomization = kustomizationOf(file);
  if (!kustomization) return [];
  const { start } = kustomization.source;
  return entriesOf(kustomization)
    .filter(({ path, value }) => !isRemote(path) && (value.span?.start ?? 0) + start !== typedAt)
    .map(({ path }) => locate(folder, path));
}
