import type { Host } from '../../core/host.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { filesOf } from './generators.ts';
import { type Kustomization, type PathEntry, pathEntry } from './kustomization.ts';
import { isRemote, kustomizationNames, locate } from './locations.ts';

/** What a path of a kustomization may lead to. */
export type EntrySort = 'resources' | 'component' | 'yaml' | 'data';

/** A path of a kustomization, and what it may lead to. */
export interface SortedEntry extends PathEntry {
  readonly sort: EntrySort;
}

/** Lists of files with transformers, type declarations and the like. */
const otherLists = ['crds', 'configurations', 'generators', 'transformers', 'validators'] as const;

/** All paths that a kustomization names, in whatever field. */
export function entriesOf(kustomization: Kustomization): readonly SortedEntry[] {
  const { root, resources, components, patches, latePatches, generators } = kustomization;
  const single = [root.get('openapi').get('path'), ...root.get('replacements').items.map((one) => one.get('path'))];
  const listed = otherLists.flatMap((field) => root.get(field).items).filter(isOneLine);
  return [
    ...sorted('resources', resources),
    ...sorted('component', components),
    ...sorted(
      'yaml',
      [...patches, ...latePatches].flatMap(({ path }) => path ?? []),
    ),
    ...sorted(
      'yaml',
      [...listed, ...single].flatMap((value) => pathEntry(value) ?? []),
    ),
    ...sorted('data', generators.flatMap(filesOf)),
  ];
}

/** What may be named at a place that is typed, by the keys that lead there; undefined where no path is. */
export function sortAt(path: readonly string[], key: string | undefined): EntrySort | undefined {
  const place = [...path, ...(key === undefined ? [] : [key])].join('/');
  if (place === 'resources/*' || place === 'bases/*') return 'resources';
  if (place === 'components/*') return 'component';
  if (/^(?:config|secret)?(?:Map)?Generator\/\*\/(?:files\/\*|envs\/\*|env)$/.test(place)) return 'data';
  const isYaml =
    /^(?:patches|patchesJson6902|replacements)\/\*\/path$|^(?:patchesStrategicMerge)\/\*$|^openapi\/path$/.test(
      place,
    ) || otherLists.some((field) => place === `${field}/*`);
  return isYaml ? 'yaml' : undefined;
}

/** The URI of the file that a path leads to, that of its kustomization for a folder; undefined when there is none. */
export async function fileOf({ folder }: Kustomization, { path }: PathEntry, host: Host): Promise<string | undefined> {
  if (isRemote(path)) return undefined;
  const uri = locate(folder, path);
  const inside = await host.listFolder(uri);
  if (inside) {
    const name = kustomizationNames.find((one) => inside.some((entry) => entry.name === one));
    return name && `${uri}/${name}`;
  }
  const beside = await host.listFolder(uri.slice(0, uri.lastIndexOf('/')));
  const name = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  return beside?.some((entry) => entry.name === name && entry.kind === 'file') ? uri : undefined;
}

function sorted(sort: EntrySort, entries: readonly PathEntry[]): readonly SortedEntry[] {
  return entries.map((entry) => ({ ...entry, sort }));
}

function isOneLine(value: YamlValue): boolean {
  return value.text?.includes('\n') === false;
}
