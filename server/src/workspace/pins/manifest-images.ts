import { type Built, Refusal } from '../../core/fix.ts';
import { isValidReference, readImageReference } from '../../image/reference.ts';
import type { Manifest } from '../../kubernetes/manifest.ts';
import { setValue } from '../../yaml/edit.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { askedFor, type ImageUse, withDigest } from './image-use.ts';

/** The images that the pods of a manifest run, and those that they mount. */
export function imagesOfManifest({ containers, pods }: Manifest): ImageUse[] {
  const mounted = new Set(pods.flatMap(({ spec }) => spec.get('volumes').items.map((volume) => volume.get('image'))));
  const uses = [
    ...containers.flatMap(({ value }) => useIn(value, 'image')),
    // Kubernetes 1.31 and later mount images ("image volumes").
    ...[...mounted].flatMap((source) => useIn(source, 'reference')),
  ];
  return uses.sort((a, b) => a.span.start - b.span.start);
}

function useIn(holder: YamlValue, field: string): ImageUse[] {
  const { document, span, isUnknown, text: known } = holder.get(field);
  if (!span) return [];
  // What is filled in has no text as yet; it is told as it is written.
  const text = isUnknown ? document.text.slice(span.start, span.end).replace(/^(["'])(.*)\1$/s, '$2') : known;
  if (text === undefined || text === '') return [];
  const reference = readImageReference(text);
  const unasked = whyOpen(text);
  const pin = (to: string): Built =>
    unasked === undefined ? setValue(holder, [field], withDigest(text, to)) : new Refusal(unasked);
  const { digest, tag } = reference;
  const image = unasked === undefined ? askedFor(reference) : text;
  return [{ span, image, digest, hasTag: tag !== undefined, unasked, pin }];
}

/** The images that a kustomization gives a tag; what it leaves to the manifests is pinned there. */
export function imagesOfKustomization({ document: { root } }: Manifest): ImageUse[] {
  return root.get('images').items.flatMap((entry): ImageUse[] => {
    const [name, tag, digest] = ['name', 'newTag', 'digest'].map((field) => entry.get(field).text);
    const tagValue = entry.get('newTag');
    const { span } = tagValue.exists ? tagValue : entry.get('digest');
    if (name === undefined || !span || (tag === undefined && digest === undefined)) return [];
    const text = `${entry.get('newName').text ?? name}${tag === undefined ? '' : `:${tag}`}`;
    // With both, kustomize writes both: api/filters/imagetag/updater.go in sigs.k8s.io/kustomize v5.
    const pin = (to: string): Built => setValue(entry, ['digest'], to, { after: ['newTag', 'newName', 'name'] });
    const image = askedFor(readImageReference(text));
    return [{ span, image, digest, hasTag: tag !== undefined, unasked: whyOpen(text), pin }];
  });
}

/** Why nobody can be asked about what is written: a template or a variable fills it in, or something is put in its place. */
function whyOpen(text: string): string | undefined {
  if (/[{}$\uFFFC]/.test(text)) return 'It is filled in where the manifest is installed.';
  // A digest that is none is what a better one is put in the place of.
  return isValidReference(askedFor(readImageReference(text)))
    ? undefined
    : 'As it is written it is no image reference.';
}
