import { URI, Utils } from 'vscode-uri';
import type { ResourceEntry } from './manifest-file.ts';
import type { Manifests } from './manifests.ts';

/** The resources that belong together with a file. */
export interface Scope {
  readonly entries: readonly ResourceEntry[];
  /** Whether somebody says that they do, as a chart does; files of one folder may each be an example of its own. */
  readonly isDeclared: boolean;
}

/**
 * The resources that are applied together with those of a file, which is among `manifests` or not: those of its chart, of
 * the paths that an Argo CD application or Skaffold names, or of its folder. Its own are left out.
 */
export function scopeOf(uri: string, manifests: Manifests): Scope {
  const chart = chartOf(uri, manifests);
  const declared = chart ? below(chart) : inNamedPath(uri, manifests);
  const belongs = declared ?? sameFolder(uri);
  const entries: ResourceEntry[] = [];
  for (const [other, file] of manifests.files) {
    if (other !== uri && belongs(other)) for (const entry of file.entries) entries.push(entry);
  }
  return { entries, isDeclared: declared !== undefined };
}

type Belongs = (uri: string) => boolean;

const below =
  (folder: string): Belongs =>
  (uri) =>
    uri.startsWith(`${folder}/`);

function sameFolder(uri: string): Belongs {
  const folder = folderOf(uri);
  return (other) => folderOf(other) === folder;
}

/** The nearest folder above with a `Chart.yaml`. */
function chartOf(uri: string, { yamlFiles }: Manifests): string | undefined {
  const charts = yamlFiles.filter((file) => /\/Chart\.ya?ml$/.test(file)).map(folderOf);
  return longest(charts.filter((chart) => uri.startsWith(`${chart}/`)));
}

/** The folder that an Argo CD application in the workspace names as its source, and that holds the file. */
function inNamedPath(uri: string, { index, root }: Manifests): Belongs | undefined {
  const named = index.ofKind('Application', 'ApplicationSet').flatMap((entry) => {
    if (entry.group !== 'argoproj.io') return [];
    const spec = entry.read()?.value.get('spec');
    const sources = spec
      ? [spec.get('source'), ...spec.get('sources').items, spec.at('template', 'spec', 'source')]
      : [];
    return sources.flatMap((source) => source.get('path').text ?? []);
  });
  const folders = named
    .filter((path) => !path.includes('{') && path !== '.' && path !== '')
    .map((path) => Utils.joinPath(URI.parse(root), path).toString().replace(/\/$/, ''));
  const folder = longest(folders.filter((one) => uri.startsWith(`${one}/`)));
  return folder === undefined ? undefined : below(folder);
}

function longest(texts: readonly string[]): string | undefined {
  return texts.toSorted((one, other) => other.length - one.length)[0];
}

function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}
