import { Refusal } from '../../core/fix.ts';
import { type FoundDigest, type ImageRegistry, isFound, type NoDigest } from '../../core/image-registry.ts';
import type { PlacedUnit } from '../../core/unit.ts';
import { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { isDigest } from '../../image/registry-address.ts';
import { isKustomizationName } from '../../kubernetes/kustomization-name.ts';
import { Manifest } from '../../kubernetes/manifest.ts';
import type { TextEdit } from '../../text/edit.ts';
import { shift } from '../../text/span.ts';
import { imagesOfDockerfile } from './dockerfile-images.ts';
import type { ImageUse } from './image-use.ts';
import { imagesOfKustomization, imagesOfManifest } from './manifest-images.ts';

/** Which images are asked about. */
export type PinScope =
  /** Those that have no digest. */
  | 'unpinned'
  /** Those that have a tag, so that digests whose tag has moved on are found as well. */
  | 'all';

/** The images that a file names, in the order of its text; places and edits are the file's. */
export function imagesIn(uri: string, units: readonly PlacedUnit[]): readonly ImageUse[] {
  return units.flatMap(({ unit: { model }, start }) =>
    usesIn(uri, model).map((use) => ({
      ...use,
      span: shift(use.span, start),
      pin: (digest: string) => {
        const built = use.pin(digest);
        return built instanceof Refusal ? built : built.map((edit) => ({ ...edit, span: shift(edit.span, start) }));
      },
    })),
  );
}

function usesIn(uri: string, model: unknown): readonly ImageUse[] {
  if (model instanceof Dockerfile) return imagesOfDockerfile(model);
  if (!(model instanceof Manifest)) return [];
  return isKustomizationName(uri) ? imagesOfKustomization(model) : imagesOfManifest(model);
}

/** Whether there is anything to ask a registry about an image. */
export function isAskedFor({ digest, hasTag, unasked }: ImageUse, scope: PinScope): boolean {
  return unasked === undefined && (digest === undefined || (scope === 'all' && hasTag));
}

/** Whether a digest can be written for an image, or why not, without asking anybody. */
export function refusalOf(use: ImageUse): Refusal | undefined {
  const built = use.pin(`sha256:${'0'.repeat(64)}`);
  return built instanceof Refusal ? built : undefined;
}

export type Answers = ReadonlyMap<string, FoundDigest | NoDigest>;

/** How far the asking has come. */
export interface AskingProgress {
  readonly done: number;
  readonly total: number;
  /** Of which there has been an answer. */
  readonly image: string;
}

/** Asks for the digests of images, each once; `progress` hears of each answer. Comes back when all have come in. */
export async function askForDigests(
  uses: readonly ImageUse[],
  registry: ImageRegistry,
  signal?: AbortSignal,
  progress?: (progress: AskingProgress) => void,
): Promise<Answers> {
  const written = new Map<string, string[]>();
  for (const { image, digest } of uses) {
    const known = written.get(image) ?? [];
    written.set(image, known);
    // A digest is new where one of the places has it not.
    known.push(digest ?? '');
  }
  let done = 0;
  const answers = [...written].map(async ([image, digests]) => {
    const answer = await registry.digestOf(image, allEqual(digests), signal);
    done++;
    progress?.({ done, total: written.size, image });
    const isSound = !isFound(answer) || isDigest(answer.digest);
    return [image, isSound ? answer : { reason: `the digest of ${image} is none` }] as const;
  });
  return new Map(await Promise.all(answers));
}

/** The one digest that all have; none where they differ. */
function allEqual(digests: readonly string[]): readonly string[] {
  return digests.every((one) => one === digests[0]) ? digests.slice(0, 1) : [];
}

/** What became of one image after registries were asked. */
export type Outcome =
  /** It has the digest its tag stands for, or one that nothing can be said of. */
  | { readonly kind: 'kept' }
  /** It had none, or another one than its tag stands for now. */
  | { readonly kind: 'pinned' | 'moved'; readonly digest: string; readonly edits: readonly TextEdit[] }
  /** It has none or another one, and cannot be written where it would have to be. */
  | { readonly kind: 'refused'; readonly digest: string; readonly reason: string }
  /** Nobody was asked about it. */
  | { readonly kind: 'skipped'; readonly reason: string }
  /** Who was asked did not answer, or did not know. */
  | { readonly kind: 'unresolved'; readonly reason: string };

export function outcomeOf(use: ImageUse, answers: Answers): Outcome {
  if (use.unasked !== undefined) return { kind: 'skipped', reason: use.unasked };
  const answer = answers.get(use.image);
  if (!answer) return { kind: 'kept' };
  if (!isFound(answer)) return { kind: 'unresolved', reason: answer.reason };
  const { digest } = answer;
  if (digest === use.digest) return { kind: 'kept' };
  const edits = use.pin(digest);
  if (edits instanceof Refusal) return { kind: 'refused', digest, reason: edits.reason };
  return { kind: use.digest === undefined ? 'pinned' : 'moved', digest, edits };
}

/** Edits without those that others among them make as well, as where several images have their tag from one ARG. */
export function withoutRepetition(edits: readonly TextEdit[]): readonly TextEdit[] {
  const seen = new Map(edits.map((edit) => [`${edit.span.start} ${edit.span.end} ${edit.newText}`, edit]));
  return [...seen.values()];
}
