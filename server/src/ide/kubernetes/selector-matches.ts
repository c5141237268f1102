import { type Span, shift } from '../../text/span.ts';
import type { Assistant, Explanation, Hint } from '../assistant.ts';
import { manifestAt, manifestsOf, neighbourhoodOf, type Spot, type WorkedOn } from '../spot.ts';
import { linkTo, titleOf } from './mention.ts';
import { podsOf, type Selection, selectionsOf } from './selection.ts';

/** More than this many are not listed one by one. */
const mostListed = 20;

/** Tells what selectors select: behind each of them in a few words, and in full under the pointer. */
export const selectorMatches: Assistant = { hints, explain };

async function hints(worked: WorkedOn, within: Span): Promise<readonly Hint[]> {
  const neighbours = await neighbourhoodOf(worked);
  if (!neighbours) return [];
  const { file } = worked;
  const near = manifestsOf(file).filter(
    ({ manifest, start }) => start <= within.end && within.start <= start + manifest.text.length,
  );
  return near.flatMap(({ manifest, start }) =>
    manifest.resources
      .flatMap((resource) => selectionsOf(resource, neighbours))
      .flatMap((selection): readonly Hint[] => {
        const { keySpan } = selection.selector.value;
        if (!keySpan) return [];
        const offset = file.lines.lineEnd(file.lines.lineAt(start + keySpan.end));
        return [{ kind: 'selectors', offset, label: labelOf(selection), tooltip: listOf(selection, file.uri) }];
      }),
  );
}

async function explain(spot: Spot): Promise<readonly Explanation[]> {
  const placed = manifestAt(spot);
  const neighbours = placed && (await neighbourhoodOf(spot));
  if (!neighbours) return [];
  const { manifest, start } = placed;
  const at = spot.offset - start;
  for (const resource of manifest.resources) {
    for (const selection of selectionsOf(resource, neighbours)) {
      const { keySpan, span } = selection.selector.value;
      const here = [keySpan, span].find((one) => one && one.start <= at && at <= one.end);
      if (here) return [{ text: listOf(selection, spot.file.uri), span: shift(here, start) }];
    }
  }
  return [];
}

function labelOf({ selected, ofPods }: Selection): string {
  const [first] = selected;
  if (!first) return 'selects nothing here';
  const what = selected.length === 1 ? titleOf(first) : `${selected.length} ${ofPods ? 'workloads' : `${first.kind}s`}`;
  const pods = ofPods ? podsOf(selected) : undefined;
  return typeof pods === 'number' ? `selects ${what}, ${pods} ${pods === 1 ? 'pod' : 'pods'}` : `selects ${what}`;
}

/** All that is selected, in Markdown. */
function listOf({ selected, selector }: Selection, uri: string): string {
  const { summary } = selector;
  if (selected.length === 0) return `\`${summary}\` selects nothing that the workspace declares.`;
  const listed = selected.slice(0, mostListed).map((entry) => `- ${linkTo(entry, uri)}`);
  const more = selected.length > mostListed ? [`- and ${selected.length - mostListed} more`] : [];
  return [`\`${summary}\` selects:\n`, ...listed, ...more].join('\n');
}
