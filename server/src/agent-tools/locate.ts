import { URI, Utils } from 'vscode-uri';
import { Unanswerable } from './agent-tool.ts';

/**
 * The URIs that a path may mean: one for a URI, one below each folder for a relative path. Where an absolute one lies, on
 * this machine or another, the folders tell. Throws `Unanswerable` when it leads out of all of them. `folders` are URIs without a slash at the end.
 */
export function locate(path: string, folders: readonly string[]): readonly string[] {
  const isUri = /^[a-z][a-z\d+.-]+:\/\//i.test(path);
  const isAbsolute = /^(?:[\\/]|[a-z]:[\\/])/i.test(path);
  const bases = folders.map((folder) => URI.parse(folder));
  const candidates = isUri
    ? [URI.parse(path)]
    : isAbsolute
      ? bases.map((base) => base.with({ path: URI.file(path).path }))
      : bases.map((base) => Utils.joinPath(base, path.replaceAll('\\', '/')));
  // Joining a path of one part resolves the dots that one written by somebody else may have.
  const within = candidates
    .map((uri) =>
      Utils.joinPath(uri.with({ query: '', fragment: '' }), '.')
        .toString()
        .replace(/\/$/, ''),
    )
    .filter((uri) => folders.some((folder) => uri === folder || uri.startsWith(`${folder}/`)));
  if (within.length === 0) throw new Unanswerable(`${path} lies outside of the workspace.`);
  return [...new Set(within)];
}
