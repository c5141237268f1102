import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { type Shipped, type SizedFile, shippedBy, sizeInWords } from '../../workspace/shipped-size.ts';
import type { Assistant, Explanation, Lens } from '../assistant.ts';
import { dockerfileOf, type Spot, type WorkedOn } from '../spot.ts';
import { contextsOf, nameOfContext } from './contexts.ts';

/** Tells of COPY and ADD how many files they bring and how large these are, and which are the largest. */
export const shippedFiles: Assistant = { lenses, explain };

async function lenses(worked: WorkedOn): Promise<readonly Lens[]> {
  const found: Lens[] = [];
  for (const copy of copiesOf(worked).filter(bringsMany)) {
    const title = titleFor(await broughtBy(copy, worked));
    if (title) found.push({ kind: 'copies', offset: copy.span.start, title });
  }
  return found;
}

/** What an instruction brings of one of the contexts that builds have. */
interface Brought {
  /** The folder: `api/`. */
  readonly from: string;
  readonly shipped: Shipped;
}

/** No more contexts than these are looked through for one Dockerfile. */
const mostContexts = 8;

/** What an instruction brings, for each context; nothing where that is not known of one of them. */
async function broughtBy(copy: CopyInstruction, worked: WorkedOn): Promise<readonly Brought[]> {
  const dockerfile = dockerfileOf(worked.file);
  const contexts = dockerfile ? await contextsOf(dockerfile, worked) : [];
  if (contexts.length > mostContexts) return [];
  const found: Brought[] = [];
  for (const context of contexts) {
    const shipped = await shippedBy(copy, context, worked.around.host);
    if (!shipped) return [];
    found.push({ from: nameOfContext(context, worked), shipped });
  }
  return found;
}

/** So many contexts are told one by one. */
const mostTold = 2;

/** How much it is; where builds have different contexts, of each of two, or from the least to the most. */
function titleFor(brought: readonly Brought[]): string | undefined {
  if (brought.every(({ shipped }) => shipped.files === 0)) return undefined;
  const titles = new Set(brought.map(({ shipped }) => inShort(shipped)));
  const [only] = titles;
  if (titles.size === 1) return only;
  if (brought.length <= mostTold) {
    return brought.map(({ from, shipped }) => `${inShort(shipped)} from ${from}`).join(' \u00b7 ');
  }
  const [least, most] = [bySize(brought).at(-1), bySize(brought).at(0)];
  if (!least || !most) return undefined;
  return `${inShort(least.shipped)} from ${least.from} to ${inShort(most.shipped)} from ${most.from}`;
}

/** The context first of which the most is brought. */
function bySize(brought: readonly Brought[]): readonly Brought[] {
  return brought.toSorted((one, other) => other.shipped.bytes - one.shipped.bytes);
}

/** At the keyword of an instruction: what it brings. */
async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const copy = copiesOf(spot).find(({ keywordSpan: { start, end } }) => start <= spot.offset && spot.offset <= end);
  const brought = copy ? await broughtBy(copy, spot) : [];
  if (!copy || brought.every(({ shipped }) => shipped.files === 0)) return [];
  const isOne = brought.length === 1;
  const parts = bySize(brought).map(
    ({ from, shipped }) => `**Brings ${inShort(shipped)}**${isOne ? '' : ` from ${from}`}`,
  );
  const [largest] = bySize(brought);
  const list = largest && largest.shipped.files > 1 ? `\n\n${tableOf(largest.shipped)}` : '';
  return [{ text: `${parts.join('\\\n')}${list}`, span: copy.keywordSpan }];
}

function tableOf({ largest }: Shipped): string {
  const rows = largest.map(({ path, bytes }: SizedFile) => `| ${sizeInWords(bytes)} | \`${path}\` |`);
  return `| size | the largest |\n|---:|---|\n${rows.join('\n')}`;
}

/** The instructions that take something from the build context. */
function copiesOf({ file }: WorkedOn): readonly CopyInstruction[] {
  const all = dockerfileOf(file)?.allInstructions ?? [];
  return all.filter((one) => one instanceof CopyInstruction).filter((copy) => copy.readsContext && !copy.onbuild);
}

/** Whether it is not to be seen how much it is: files with an ending are what they are called. */
function bringsMany(copy: CopyInstruction): boolean {
  return copy.expandedSources.some((source) => /[*?[]/.test(source) || !/[^/]\.\w+$/.test(source));
}

function inShort({ files, bytes, isComplete }: Shipped): string {
  const least = isComplete ? '' : 'at least ';
  return `${least}${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}, ${sizeInWords(bytes)}`;
}
