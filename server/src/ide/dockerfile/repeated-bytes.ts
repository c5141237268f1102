import { type RepeatedBytes, repeatedBytesIn } from '../../workspace/repeated-bytes.ts';
import { sizeInWords } from '../../workspace/shipped-size.ts';
import type { Assistant, Lens } from '../assistant.ts';
import { dockerfileOf, type WorkedOn } from '../spot.ts';
import { contextsOf } from './contexts.ts';

/** Tells above instructions because of which the image carries something in vain how much that is, as far as it is known. */
export const repeatedBytes: Assistant = { lenses };

/** Less than this in vain is not worth a line. */
const leastInVain = 1_000_000;

async function lenses(worked: WorkedOn): Promise<readonly Lens[]> {
  const dockerfile = dockerfileOf(worked.file);
  if (!dockerfile || dockerfile.stages.length === 0) return [];
  const contexts = await contextsOf(dockerfile, worked);
  // Where builds have different contexts, so much is carried by one of them, and less by others.
  const largest = new Map<string, RepeatedBytes>();
  for (const context of contexts) {
    const repeated = await repeatedBytesIn(dockerfile, dockerfile.finalStage, context, worked.around.host);
    for (const [key, one] of added(repeated)) {
      if (one.bytes > (largest.get(key)?.bytes ?? 0)) largest.set(key, one);
    }
  }
  return [...largest.values()]
    .filter(({ bytes }) => bytes >= leastInVain)
    .map((one) => ({ kind: 'copies', offset: one.by.span.start, title: inVain(one, contexts.length > 1, worked) }));
}

/** What one instruction does to what another one brought, all paths taken together. */
function added(repeated: readonly RepeatedBytes[]): ReadonlyMap<string, RepeatedBytes> {
  const sums = new Map<string, RepeatedBytes>();
  for (const one of repeated) {
    const key = `${one.what} ${one.by.span.start} ${one.first.span.start}`;
    const { bytes = 0, isComplete = true } = sums.get(key) ?? {};
    sums.set(key, { ...one, bytes: bytes + one.bytes, isComplete: isComplete && one.isComplete });
  }
  return sums;
}

function inVain({ what, bytes, isComplete, first }: RepeatedBytes, isUpTo: boolean, { file }: WorkedOn): string {
  const size = `${isComplete ? (isUpTo ? 'up to ' : '') : 'at least '}${sizeInWords(bytes)}`;
  const line = `line ${file.lines.lineAt(first.span.start) + 1}`;
  switch (what) {
    case 'again':
      return `Writes ${size} again that ${line} copied: --chown and --chmod do it there`;
    case 'kept':
      return `Frees nothing: ${size} stay in the layer of ${line}`;
    case 'twice':
      return `Copies ${size} once more that ${line} copied`;
  }
}
