import { type ComposedResource, composedOf } from '../../server/src/workspace/kustomize/composed.ts';
import { KustomizationGraph } from '../../server/src/workspace/kustomize/graph.ts';
import { isKustomizationName } from '../../server/src/workspace/kustomize/locations.ts';
import { Sources } from '../../server/src/workspace/kustomize/sources.ts';
import { testRoot } from './judge.ts';
import { MemoryHost } from './memory-host.ts';

/** The URI of a file of a test. */
export function uriOf(path: string): string {
  return `${testRoot}/${path}`;
}

/** A workspace of files by relative path, and its kustomizations. */
export async function workspace(files: Readonly<Record<string, string>>): Promise<KustomizationGraph> {
  const host = new MemoryHost(Object.fromEntries(Object.entries(files).map(([path, text]) => [uriOf(path), text])));
  return KustomizationGraph.of([...host.files.keys()].filter(isKustomizationName), new Sources(host));
}

/** What the kustomization of a folder builds, and why not all of it could be built. */
export async function built(
  files: Readonly<Record<string, string>>,
  folder = 'app',
): Promise<{ resources: readonly ComposedResource[]; plain: readonly unknown[]; incomplete: readonly string[] }> {
  const graph = await workspace(files);
  const root = graph.kustomizations.find((one) => one.folder === uriOf(folder));
  if (!root) throw new Error(`there is no kustomization in ${folder}`);
  const build = await graph.build(root);
  const resources = composedOf(build);
  const plain = resources.map(({ manifest }) => manifest.document.toPlain());
  return {
    resources,
    plain,
    incomplete: [...build.notes.incomplete, ...build.notes.uncertain, ...build.notes.failures],
  };
}
