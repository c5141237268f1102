import type { SharedHost } from '../core/host.ts';
import type { Dockerfile } from '../dockerfile/dockerfile.ts';
import { CopyInstruction, isRemote } from '../dockerfile/instructions/copy.ts';
import { RunInstruction } from '../dockerfile/instructions/run.ts';
import type { Stage } from '../dockerfile/stage.ts';
import type { BuildContext } from './build-context.ts';
import { repeatedBytesIn } from './repeated-bytes.ts';
import { type Shipped, shippedBy } from './shipped-size.ts';

/** What is known of the size of an image before it is built: what it gets of the build context, and no more than that. */
export interface ImageEstimate {
  /** The instructions whose bytes are known, and how many. */
  readonly copied: readonly { readonly by: CopyInstruction; readonly shipped: Shipped }[];
  /** All that these bring, and what is written again of it, in bytes. */
  readonly bytes: number;
  /** How much of that is there twice, or cannot be seen any more. */
  readonly inVain: number;
  /** False where there is more of it than was counted. */
  readonly isComplete: boolean;
  /** What has a size that nobody knows before the build. */
  readonly unknown: {
    readonly runs: readonly RunInstruction[];
    /** What comes from other stages, from images or addresses, is unpacked, or is chosen when it is built. */
    readonly copies: readonly CopyInstruction[];
  };
}

/** Files that ADD unpacks, so that they are larger in the image. */
const archive = /\.(?:tar(?:\.\w+)?|tgz|tbz2?|txz)$/;

/** Adds up what the image of a stage gets of a build context, its own and that of the stages it is built upon. */
export async function estimateOf(
  dockerfile: Dockerfile,
  stage: Stage,
  context: BuildContext,
  host: SharedHost,
): Promise<ImageEstimate> {
  const instructions = stage.lineage.flatMap((one) => one.instructions);
  const copied: { readonly by: CopyInstruction; readonly shipped: Shipped }[] = [];
  const unknown: CopyInstruction[] = [];
  for (const by of instructions.filter((one) => one instanceof CopyInstruction)) {
    const isPlain = by.readsContext && !by.onbuild && !by.expandedSources.some((source) => isTaken(source, by));
    const shipped = isPlain ? await shippedBy(by, context, host) : undefined;
    if (shipped) copied.push({ by, shipped });
    else if (by.sources.length > 0) unknown.push(by);
  }
  const repeated = await repeatedBytesIn(dockerfile, stage, context, host);
  const again = repeated.filter(({ what }) => what === 'again');
  return {
    copied,
    bytes: sum(copied.map(({ shipped }) => shipped.bytes)) + sum(again.map(({ bytes }) => bytes)),
    inVain: sum(repeated.map(({ bytes }) => bytes)),
    isComplete: copied.every(({ shipped }) => shipped.isComplete) && repeated.every((one) => one.isComplete),
    unknown: { runs: instructions.filter((one) => one instanceof RunInstruction), copies: unknown },
  };
}

/** Whether a source is downloaded or unpacked. */
function isTaken(source: string, { keyword }: CopyInstruction): boolean {
  return keyword === 'ADD' && (isRemote(source) || archive.test(source));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
