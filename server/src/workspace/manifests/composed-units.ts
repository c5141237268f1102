import type { OtherFile } from '../../core/finding.ts';
import type { SharedHost } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import type { ComposedUnit } from '../../core/surveyor.ts';
import type { PlacedUnit, Unit } from '../../core/unit.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import { LineMap } from '../../text/lines.ts';
import { type Span, shift } from '../../text/span.ts';
import type { Build } from '../kustomize/build.ts';
import { type ComposedResource, composedFor, composedOf } from '../kustomize/composed.ts';
import { KustomizationGraph } from '../kustomize/graph.ts';
import { isKustomizationName } from '../kustomize/locations.ts';
import { Sources } from '../kustomize/sources.ts';
import { kustomizationsOf } from './kustomizations.ts';
import { entriesOf, type ManifestFile, type ResourceEntry } from './manifest-file.ts';
import type { Manifests } from './manifests.ts';
import { Neighbourhood } from './neighbourhood.ts';
import type { Scope } from './scope.ts';

/** In how many builds a file is judged. What is wrong with it in the first ones is rarely right in the others. */
const mostRoots = 4;

/**
 * The resources as they are built of which a file says a part, for each kustomization that nothing else builds upon.
 * Builds of which it is not known how their resources will look are left out: the file is then judged as it stands.
 */
export async function composedUnits(
  own: ManifestFile,
  units: readonly PlacedUnit[],
  manifests: Manifests,
  host: SharedHost,
): Promise<readonly ComposedUnit[]> {
  const graph = await kustomizationsOf(manifests, host);
  if (graph.rootsOf(own.uri).length === 0) return [];
  const isNewer = (await host.readText(own.uri)) !== own.text;
  const current = isNewer ? await withText(graph, own, host) : graph;
  const composed: ComposedUnit[] = [];
  for (const resource of await composedFor(own.uri, current, mostRoots)) {
    if (!resource.isCertain) continue;
    const build = await current.build(resource.root);
    composed.push(composedUnit(resource, build, own, units, manifests));
  }
  return composed;
}

/** The kustomizations that a file has a part in, with the text it has in the editor. */
async function withText(graph: KustomizationGraph, own: ManifestFile, host: SharedHost): Promise<KustomizationGraph> {
  const sources = new Sources(host, graph.known, { uri: own.uri, text: own.text });
  if (!isKustomizationName(own.uri)) return graph.readBy(sources);
  const concerned = graph.rootsOf(own.uri).flatMap((root) => graph.partsOf(root).kustomizations);
  return KustomizationGraph.of([...new Set(concerned)], sources);
}

function composedUnit(
  resource: ComposedResource,
  build: Build,
  own: ManifestFile,
  units: readonly PlacedUnit[],
  manifests: Manifests,
): ComposedUnit {
  const taking = units.filter(({ start }) => resource.isMadeOf(own.uri, start));
  const entries = entriesOfComposed(resource, manifests);
  // Most rules ask nothing of the rest of the build.
  const scope: Scope = {
    isDeclared: true,
    get entries() {
      return composedOf(build).flatMap((one) => (one === resource ? [] : entriesOfComposed(one, manifests)));
    },
  };
  const isComplete = resource.isComplete && manifests.isComplete;
  return {
    unit: unitOf(resource),
    neighbours: new Neighbourhood({ uri: own.uri, entries }, scope, manifests.index, isComplete),
    madeOf: taking.map(({ unit }) => unit),
    // What is wrong with a kustomization itself is found in no resource.
    standsFor: isKustomizationName(own.uri) ? [] : taking.map(({ unit }) => unit),
    whole: isKustomizationName(own.uri) ? [] : taking.filter(isWhole).map(({ unit }) => unit),
    placeOf: (span) => {
      const inFile = resource.placeIn(own.uri, span);
      const placed = inFile && taking.findLast(({ start }) => start <= inFile.start);
      return placed && { unit: placed.unit, span: shift(inFile, -placed.start) };
    },
  };
}

/** Whether a document declares whole resources, as a base does, and is no patch. */
function isWhole({ unit: { model } }: PlacedUnit): boolean {
  return model instanceof Manifest && model.resources.every(({ isPartial }) => !isPartial);
}

const known = new Notes<ComposedResource, Unit>();

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

const knownEntries = new Notes<ComposedResource, readonly ResourceEntry[]>();

/** The entries of a built resource, at the places where it is written. */
function entriesOfComposed(resource: ComposedResource, manifests: Manifests): readonly ResourceEntry[] {
  const before = knownEntries.get(resource);
  if (before) return before;
  const fileOf = (uri: string): OtherFile => manifests.files.get(uri) ?? { uri, lines: new LineMap('') };
  const placeOf = (span: Span) => {
    const place = resource.placeOf(span);
    return place && { file: fileOf(place.uri), span: place.span };
  };
  const whole = fileOf(resource.files[0] ?? '');
  const entries = entriesOf(resource.manifest, 0, whole, () => resource.manifest).map((entry) => ({
    ...entry,
    ...placeOf(entry.span),
    placeOf,
  }));
  knownEntries.set(resource, entries);
  return entries;
}
