import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';

/** A resource as people speak of it: `Deployment/web`. */
export function titleOf({ kind, name }: Pick<ResourceEntry, 'kind' | 'name'>): string {
  return name === undefined ? kind : `${kind}/${name}`;
}

/** A resource in Markdown, as a link to where it is declared, with the name of the file when that is another one. */
export function linkTo(entry: ResourceEntry, fromUri: string): string {
  const { file, span } = entry;
  const line = file.lines.lineAt(span.start) + 1;
  const where =
    file.uri === fromUri ? '' : ` in \`${decodeURIComponent(file.uri.slice(file.uri.lastIndexOf('/') + 1))}\``;
  return `[${titleOf(entry)}](${file.uri}#L${line})${where}`;
}
