import type { SharedHost } from '../../core/host.ts';
import { LinearPattern } from '../../text/linear-pattern.ts';
import { LineMap } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import type { Kustomization } from '../../workspace/kustomize/kustomization.ts';
import { locate, normal } from '../../workspace/kustomize/locations.ts';
import { kustomizationsOf } from '../../workspace/manifests/kustomizations.ts';
import type { PlaceInFile, ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import { Manifests } from '../../workspace/manifests/manifests.ts';
import { typedPlaceAt } from '../../yaml/key-path.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { Assistant, Suggestion, Target } from '../assistant.ts';
import { manifestAt, type Spot } from '../spot.ts';
import { inFile, kustomizationOf } from './place.ts';

/**
 * Leads from what a kustomization or a patch names to the resources that are meant: those that a patch changes, and those
 * that run an image; and from a resource to the kustomizations that list its file.
 */
export const kustomizeSelected: Assistant = { complete, definitions, references };

/** The resources that a kustomization builds upon, patches left out. */
async function basesOf(kustomization: Kustomization, host: SharedHost): Promise<readonly ResourceEntry[]> {
  const manifests = await Manifests.around(kustomization.uri, host);
  const graph = await kustomizationsOf(manifests, host);
  const known = graph.kustomizations.find(({ uri }) => uri === kustomization.uri) ?? kustomization;
  return [...graph.partsOf(known).resources].flatMap((uri) => manifests.entriesOf(uri));
}

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  const kustomization = kustomizationOf(spot.file);
  const place = kustomization && typedPlaceAt(spot.file.lines, spot.offset);
  if (!kustomization || !place?.key) return [];
  const field = [...place.path, place.key].join('/');
  const wanted = offered[field];
  if (!wanted) return [];
  const bases = await basesOf(kustomization, spot.around.host);
  return [...new Set(bases.flatMap(wanted))].map((label) => ({
    label,
    kind: 'name',
    edit: { span: { start: place.start, end: place.end }, newText: label },
  }));
}

/** What can be named in a field, of each resource. */
const offered: Readonly<Record<string, (entry: ResourceEntry) => readonly string[]>> = {
  'patches/*/target/kind': ({ kind }) => [kind],
  'patches/*/target/name': ({ name }) => (name === undefined ? [] : [name]),
  'images/*/name': (entry) => imagesOf(entry).map(({ name }) => name),
  'replicas/*/name': ({ kind, name }) =>
    name !== undefined && /^(?:Deployment|ReplicaSet|StatefulSet)$/.test(kind) ? [name] : [],
};

async function definitions(spot: Spot): Promise<readonly Target[]> {
  const kustomization = kustomizationOf(spot.file);
  if (!kustomization) return patchedBy(spot);
  const { root } = kustomization;
  const holds = ({ span }: YamlValue) => span !== undefined && touches(inFile(kustomization, span), spot.offset);
  const image = root
    .get('images')
    .items.map((one) => one.get('name'))
    .find(holds);
  if (image?.span) {
    const bases = await basesOf(kustomization, spot.around.host);
    const used = bases.flatMap(imagesOf).filter(({ name }) => name === image.text);
    return used.map(({ place }) => ({ from: inFile(kustomization, image.span as Span), place }));
  }
  for (const { target } of [...kustomization.patches, ...kustomization.latePatches]) {
    const at = target && [target.get('name'), target.get('kind')].find(holds);
    if (!target || !at?.span) continue;
    const bases = await basesOf(kustomization, spot.around.host);
    return bases
      .filter((entry) => isTarget(entry, target))
      .map((entry) => targetOf(inFile(kustomization, at.span as Span), entry));
  }
  return [];
}

/** From the name in a patch to the resources of that kind and name which it changes. */
async function patchedBy(spot: Spot): Promise<readonly Target[]> {
  const placed = manifestAt(spot);
  const [resource] = placed?.manifest.resources ?? [];
  const name = resource?.value.at('metadata', 'name');
  const span = name?.span && placed && { start: placed.start + name.span.start, end: placed.start + name.span.end };
  if (!resource || !span || !touches(span, spot.offset)) return [];
  const { host } = spot.around;
  const manifests = await Manifests.around(spot.file.uri, host);
  const graph = await kustomizationsOf(manifests, host);
  const uri = normal(spot.file.uri);
  const users = graph.kustomizations.filter((one) =>
    [...one.patches, ...one.latePatches].some(({ path }) => path && locate(one.folder, path.path) === uri),
  );
  const bases = users.flatMap((one) => [...graph.partsOf(one).resources].flatMap((file) => manifests.entriesOf(file)));
  return [...new Set(bases)]
    .filter((entry) => entry.kind === resource.kind && entry.name === name?.text)
    .map((entry) => targetOf(span, entry));
}

/** At the kind or the name of a resource: where kustomizations list its file. */
async function references(spot: Spot): Promise<readonly PlaceInFile[]> {
  const placed = kustomizationOf(spot.file) ? undefined : manifestAt(spot);
  const handles = placed?.manifest.resources.flatMap(({ value }) => [value.get('kind'), value.at('metadata', 'name')]);
  const isHandle = handles?.some(({ span }) => span && placed && touches(span, spot.offset - placed.start));
  if (!isHandle) return [];
  const { host } = spot.around;
  const graph = await kustomizationsOf(await Manifests.around(spot.file.uri, host), host);
  const uri = normal(spot.file.uri);
  const places = graph.kustomizations.flatMap((one) => {
    const patches = [...one.patches, ...one.latePatches].flatMap(({ path }) => path ?? []);
    return [...one.resources, ...patches]
      .filter(({ path }) => locate(one.folder, path) === uri)
      .flatMap(({ value: { span } }) => (span ? [{ kustomization: one, span: inFile(one, span) }] : []));
  });
  return placesIn(places, host);
}

async function placesIn(
  found: readonly { readonly kustomization: Kustomization; readonly span: Span }[],
  host: SharedHost,
): Promise<readonly PlaceInFile[]> {
  const places = await Promise.all(
    found.map(async ({ kustomization: { uri }, span }): Promise<readonly PlaceInFile[]> => {
      const text = await host.readText(uri);
      return text === undefined ? [] : [{ file: { uri, lines: new LineMap(text) }, span }];
    }),
  );
  return places.flat();
}

/** The images that a resource runs, without tags and digests, and where they are written. */
function imagesOf(entry: ResourceEntry): readonly { readonly name: string; readonly place: PlaceInFile }[] {
  const pods = entry.read()?.pods ?? [];
  return pods.flatMap(({ containers }) =>
    containers.flatMap(({ value }) => {
      const image = value.get('image');
      const place = image.span && entry.placeOf(image.span);
      const name = image.text?.replace(/@.*$/, '').replace(/:[^:/]*$/, '');
      return place && name ? [{ name, place }] : [];
    }),
  );
}

/** Whether a patch's target selects a resource, as far as kind and name say; both are patterns for all of the text. */
function isTarget({ kind, name, group }: ResourceEntry, target: YamlValue): boolean {
  const wanted = target.get('group').text;
  return (
    matches(target.get('kind').text, kind) &&
    matches(target.get('name').text, name) &&
    (wanted === undefined || matches(wanted, group))
  );
}

function matches(pattern: string | undefined, text: string | undefined): boolean {
  if (pattern === undefined || pattern === '') return true;
  if (pattern === text) return true;
  try {
    return text !== undefined && new LinearPattern(`^(?:${pattern})$`).test(text);
  } catch {
    return false;
  }
}

function targetOf(from: Span, { file, span }: ResourceEntry): Target {
  return { from, place: { file, span } };
}

function touches({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}
