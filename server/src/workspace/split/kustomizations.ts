import { Refusal } from '../../core/fix.ts';
import type { SharedHost } from '../../core/host.ts';
import type { Container } from '../../kubernetes/container.ts';
import { sameValue } from '../../yaml/same.ts';
import type { ImageUse } from '../image-links/image-uses.ts';
import { composedFor } from '../kustomize/composed.ts';
import type { KustomizationGraph } from '../kustomize/graph.ts';
import type { Kustomization } from '../kustomize/kustomization.ts';
import { normal } from '../kustomize/locations.ts';
import { kustomizationsOf } from '../manifests/kustomizations.ts';
import { Manifests } from '../manifests/manifests.ts';

/** No container is compared with what it becomes in more kustomizations than this. */
const mostRoots = 20;

/**
 * Whether kustomizations build upon the manifest of a container; refused where one of them makes another container of it,
 * as a new one beside it would lack what it changes. Another tag that `images` gives is given to all containers alike.
 */
export async function areBuiltUpon({ container, place }: ImageUse, host: SharedHost): Promise<boolean | Refusal> {
  const { uri } = place.file;
  const graph = await kustomizationsOf(await Manifests.around(uri, host), host);
  const roots = graph.rootsOf(uri);
  if (roots.length === 0) return false;
  const refusal = new Refusal('A kustomization builds upon the manifest, and changes what the container is.');
  if (roots.length > mostRoots) return refusal;
  const start = place.span.start - (container.value.get('image').span?.start ?? 0);
  const resources = (await composedFor(uri, graph)).filter((one) => one.isMadeOf(normal(uri), start));
  for (const root of roots) {
    const built = resources.find((one) => one.root === root);
    const become = built?.manifest.containers.find(({ name }) => name === container.name);
    if (!built?.isCertain || !become || !isSame(container, become, hasPatches(root, graph))) return refusal;
  }
  return true;
}

/** Whether a container is built as it is written, and its pod has the volumes that are written. */
function isSame(written: Container, built: Container, isPatched: boolean): boolean {
  const keys = new Set([...written.value.entries, ...built.value.entries].map(([key]) => key));
  if (!isPatched) keys.delete('image');
  const [before, after] = [written.pod.spec.get('volumes'), built.pod.spec.get('volumes')];
  if (before.exists !== after.exists || (before.exists && !sameValue(before, after))) return false;
  return [...keys].every((key) => sameValue(written.value.get(key), built.value.get(key)));
}

function hasPatches(root: Kustomization, graph: KustomizationGraph): boolean {
  const parts = new Set(graph.partsOf(root).kustomizations);
  return graph.kustomizations.some(
    ({ uri, patches, latePatches }) => parts.has(uri) && patches.length + latePatches.length > 0,
  );
}
