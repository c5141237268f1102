import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { type RepeatedBytes, repeatedBytesIn } from '../../workspace/repeated-bytes.ts';
import { type Shipped, type SizedFile, shippedBy, sizeInWords } from '../../workspace/shipped-size.ts';
import type { Assistant, Explanation, Lens } from '../assistant.ts';
import { dockerfileOf, type Spot, type WorkedOn } from '../spot.ts';
import { contextsOf } from './contexts.ts';

/** Tells of COPY and ADD how many files they bring and how large these are, and which are the largest. */
export const shippedFiles: Assistant = { lenses, explain };

async function lenses(worked: WorkedOn): Promise<readonly Lens[]> {
  const [brought, wasted] = await Promise.all([lensesOfCopies(worked), lensesInVain(worked)]);
  return [...brought, ...wasted];
}

async function lensesOfCopies(worked: WorkedOn): Promise<readonly Lens[]> {
  const copies = copiesOf(worked).filter(bringsMany);
  const [context] = copies.length > 0 ? await contextFor(worked) : [];
  if (!context) return [];
  const found: Lens[] = [];
  for (const copy of copies) {
    const shipped = await shippedBy(copy, context, worked.around.host);
    if (shipped && shipped.files > 0) found.push({ kind: 'copies', offset: copy.span.start, title: inShort(shipped) });
  }
  return found;
}

/** Less than this in vain is not worth a line. */
const leastInVain = 1_000_000;

/** Above the instructions because of which the image carries something in vain: how much, as far as it is known. */
async function lensesInVain(worked: WorkedOn): Promise<readonly Lens[]> {
  const dockerfile = dockerfileOf(worked.file);
  const [context] = copiesOf(worked).length > 0 ? await contextFor(worked) : [];
  if (!dockerfile || !context) return [];
  const repeated = await repeatedBytesIn(dockerfile, dockerfile.finalStage, context, worked.around.host);
  return repeated
    .filter(({ bytes }) => bytes >= leastInVain)
    .map((one) => ({ kind: 'copies', offset: one.by.span.start, title: inVain(one, worked) }));
}

function inVain({ what, bytes, isComplete, first }: RepeatedBytes, { file }: WorkedOn): string {
  const size = `${isComplete ? '' : 'at least '}${sizeInWords(bytes)}`;
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

/** At the keyword of an instruction: what it brings. */
async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const copy = copiesOf(spot).find(({ span, keyword }) => {
    return span.start <= spot.offset && spot.offset <= span.start + keyword.length;
  });
  const [context] = copy ? await contextFor(spot) : [];
  const shipped = copy && context && (await shippedBy(copy, context, spot.around.host));
  if (!copy || !shipped || shipped.files === 0) return [];
  const rows = shipped.largest.map(({ path, bytes }: SizedFile) => `| ${sizeInWords(bytes)} | \`${path}\` |`);
  const list = shipped.files > 1 ? `\n\n| size | the largest |\n|---:|---|\n${rows.join('\n')}` : '';
  const span = { start: copy.span.start, end: copy.span.start + copy.keyword.length };
  return [{ text: `**Brings ${inShort(shipped)}**${list}`, span }];
}

/** The instructions that take something from the build context. */
function copiesOf({ file }: WorkedOn): readonly CopyInstruction[] {
  const dockerfile = dockerfileOf(file);
  if (!dockerfile) return [];
  const copies = [...dockerfile.instructions('COPY'), ...dockerfile.instructions('ADD')];
  return copies.filter((copy) => copy.readsContext && !copy.onbuild);
}

/** Whether it is not to be seen how much it is: files with an ending are what they are called. */
function bringsMany(copy: CopyInstruction): boolean {
  return copy.expandedSources.some((source) => /[*?[]/.test(source) || !/[^/]\.\w+$/.test(source));
}

/** The context; where builds have different ones, what is brought differs as well. */
async function contextFor(worked: WorkedOn) {
  const dockerfile = dockerfileOf(worked.file);
  const contexts = dockerfile ? await contextsOf(dockerfile, worked) : [];
  return contexts.length === 1 ? contexts : [];
}

function inShort({ files, bytes, isComplete }: Shipped): string {
  const least = isComplete ? '' : 'at least ';
  return `${least}${files.toLocaleString('en')} ${files === 1 ? 'file' : 'files'}, ${sizeInWords(bytes)}`;
}
