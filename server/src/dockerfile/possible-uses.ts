import type { Dockerfile } from './dockerfile.ts';
import { unknownValue } from './expand.ts';
import type { Instruction } from './instructions/instruction.ts';
import { referencesOf } from './references.ts';
import type { Stage } from './stage.ts';

/** References with more unknown parts are not compared. */
const mostUnknown = 4;

/**
 * The instructions further down that may turn out to use a stage, as part of the name they use is only known to the
 * build: `FROM base-${TARGETARCH}`. What is unknown altogether, as `FROM $BASE` is, is taken for an image.
 */
export function possibleUses({ stages }: Dockerfile, { name, index }: Stage): readonly Instruction[] {
  if (name === undefined) return [];
  return stages.slice(index + 1).flatMap(({ from, image, instructions, scope }) => {
    const base = image && mayBe(image.expansion.text, name) && from ? [from] : [];
    const others = instructions.filter((instruction) =>
      referencesOf(instruction).some((word) => mayBe(scope.expand(word.piece, word.span.start).text, name)),
    );
    return [...base, ...others];
  });
}

function mayBe(text: string, name: string): boolean {
  const parts = text.toLowerCase().split(unknownValue);
  if (parts.length < 2 || parts.length > mostUnknown || parts.every((part) => part === '')) return false;
  const pattern = parts.map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*');
  return new RegExp(`^${pattern}$`, 's').test(name);
}
