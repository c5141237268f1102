import { Refusal } from '../../core/fix.ts';
import type { Host } from '../../core/host.ts';
import { readImageReference } from '../../image/reference.ts';
import { insert, type TextEdit } from '../../text/edit.ts';
import { LineMap } from '../../text/lines.ts';
import { appendItem } from '../../yaml/edit-items.ts';
import { plainOf } from '../../yaml/plain.ts';
import { isPlainMap, type Plain } from '../../yaml/render.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { ImageLink } from '../image-links/link.ts';
import { readOpenYaml } from '../image-links/open-yaml.ts';
import type { PlaceInFile } from '../manifests/manifest-file.ts';

/** Edits of the file in which builds are defined. */
export interface Artifacts {
  readonly file: PlaceInFile['file'];
  readonly edits: readonly TextEdit[];
}

/** What an image is called that is made for one process of another: its name with that of the process, and its tag. */
export function imageNameFor(image: string, process: string): string {
  const { nameEnd } = readImageReference(image);
  return `${image.slice(0, nameEnd)}-${process}${image.slice(nameEnd)}`;
}

/** What a new artifact has of the old one. */
const copied = ['context', 'workspace', 'requires', 'platforms'];

/**
 * The edits that let Skaffold build further stages, given by what their images are called after, as images of their own,
 * as it builds the one of a link. Undefined where something else builds it, or where it is built in more ways than one.
 */
export async function addArtifacts(
  link: ImageLink,
  stages: readonly { readonly process: string; readonly stage: string }[],
  host: Host,
): Promise<Artifacts | undefined> {
  const [{ place } = { place: undefined }, ...others] = link.evidence;
  if (!place || others.length > 0 || !/\/[^/]*skaffold[^/]*\.ya?ml$/.test(place.file.uri)) return undefined;
  const text = await host.readText(place.file.uri);
  if (text === undefined || text !== place.file.lines.text || text.includes('{{')) return undefined;
  for (const { root, start } of readOpenYaml(text)) {
    const list = root.at('build', 'artifacts');
    const old = list.items.find((one) => one.get('image').span?.start === place.span.start - start);
    if (!old) continue;
    // What profiles change of artifacts is found by where these stand, or written once more.
    if (root.get('profiles').items.some((profile) => profile.at('build', 'artifacts').exists)) return undefined;
    const edits = stages.map((one) => appended(list, old, one));
    const made = edits.flatMap((one) => one ?? []);
    const [first] = made;
    if (!first || made.length < stages.length) return undefined;
    const at = start + first.span.start;
    const edit = insert(at, made.map(({ newText }) => newText).join(''));
    return { file: { uri: place.file.uri, lines: new LineMap(text) }, edits: [edit] };
  }
  return undefined;
}

function appended(
  list: YamlValue,
  old: YamlValue,
  { process, stage }: { readonly process: string; readonly stage: string },
): TextEdit | undefined {
  const image = old.get('image').text;
  const builder = old.get('kaniko').exists ? 'kaniko' : 'docker';
  const settings = old.get(builder).exists ? plainOf(old.get(builder)) : {};
  if (image === undefined || settings === undefined || !(settings === null || isPlainMap(settings))) return undefined;
  const fields: Record<string, Plain> = { image: imageNameFor(image, process) };
  for (const key of copied) {
    const value = old.get(key);
    if (!value.exists) continue;
    const plain = plainOf(value);
    if (plain === undefined) return undefined;
    fields[key] = plain;
  }
  fields[builder] = { ...settings, target: stage };
  const built = appendItem(list, fields);
  return built instanceof Refusal ? undefined : built[0];
}
