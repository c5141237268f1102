import { URI, Utils } from 'vscode-uri';

export { isKustomizationName, kustomizationNames } from '../../kubernetes/kustomization-name.ts';

/** A URI as all others are written, so that the same file has the same. */
export function normal(uri: string): string {
  return URI.parse(uri).toString();
}

/** The folder of a file, without a slash at the end. */
export function folderOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** Where a path of a kustomization leads to, from its folder; without a slash at the end. */
export function locate(folder: string, path: string): string {
  return Utils.resolvePath(URI.parse(folder), path).toString().replace(/\/+$/, '');
}

/**
 * Whether an entry of `resources` or `components` leads to another host or repository: a URL, an SSH address, or the
 * short form `github.com/owner/name`.
 */
export function isRemote(path: string): boolean {
  return /^[a-z][a-z+.-]*:\/\/|^git@|^[\w-]+@[\w.-]+:|^git::|^(?:www\.)?(?:github|gitlab|bitbucket)\.(?:com|org)[/:]|[?&]ref=/i.test(
    path,
  );
}
