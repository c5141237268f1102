import { type DocumentFilter, Uri, workspace } from 'vscode';
import type { DiagnosticProviderMiddleware } from 'vscode-languageclient';

/**
 * The documents that the server is told of, wherever they come from: a disk, a remote machine, a repository, nowhere.
 * Other extensions call the templates of a chart `helm`; without one of these they are YAML, but for named templates and
 * notes, which are known by where they lie. Kustomizations may be called so without an extension. Compose files and
 * workflows have languages of their own where an editor or another extension gives them one; Bake files have several.
 */
export const selector = [
  { language: 'dockerfile' },
  { language: 'yaml' },
  { language: 'helm' },
  { pattern: '**/templates/**/*.{tpl,txt}' },
  { pattern: '**/Kustomization' },
  { language: 'dockercompose' },
  { language: 'github-actions-workflow' },
  { pattern: '**/docker-bake*.{hcl,json}' },
] satisfies DocumentFilter[];

/**
 * Asks for diagnostics of documents that somebody works on. What the other side of a comparison shows, or an old
 * version, can be read and hovered like any other, but nobody can mend it: in the Problems panel it would only appear
 * as a second copy of the file.
 */
export const onlyWorkedOn: NonNullable<DiagnosticProviderMiddleware['provideDiagnostics']> = (
  document,
  previousResultId,
  token,
  next,
) => {
  const uri = document instanceof Uri ? document : document.uri;
  return isWorkedOn(uri) ? next(document, previousResultId, token) : undefined;
};

function isWorkedOn(uri: Uri): boolean {
  return workspace.fs.isWritableFileSystem(uri.scheme) !== false || workspace.getWorkspaceFolder(uri) !== undefined;
}
