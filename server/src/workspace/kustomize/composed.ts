import { Notes } from '../../core/notes.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import type { Span } from '../../text/span.ts';
import type { Build } from './build.ts';
import type { KustomizationGraph } from './graph.ts';
import type { Kustomization } from './kustomization.ts';
import { isKustomizationName, normal } from './locations.ts';
import type { Segment } from './provenance.ts';
import type { BuildResource } from './resource.ts';

/** A resource as a kustomization builds it, and the way from it back to the files it was made from. */
export class ComposedResource {
  /** The resource as a manifest of its own, whose offsets are those of all its sources one behind the other. */
  readonly manifest: Manifest;
  /** The kustomization it was built for. */
  readonly root: Kustomization;
  /** Whether all resources of the build are there, so that what it refers to and is not among them is really missing. */
  readonly isComplete: boolean;
  /** Whether the resource looks as it will, so that what is missing in it is really missing. */
  readonly isCertain: boolean;
  private readonly segments: readonly Segment[];

  constructor(manifest: Manifest, segments: readonly Segment[], { root, notes }: Build) {
    this.manifest = manifest;
    this.segments = segments;
    this.root = root;
    this.isCertain = notes.uncertain.size === 0 && notes.failures.size === 0;
    this.isComplete = this.isCertain && notes.incomplete.size === 0;
  }

  /** The files it was made from, the one with its base first. */
  get files(): readonly string[] {
    return [...new Set(this.segments.map(({ source }) => source.uri))];
  }

  /** Whether the document that begins at an offset of a file is part of it. */
  isMadeOf(uri: string, start: number): boolean {
    return this.segments.some(({ source }) => source.uri === uri && source.start === start);
  }

  /**
   * Where a span of the manifest stands, as an offset from the beginning of its file; undefined when it goes over more
   * than one of the sources.
   */
  placeOf({ start, end }: Span): { readonly uri: string; readonly span: Span } | undefined {
    const segment = this.segments.findLast((one) => one.start <= start);
    if (!segment || end > segment.start + segment.source.document.text.length) return undefined;
    const by = segment.source.start - segment.start;
    return { uri: segment.source.uri, span: { start: start + by, end: end + by } };
  }

  /** The same, for one file: undefined for what stands in others. */
  placeIn(uri: string, span: Span): Span | undefined {
    const place = this.placeOf(span);
    return place?.uri === normal(uri) ? place.span : undefined;
  }
}

const composed = new Notes<BuildResource, ComposedResource>();

/** A resource of a build as a manifest; composed once. */
function compose(resource: BuildResource, build: Build): ComposedResource {
  const known = composed.get(resource);
  if (known) return known;
  const { document, segments } = build.provenance.compose(resource.root);
  const made = new ComposedResource(new Manifest(document), segments, build);
  composed.set(resource, made);
  return made;
}

/** The resources of a build as manifests. */
export function composedOf(build: Build): readonly ComposedResource[] {
  return build.resources.map((resource) => compose(resource, build));
}

/**
 * The built resources that a file has a part in, as a base, as a patch or as a kustomization, in at most some of the
 * builds.
 */
export async function composedFor(
  uri: string,
  graph: KustomizationGraph,
  mostRoots = Number.POSITIVE_INFINITY,
): Promise<readonly ComposedResource[]> {
  const file = normal(uri);
  const found: ComposedResource[] = [];
  for (const root of graph.rootsOf(file).slice(0, mostRoots)) {
    const build = await graph.build(root);
    for (const resource of build.resources) {
      if (!isKustomizationName(file) && !resource.mayComeFrom(file)) continue;
      const made = compose(resource, build);
      if (made.files.includes(file)) found.push(made);
    }
  }
  return found;
}
