import { leftoversOf } from '../../dockerfile/leftovers.ts';
import { estimateOf, type ImageEstimate } from '../../workspace/image-estimate.ts';
import { sizeInWords } from '../../workspace/shipped-size.ts';
import type { Assistant, Explanation, Lens } from '../assistant.ts';
import { dockerfileOf, type Spot, type WorkedOn } from '../spot.ts';
import { contextsOf } from './contexts.ts';

/**
 * Tells of the image that is built how much of the build context is in it, and what has a size that nobody knows before
 * the build: above the FROM of the last stage, and in full when it is pointed at.
 */
export const imageEstimate: Assistant = { lenses, explain };

/** Images that get less than this of the context are not worth a line, nor is less than that in vain; in bytes. */
const [leastBytes, leastInVain] = [10_000_000, 1_000_000];

async function lenses(worked: WorkedOn): Promise<readonly Lens[]> {
  const from = dockerfileOf(worked.file)?.finalStage.from;
  const estimate = from && (await estimateIn(worked));
  if (!estimate || (estimate.bytes < leastBytes && estimate.inVain < leastInVain)) return [];
  return [{ kind: 'copies', offset: from.span.start, title: `${inShort(estimate)}; ${notCounted(estimate)}` }];
}

/** What is known of the image of the last stage; undefined where builds have several contexts. */
async function estimateIn(worked: WorkedOn): Promise<ImageEstimate | undefined> {
  const dockerfile = dockerfileOf(worked.file);
  if (!dockerfile || dockerfile.stages.length === 0) return undefined;
  const [context, ...others] = await contextsOf(dockerfile, worked);
  if (!context || others.length > 0) return undefined;
  const estimate = await estimateOf(dockerfile, dockerfile.finalStage, context, worked.around.host);
  return estimate.copied.length > 0 ? estimate : undefined;
}

function inShort({ bytes, inVain, isComplete }: ImageEstimate): string {
  const least = isComplete ? '' : 'at least ';
  const wasted = inVain >= leastInVain ? `, ${sizeInWords(inVain)} of them in vain` : '';
  return `${least}${sizeInWords(bytes)} of the build context${wasted}`;
}

/** What is missing in the sum, in words: it is always something, as the base image is. */
function notCounted({ unknown: { runs, copies } }: ImageEstimate): string {
  const parts = [
    'the base image',
    ...(runs.length > 0 ? [runs.length === 1 ? 'the RUN step' : `${runs.length} RUN steps`] : []),
    ...(copies.length > 0 ? [copies.length === 1 ? 'one COPY' : `${copies.length} COPY steps`] : []),
  ];
  const last = parts.at(-1) ?? '';
  const all = parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${last} are` : `${last} is`;
  return `${all} not counted`;
}

/** At the keyword of the last FROM: line by line. */
async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const stage = dockerfileOf(spot.file)?.finalStage;
  const span = stage?.from?.keywordSpan;
  if (!stage || !span || spot.offset < span.start || span.end < spot.offset) return [];
  const estimate = await estimateIn(spot);
  if (!estimate) return [];
  const line = (offset: number) => spot.file.lines.lineAt(offset) + 1;
  const rows = estimate.copied
    .toSorted((one, other) => other.shipped.bytes - one.shipped.bytes)
    .map(({ by, shipped }) => `| ${sizeInWords(shipped.bytes)} | line ${line(by.span.start)} |`);
  const left = estimate.unknown.runs.flatMap((run) =>
    leftoversOf(run).map(
      ({ action, leftovers }) =>
        `- ${action.manager.name} leaves ${leftovers.what} behind in line ${line(run.span.start)}`,
    ),
  );
  const known = `**The image gets ${inShort(estimate)}**\n\n| size | copied by |\n|---:|---|\n${rows.join('\n')}`;
  const rest = `*${capital(notCounted(estimate))}: their sizes are not known before the build.*`;
  return [{ text: [known, ...(left.length > 0 ? [left.join('\n')] : []), rest].join('\n\n'), span }];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
