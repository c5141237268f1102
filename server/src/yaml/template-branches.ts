import type { Span } from '../text/span.ts';
import type { MaskedTemplate } from './template-mask.ts';

/** What stands between an `if`, `with` or `range` and its `end`. */
interface Block {
  readonly around: Block | undefined;
  /** Whether it depends on the version of the cluster, or on what the cluster serves. */
  readonly asksCluster: boolean;
  /** Where its present branch begins, while it is read. */
  start: number;
  /** Whether its present branch writes something. */
  writes: boolean;
  /** Whether a branch before the present one wrote something. */
  isAlternative: boolean;
}

/** The blocks and branches of a template, by the places in its text. */
export class TemplateBranches {
  /** Where the innermost block around changes, and which it is from there on. */
  private readonly changes: { readonly start: number; readonly block: Block | undefined }[] = [];
  /** The branches that write something other than the first does, none in another, in the order of the text. */
  private readonly alternatives: readonly Span[];

  constructor({ actions, text }: MaskedTemplate, source: string) {
    const alternatives: Span[] = [];
    let block: Block | undefined;
    let at = 0;
    for (const { kind, span } of actions) {
      if (kind === 'value' || kind === 'silent') continue;
      if (text.slice(at, span.start).trim() !== '') for (let one = block; one; one = one.around) one.writes = true;
      at = span.end;
      if (kind === 'open') {
        const asksCluster = /capabilities|semverCompare/i.test(source.slice(span.start, span.end));
        block = { around: block, asksCluster, start: at, writes: false, isAlternative: false };
      } else if (block) {
        if (block.isAlternative) alternatives.push({ start: block.start, end: span.start });
        block.isAlternative ||= block.writes;
        block.start = at;
        if (kind === 'end') block = block.around;
      }
      this.changes.push({ start: at, block });
    }
    alternatives.sort((a, b) => a.start - b.start);
    let end = 0;
    this.alternatives = alternatives.filter((branch) => {
      const isOutermost = branch.start >= end;
      if (isOutermost) end = branch.end;
      return isOutermost;
    });
  }

  /** Whether there are branches that write something other than the first. */
  get hasAlternatives(): boolean {
    return this.alternatives.length > 0;
  }

  /**
   * Whether a place is in a branch that writes something other than the first. What it says never stands beside what
   * the first one says, so that only one of them can be read.
   */
  isAlternative(offset: number): boolean {
    const branch = lastFrom(this.alternatives, offset);
    return branch !== undefined && offset < branch.end;
  }

  /** Whether what stands at a place depends on the version of the cluster. */
  asksCluster(offset: number): boolean {
    for (let block = this.blockAt(offset); block; block = block.around) if (block.asksCluster) return true;
    return false;
  }

  /** Whether two places are in different blocks, neither of which is around the other, so that one may exclude the other. */
  areApart(one: number, other: number): boolean {
    const [a, b] = [this.blockAt(one), this.blockAt(other)];
    return !isAround(a, b) && !isAround(b, a);
  }

  /** Whether a place is in a block that is not around another place, so that it may be missing where that one is written. */
  isOptional(offset: number, beside: number): boolean {
    return !isAround(this.blockAt(offset), this.blockAt(beside));
  }

  private blockAt(offset: number): Block | undefined {
    return lastFrom(this.changes, offset)?.block;
  }
}

function isAround(block: Block | undefined, inner: Block | undefined): boolean {
  if (block === undefined) return true;
  for (let one = inner; one; one = one.around) if (one === block) return true;
  return false;
}

/** The last that begins at an offset or before it, of a list in the order of the text. */
export function lastFrom<Part extends { readonly start: number }>(
  parts: readonly Part[],
  offset: number,
): Part | undefined {
  let [from, to] = [0, parts.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((parts[middle] as Part).start <= offset) from = middle + 1;
    else to = middle;
  }
  return parts[from - 1];
}
