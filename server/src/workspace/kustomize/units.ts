import type { SharedHost } from '../../core/host.ts';
import type { ComposedUnit, PlaceInUnit, ReadFile } from '../../core/surveyor.ts';
import type { PlacedUnit, Unit } from '../../core/unit.ts';
import type { Span } from '../../text/span.ts';
import { findYamlFiles } from '../manifests/yaml-files.ts';
import { type ComposedResource, composedFor } from './composed.ts';
import { KustomizationGraph } from './graph.ts';
import { isKustomizationName, normal } from './locations.ts';
import { Sources } from './sources.ts';

/**
 * The resources that kustomizations of the workspace build of a file's documents, to be judged in their place. A build
 * of which not all is known is left out, and a kustomization has no documents that are built.
 */
export async function composedUnits(
  file: ReadFile,
  neighbours: unknown,
  host: SharedHost,
): Promise<readonly ComposedUnit[]> {
  const uri = normal(file.uri);
  if (isKustomizationName(uri)) return [];
  const graph = await graphAround(file.uri, host);
  if (graph.rootsOf(uri).length === 0) return [];
  const isNewer = (await host.readText(file.uri)) !== file.text;
  const own = isNewer ? graph.readBy(new Sources(host, graph.known, { uri, text: file.text })) : graph;
  const resources = await composedFor(uri, own, mostRoots);
  return resources
    .filter(({ isCertain }) => isCertain)
    .map((resource) => composedUnit(resource, uri, file.units, neighbours));
}

/** The kustomizations of the workspace that a file belongs to. */
function graphAround(uri: string, host: SharedHost): Promise<KustomizationGraph> {
  const root = host.rootOf(uri);
  return host.derive(`kustomizations ${root}`, async (asked, previous: KustomizationGraph | undefined) => {
    const { uris } = await findYamlFiles(root, asked);
    const graph = await KustomizationGraph.of(uris, new Sources(asked, previous?.known));
    await graph.touchParts();
    return graph;
  });
}

/** In how many builds a file is judged. What is wrong with it in the first ones is rarely right in the others. */
const mostRoots = 4;

function composedUnit(
  resource: ComposedResource,
  uri: string,
  units: readonly PlacedUnit[],
  neighbours: unknown,
): ComposedUnit {
  const unit = unitOf(resource);
  const own = units.filter(({ start }) => resource.isMadeOf(uri, start));
  const placeOf = (span: Span): PlaceInUnit | undefined => {
    const place = resource.placeIn(uri, span);
    const placed = place && own.findLast(({ start }) => start <= place.start);
    if (!place || !placed) return undefined;
    return { unit: placed.unit, span: { start: place.start - placed.start, end: place.end - placed.start } };
  };
  return { unit, neighbours, madeOf: own.map((placed) => placed.unit), placeOf };
}

const known = new WeakMap<ComposedResource, Unit>();

/** The same unit for the same resource, so that it is judged once for all of its files. */
function unitOf(resource: ComposedResource): Unit {
  const { manifest } = resource;
  const unit = known.get(resource) ?? {
    language: 'kubernetes',
    text: manifest.text,
    model: manifest,
    suppressions: [],
  };
  known.set(resource, unit);
  return unit;
}
