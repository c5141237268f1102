import { LineMap } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { entriesOf, fileOf, type SortedEntry } from '../../workspace/kustomize/entries.ts';
import type { Kustomization } from '../../workspace/kustomize/kustomization.ts';
import { isKustomizationName } from '../../workspace/kustomize/locations.ts';
import { kustomizationsOf } from '../../workspace/manifests/kustomizations.ts';
import { Manifests } from '../../workspace/manifests/manifests.ts';
import type { Assistant, Explanation, Link, Target } from '../assistant.ts';
import type { Spot, WorkedOn } from '../spot.ts';
import { inFile, kustomizationOf } from './place.ts';

/** Leads from the paths of a kustomization to files, and says what is declared there. */
export const kustomizeEntries: Assistant = { definitions, links, explain };

const mostNamed = 30;

async function links({ file, around }: WorkedOn): Promise<readonly Link[]> {
  const kustomization = kustomizationOf(file);
  if (!kustomization) return [];
  const found = await Promise.all(
    entriesOf(kustomization).map(async (entry): Promise<readonly Link[]> => {
      const uri = await fileOf(kustomization, entry, around.host);
      const at = entry.value.span;
      return uri && at ? [{ span: inFile(kustomization, at), uri }] : [];
    }),
  );
  return found.flat();
}

async function definitions(spot: Spot): Promise<readonly Target[]> {
  const pointed = entryAt(spot);
  if (!pointed) return [];
  const uri = await fileOf(pointed.kustomization, pointed.entry, spot.around.host);
  const text = uri && (await spot.around.host.readText(uri));
  if (!uri || text === undefined) return [];
  const file = { uri, lines: new LineMap(text) };
  return [{ from: pointed.span, place: { file, span: { start: 0, end: 0 } } }];
}

/** What the file declares, or what the kustomization of the folder makes. */
async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const pointed = entryAt(spot);
  if (!pointed) return [];
  const { kustomization, entry, span } = pointed;
  const uri = await fileOf(kustomization, entry, spot.around.host);
  if (!uri) return [];
  const manifests = await Manifests.around(spot.file.uri, spot.around.host);
  const names = isKustomizationName(uri) ? await builtBy(uri, manifests, spot) : declaredIn(uri, manifests);
  if (names.length === 0) return [];
  const shown = names.slice(0, mostNamed).map((name) => `- \`${name}\``);
  const rest = names.length > mostNamed ? [`- and ${names.length - mostNamed} more`] : [];
  const title = isKustomizationName(uri) ? `**${entry.path}** makes` : `**${entry.path}** declares`;
  return [{ text: [`${title}`, '', ...shown, ...rest].join('\n'), span }];
}

function declaredIn(uri: string, manifests: Manifests): readonly string[] {
  return manifests.entriesOf(uri).map(({ kind, name }) => `${kind}/${name ?? '?'}`);
}

async function builtBy(uri: string, manifests: Manifests, { around }: Spot): Promise<readonly string[]> {
  const graph = await kustomizationsOf(manifests, around.host);
  const kustomization = graph.kustomizations.find((one) => one.uri === uri);
  if (!kustomization) return [];
  const { resources } = await graph.build(kustomization);
  return resources.map(({ kind, name }) => `${kind}/${name}`);
}

function entryAt({
  file,
  offset,
}: Spot): { readonly kustomization: Kustomization; readonly entry: SortedEntry; readonly span: Span } | undefined {
  const kustomization = kustomizationOf(file);
  if (!kustomization) return undefined;
  for (const entry of entriesOf(kustomization)) {
    const span = entry.value.span && inFile(kustomization, entry.value.span);
    if (span && span.start <= offset && offset <= span.end) return { kustomization, entry, span };
  }
  return undefined;
}
