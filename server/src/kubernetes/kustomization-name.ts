/** The names a kustomization may have, as `kustomize` looks for them. */
export const kustomizationNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** Whether a file, given by its name, path or URI, is called as kustomizations are. */
export function isKustomizationName(uri: string): boolean {
  return kustomizationNames.includes(uri.slice(uri.lastIndexOf('/') + 1));
}
