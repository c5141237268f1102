import type { OtherFile } from '../../core/finding.ts';
import type { PlacedUnit } from '../../core/unit.ts';
import { Labels } from '../../kubernetes/labels.ts';
import { looksLikeManifest, Manifest } from '../../kubernetes/manifest.ts';
import type { Resource } from '../../kubernetes/resource.ts';
import { runsPods, templatePathOf } from '../../kubernetes/workloads.ts';
import { LineMap } from '../../text/lines.ts';
import { type Span, shift } from '../../text/span.ts';
import { standsIn } from '../../text/word.ts';
import { splitDocuments } from '../../yaml/stream.ts';
import { parsed } from './parsed.ts';
import { skimEntry } from './skim-entry.ts';

/** What is known of a resource somewhere in the workspace, without having all of it at hand. */
export interface ResourceEntry {
  readonly file: OtherFile;
  readonly kind: string;
  /** The API group: `apps` for `apps/v1`, empty for the core group. */
  readonly group: string;
  /** Undefined when a template has yet to name it. */
  readonly name: string | undefined;
  /** Undefined when the manifest does not say it: it is where the resource is applied to. */
  readonly namespace: string | undefined;
  readonly labels: Labels;
  /** The labels of the pods it runs; undefined when it runs none. */
  readonly podLabels: Labels | undefined;
  /** The service account that its pods name; undefined when they name none, or it is not known. */
  readonly serviceAccount: string | undefined;
  /** Whether it is only part of an object, as a patch is, of which the rest stands elsewhere. */
  readonly isPartial: boolean;
  /** Where its name stands, or else its kind, counted from the beginning of its file. */
  readonly span: Span;
  /** All of it. Offsets in it are its document's; `placeOf` tells where they are. */
  read(): Resource | undefined;
  /** Where a span of what `read` gives stands; undefined when that is at no one place. */
  placeOf(span: Span): PlaceInFile | undefined;
  /** Whether a name stands anywhere in its document: where it does not, nothing need be read to look for it. */
  mentions(name: string): boolean;
}

/** A stretch of a file, counted from its beginning. */
export interface PlaceInFile {
  readonly file: OtherFile;
  readonly span: Span;
}

/** A file of the workspace and the resources it declares. */
export class ManifestFile implements OtherFile {
  readonly uri: string;
  readonly text: string;
  readonly entries: readonly ResourceEntry[];
  private lineMap: LineMap | undefined;

  private constructor(uri: string, text: string, entriesOf: (file: ManifestFile) => readonly ResourceEntry[]) {
    this.uri = uri;
    this.text = text;
    this.entries = entriesOf(this);
  }

  get lines(): LineMap {
    this.lineMap ??= new LineMap(this.text);
    return this.lineMap;
  }

  /** Reads a file of which only what is looked for is kept. */
  static read(uri: string, text: string): ManifestFile {
    return new ManifestFile(uri, text, (file) =>
      [...splitDocuments(text)]
        .filter((document) => looksLikeManifest(document.text))
        .flatMap((document) => {
          const read = () => parsed(document.text);
          const skimmed = skimEntry(document, file, () => read().resources[0]);
          return skimmed ? [skimmed] : entriesOf(new Manifest(document.text), document.start, file, read);
        }),
    );
  }

  /** A file that is read already. */
  static of(uri: string, text: string, units: readonly PlacedUnit[]): ManifestFile {
    return new ManifestFile(uri, text, (file) =>
      units.flatMap(({ unit, start }) => {
        const { model } = unit;
        return model instanceof Manifest ? entriesOf(model, start, file, () => model) : [];
      }),
    );
  }
}

/** The entries of what a manifest declares, which begins at `start` in its file. */
export function entriesOf(manifest: Manifest, start: number, file: OtherFile, read: () => Manifest): ResourceEntry[] {
  return manifest.resources.map((resource, index): ResourceEntry => {
    const { kind, group, value, namespace } = resource;
    const [pod] = resource.pods;
    const name = value.at('metadata', 'name');
    return {
      file,
      kind,
      group,
      name: name.text,
      namespace,
      labels: Labels.of(value.at('metadata', 'labels')),
      podLabels: pod ? Labels.of(pod.metadata.get('labels')) : labelsInTemplate(resource),
      serviceAccount: pod?.spec.get('serviceAccountName').text,
      isPartial: resource.isPartial,
      span: shift(name.span ?? value.get('kind').span ?? { start: 0, end: 0 }, start),
      read: () => read().resources[index],
      placeOf: (span) => ({ file, span: shift(span, start) }),
      mentions: (name) => standsIn(manifest.text, name),
    };
  });
}

/** The labels that part of a workload of Kubernetes itself gives to its pods without a word about what runs in them. */
function labelsInTemplate({ kind, isBuiltIn, value }: Resource): Labels | undefined {
  if (!isBuiltIn || !runsPods(kind)) return undefined;
  const template = templatePathOf(kind);
  const labels = value.at(...template, 'metadata', 'labels');
  return template.length > 0 && labels.entries.length > 0 ? Labels.of(labels) : undefined;
}
