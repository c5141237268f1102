import type { SharedHost } from '../../core/host.ts';
import { KustomizationGraph } from '../kustomize/graph.ts';
import { Sources } from '../kustomize/sources.ts';
import type { Manifests } from './manifests.ts';

/** The kustomizations of the workspace; everything they are made of is read, so that it is known what they depend on. */
export function kustomizationsOf({ root, yamlFiles }: Manifests, host: SharedHost): Promise<KustomizationGraph> {
  return host.derive(`kustomizations ${root}`, async (asked, previous: KustomizationGraph | undefined) => {
    const graph = await KustomizationGraph.of(yamlFiles, new Sources(asked, previous?.known));
    await graph.touchParts();
    return graph;
  });
}
