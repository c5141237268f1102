import type { LineMap } from '../text/lines.ts';
import type { Span } from '../text/span.ts';

/**
 * What became of an image: `kept` has what it needs, `pinned` and `moved` get a digest or another one, `unpinned` has none
 * and was to have one, `refused` cannot be given one, `skipped` was not asked about, `unresolved` was asked about in vain.
 */
export type PinOutcome = 'kept' | 'pinned' | 'moved' | 'unpinned' | 'refused' | 'skipped' | 'unresolved';

/** What there is to say of one place that names an image. */
export interface PinnedImage {
  readonly path: string;
  readonly lines: LineMap;
  readonly span: Span;
  /** With its tag, and without a digest. */
  readonly image: string;
  /** The digest that was written before. */
  readonly digest: string | undefined;
  readonly outcome: PinOutcome;
  /** The digest that its tag stands for, where that is another. */
  readonly newDigest?: string;
  /** Why there is none, as a sentence. */
  readonly reason?: string;
}

/** More places about which nobody was asked for the same reason are told on one line. */
const mostAlike = 3;

/** How a report is meant: whether what it tells has been done. */
export interface PinManner {
  readonly isCheck: boolean;
  readonly isDryRun: boolean;
}

export interface PinReport {
  /** What goes to standard output. */
  readonly output: string;
  /** What goes to standard error, a line each: what cannot be done, and what nobody was asked about. */
  readonly notes: readonly string[];
}

/** For people: a line for each image of which something is to be said. What went wrong is told once for each image. */
export function pinText(images: readonly PinnedImage[], manner: PinManner): PinReport {
  const output: string[] = [];
  const notes: string[] = [];
  const told = new Set<string>();
  const skipped = new Map<string, string[]>();
  for (const one of images) {
    const { path, lines, span, image, outcome, reason = '' } = one;
    const where = `${path}:${lines.positionAt(span.start).line + 1}: ${image}`;
    const said = changeInWords(one, manner);
    if (said !== undefined) output.push(`${where} ${said}\n`);
    if (outcome === 'refused') notes.push(`${where}: not pinned: ${asClause(reason)}`);
    if (outcome === 'skipped') skipped.set(reason, [...(skipped.get(reason) ?? []), where]);
    if (outcome !== 'unresolved' || told.has(image)) continue;
    told.add(image);
    notes.push(`${where}: ${reason}`);
  }
  for (const [reason, places] of skipped) {
    // A chart has hundreds of images that are filled in, and hides with them what went wrong.
    const isFew = places.length <= mostAlike;
    const shown = isFew ? places : [`${places[0]} and ${places.length - 1} more`];
    for (const place of shown) notes.push(`${place}: nobody asked: ${asClause(reason)}`);
  }
  return { output: output.join(''), notes };
}

function changeInWords({ outcome, newDigest }: PinnedImage, { isCheck, isDryRun }: PinManner): string | undefined {
  switch (outcome) {
    case 'unpinned':
      return 'has no digest';
    case 'pinned':
      return `${isDryRun ? 'would be pinned' : 'pinned'} to ${newDigest}`;
    case 'moved':
      if (isCheck) return `has moved on to ${newDigest}`;
      return `${isDryRun ? 'would be refreshed' : 'refreshed'} to ${newDigest}`;
    default:
      return undefined;
  }
}

/** A sentence as it goes on behind a colon. */
function asClause(reason: string): string {
  const first = /^[A-Z][a-z]* /.test(reason) ? (reason[0] as string).toLowerCase() : (reason[0] ?? '');
  return `${first}${reason.slice(1).replace(/\.$/, '')}`;
}

/** For programs: everything, with positions that count from zero, in UTF-16 units. */
export function pinJson(images: readonly PinnedImage[]): PinReport {
  const outcomes = ['kept', 'pinned', 'moved', 'unpinned', 'refused', 'skipped', 'unresolved'] as const;
  const summary = Object.fromEntries(
    outcomes.map((outcome) => [outcome, images.filter((one) => one.outcome === outcome).length]),
  );
  const told = images.map(({ path, lines, span, image, digest, outcome, newDigest, reason }) => ({
    path,
    range: lines.rangeOf(span),
    image,
    outcome,
    ...(digest !== undefined && { digest }),
    ...(newDigest !== undefined && { newDigest }),
    ...(reason !== undefined && { reason }),
  }));
  return { output: `${JSON.stringify({ images: told, summary }, undefined, 2)}\n`, notes: [] };
}
