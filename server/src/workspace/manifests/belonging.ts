import { URI, Utils } from 'vscode-uri';
import { globMatcher } from '../../text/globs.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { ResourceEntry } from './manifest-file.ts';
import type { Manifests } from './manifests.ts';

/** Whether a file, given by its URI, belongs to a group of files. */
export type Belongs = (uri: string) => boolean;

/** Files of which somebody says that they are applied together. */
interface Group {
  /** The folder that holds them, without a slash at its end. */
  readonly folder: string;
  readonly belongs: Belongs;
}

/** The files that are declared to be applied together with a file; undefined when nobody says of it that it is. */
export function belongingOf(uri: string, manifests: Manifests): Belongs | undefined {
  const groups = groupsOf(manifests).filter(({ belongs }) => belongs(uri));
  // The innermost knows best.
  return groups.toSorted((one, other) => other.folder.length - one.folder.length)[0]?.belongs;
}

export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

const known = new WeakMap<Manifests, readonly Group[]>();

function groupsOf(manifests: Manifests): readonly Group[] {
  const groups = known.get(manifests) ?? [
    ...chartsOf(manifests),
    ...manifests.index.ofKind('Application', 'ApplicationSet').flatMap((entry) => applied(entry, manifests.root)),
    ...manifests.index.ofKind('Config').flatMap(deployed),
  ];
  known.set(manifests, groups);
  return groups;
}

/** The folders with a `Chart.yaml`. */
function chartsOf({ yamlFiles }: Manifests): readonly Group[] {
  return yamlFiles.filter((file) => /\/Chart\.ya?ml$/.test(file)).map((file) => below(folderOf(file)));
}

/** The folders that an Argo CD application names as its sources, seen from the root of the workspace. */
function applied(entry: ResourceEntry, root: string): readonly Group[] {
  const spec = entry.group === 'argoproj.io' ? entry.read()?.value.get('spec') : undefined;
  if (!spec) return [];
  const sources = [spec.get('source'), ...spec.get('sources').items, spec.at('template', 'spec', 'source')];
  const paths = sources.flatMap((source) => source.get('path').text ?? []);
  return paths.filter((path) => !/^\.?\/?$/.test(path) && !path.includes('{')).map((path) => below(join(root, path)));
}

/**
 * The manifests that a `skaffold.yaml` deploys together, seen from its folder: plain ones by pattern, and those of
 * kustomizations (skaffold.dev/docs/references/yaml, `manifests`, and `deploy` before v3).
 */
function deployed(entry: ResourceEntry): readonly Group[] {
  const value = entry.group === 'skaffold' ? entry.read()?.value : undefined;
  if (!value) return [];
  const folder = folderOf(entry.file.uri);
  const patterns = [
    ...textsOf(value.at('manifests', 'rawYaml')),
    ...textsOf(value.at('deploy', 'kubectl', 'manifests')),
  ];
  const overlays = [
    ...textsOf(value.at('manifests', 'kustomize', 'paths')),
    ...textsOf(value.at('deploy', 'kustomize', 'paths')),
  ];
  const matches = globMatcher([...patterns, ...overlays.map((path) => `${path.replace(/\/$/, '')}/**`)].map(plain), {});
  if (patterns.length + overlays.length === 0) return [];
  const prefix = `${folder}/`;
  return [{ folder, belongs: (uri) => uri.startsWith(prefix) && matches(decodeURI(uri.slice(prefix.length))) }];
}

function textsOf(list: YamlValue): readonly string[] {
  return list.items.flatMap(({ text }) => text ?? []);
}

function plain(pattern: string): string {
  return pattern.replace(/^\.\//, '');
}

function join(folder: string, path: string): string {
  return Utils.joinPath(URI.parse(folder), path).toString().replace(/\/$/, '');
}

function below(folder: string): Group {
  return { folder, belongs: (uri) => uri.startsWith(`${folder}/`) };
}
