import { ImageLinks } from '../../workspace/image-links/image-links.ts';
import type { ResourceEntry } from '../../workspace/manifests/manifest-file.ts';
import { Manifests } from '../../workspace/manifests/manifests.ts';
import { type Assistant, mostSuggestions, type Suggestion } from '../assistant.ts';
import { fit } from '../fuzzy.ts';
import type { Spot } from '../spot.ts';
import { halfWritten } from './half-written.ts';

/** Suggests images for containers: those that Dockerfiles of the workspace build, and those that manifests name. */
export const imageCompletion: Assistant = { complete };

async function complete(spot: Spot): Promise<readonly Suggestion[]> {
  const { file, around } = spot;
  const before = file.lines.lineText(file.lines.lineAt(spot.offset));
  // No other field is of interest, so that nothing need be read where another one is written.
  if (file.language !== 'kubernetes' || !/\bimage["']?\s*:/.test(before)) return [];
  const half = halfWritten(spot, '\\w./:@-').find(({ file: { entries }, word }) =>
    entries.some((entry) => entry.mentions(word) && imagesOf(entry).includes(word)),
  );
  if (!half) return [];
  const [links, manifests] = await Promise.all([
    ImageLinks.around(file.uri, around.host),
    Manifests.around(file.uri, around.host),
  ]);
  const built = links.all
    .filter(({ image }) => !image.text.includes('*'))
    .map(({ image, dockerfile }) => ({
      label: image.text,
      detail: `built from ${decodeURIComponent(dockerfile.slice(manifests.root.length + 1))}`,
    }));
  const known = new Set(built.map(({ label }) => label));
  const used = [...usedImages(manifests)]
    .filter(([image]) => !known.has(image))
    .sort(([, one], [, other]) => other - one)
    .map(([label, count]) => ({
      label,
      detail: count === 1 ? 'used in the workspace' : `used ${count} times in the workspace`,
    }));
  const typed = file.text.slice(half.span.start, spot.offset);
  const fitting = [...built, ...used].filter(({ label }) => fit(typed, label) !== undefined);
  return fitting.slice(0, mostSuggestions).map(({ label, detail }, place) => ({
    label,
    kind: 'name',
    detail,
    edit: { span: half.span, newText: `${half.before}${label}` },
    rank: place - mostSuggestions,
  }));
}

function imagesOf(entry: ResourceEntry): readonly (string | undefined)[] {
  const pods = entry.read()?.pods ?? [];
  return pods.flatMap(({ containers }) => containers.map(({ value }) => value.get('image').text));
}

const known = new WeakMap<object, readonly string[]>();

/**
 * The images in the manifests of a workspace, with how often they are named. They are only suggested, so that lines are
 * looked at rather than thousands of documents parsed; those with anything yet to be filled in are left out.
 */
function usedImages({ files }: Manifests): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const file of files.values()) {
    const images = known.get(file) ?? imagesIn(file.text);
    known.set(file, images);
    for (const image of images) counts.set(image, (counts.get(image) ?? 0) + 1);
  }
  return counts;
}

function imagesIn(text: string): readonly string[] {
  if (!text.includes('image:')) return [];
  const found = text.matchAll(/^[ \t]*(?:-[ \t]+)?image:[ \t]+["']?([\w./:@-]+)["']?[ \t]*(?:#.*)?\r?$/gm);
  return [...found].flatMap(([, image]) => image ?? []);
}
