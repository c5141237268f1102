import type { Dockerfile } from '../../../dockerfile/dockerfile.ts';
import type { Flag, FlagOption } from '../../../dockerfile/flags.ts';
import { isKeyword } from '../../../dockerfile/instructions/create.ts';
import { isWithin } from '../../../text/span.ts';
import type { Explanation } from '../../assistant.ts';
import { directiveReference } from '../reference/directives.ts';
import { referenceOfFlag } from '../reference/flags.ts';
import { instructionReference } from '../reference/instructions.ts';
import { canonicalOption, referenceOfMount } from '../reference/mounts.ts';
import { pageOf } from '../reference/page.ts';
import type { Pointed } from './index.ts';

/** A directive at the top, anywhere on its line. */
export function explainDirective({ lines }: Dockerfile, offset: number): Explanation | undefined {
  const directive = lines.directives.find(({ span }) => isWithin(offset, span));
  const entry = directive && directiveReference[directive.name];
  return entry && { text: pageOf(entry), span: directive.span };
}

/** The keyword of an instruction. */
export function explainKeyword({ instruction: { keyword, keywordSpan }, offset }: Pointed): Explanation | undefined {
  if (!isWithin(offset, keywordSpan) || !isKeyword(keyword)) return undefined;
  return { text: pageOf(instructionReference[keyword]), span: keywordSpan };
}

/** A flag; inside a mount, its type and its options. */
export function explainFlag({ instruction, offset }: Pointed): Explanation | undefined {
  const flag = instruction.flags.find(({ span }) => isWithin(offset, span));
  if (!flag) return undefined;
  if (flag.name === 'mount' && !isWithin(offset, flag.nameSpan)) {
    const option = flag.options.find(({ span }) => isWithin(offset, span));
    const explanation = option && explainMountOption(option, flag);
    if (explanation) return explanation;
  }
  const entry = referenceOfFlag(instruction.keyword, flag.name);
  return entry && { text: pageOf(entry), span: flag.span };
}

function explainMountOption({ key, value, span }: FlagOption, { options }: Flag): Explanation | undefined {
  const type = options.find((option) => option.key.toLowerCase() === 'type')?.value ?? 'bind';
  const mount = referenceOfMount(type);
  const name = canonicalOption(key);
  if (!mount) return undefined;
  if (name === 'type') return { text: pageOf(mount), span };
  const option = Object.hasOwn(mount.options, name) ? mount.options[name] : undefined;
  const written = value === undefined ? key : `${key}=`;
  return option && { text: `**\`${written}\`** of a ${type.toLowerCase()} mount\n\n${option.summary}`, span };
}
