import { type Candidate, type OtherCandidate, rankOf, weaker, withEvidence } from './candidate.ts';
import type { BuiltOtherwise, Confidence, ImageLink } from './link.ts';
import { type Likeness, type NamePattern, officialOnHub } from './name-pattern.ts';

/** A link as it is for one image. */
interface Fitting {
  readonly candidate: Candidate;
  readonly confidence: Confidence;
  readonly likeness: Likeness;
  readonly isTagged: boolean;
  /** How long the folder is that the definition speaks for, when it holds the file; 0 when it does not. */
  readonly depth: number;
  /** Whether the definition has nothing to do with the file, and the name may mean anything there. */
  readonly isForeign: boolean;
}

/**
 * The links that are for an image, the best first. Where definitions that speak for the same file contradict one another
 * none of them is certain.
 */
export function rankedLinks(
  name: NamePattern,
  candidates: readonly Candidate[],
  others: readonly OtherCandidate[],
  from: string,
): readonly ImageLink[] {
  const fitting = candidates.flatMap((candidate) => fittingOf(name, candidate, from) ?? []);
  const statedFor = fitting.filter(({ candidate, depth }) => candidate.isStated && depth > 0);
  const otherwise = others.filter((other) => isSaidOf(name, other, from));
  if (statedFor.length > 0)
    return merged(
      statedFor.toSorted((one, other) => other.depth - one.depth),
      false,
    );
  if (otherwise.some(({ isStated }) => isStated)) return [];
  const found = fitting.filter(({ candidate }) => !candidate.isStated);
  const useful = withoutForeign(withoutOtherTags(found)).filter(
    ({ isForeign }) => !isForeign || otherwise.length === 0,
  );
  const sorted = useful.toSorted(
    (one, other) =>
      rankOf(one.confidence) - rankOf(other.confidence) ||
      Number(other.isTagged) - Number(one.isTagged) ||
      other.depth - one.depth,
  );
  const isContradicted = otherwise.length > 0 || contradict(sorted);
  return merged(sorted, isContradicted);
}

/** What is said of an image that no Dockerfile builds. */
export function saidOtherwise(
  name: NamePattern,
  others: readonly OtherCandidate[],
  from: string,
): BuiltOtherwise | undefined {
  return others.find((other) => isSaidOf(name, other, from))?.built;
}

function isSaidOf(name: NamePattern, other: OtherCandidate, from: string): boolean {
  const likeness = other.name.likenessTo(name);
  if (other.isStated) return (likeness === 'same' || likeness === 'open') && holds(other.scope, from);
  return likeness === 'same' && (!name.isBare || holds(other.scope, from));
}

function fittingOf(name: NamePattern, candidate: Candidate, from: string): Fitting | undefined {
  const likeness = candidate.name.likenessTo(name);
  if (likeness === undefined) return undefined;
  const isTagged = candidate.setsTag || candidate.name.tagFits(name);
  const depth = holds(candidate.scope, from) ? candidate.scope.length : 0;
  const isInReach = depth > 0 || holds(candidate.reach, from);
  const most = candidate.isStated ? 'certain' : mostOf(likeness, name, candidate, isTagged, depth > 0, isInReach);
  if (candidate.isStated && likeness !== 'same' && likeness !== 'open') return undefined;
  const isForeign = !isInReach && (name.isBare || candidate.name.isBare);
  return { candidate, likeness, isTagged, depth, isForeign, confidence: weaker(candidate.link.confidence, most) };
}

/** How sure it can be that two names mean one image. */
function mostOf(
  likeness: Likeness,
  name: NamePattern,
  { mayBePrefixed }: Candidate,
  isTagged: boolean,
  isNear: boolean,
  isInReach: boolean,
): Confidence {
  switch (likeness) {
    case 'same':
      // A bare name means something else in every folder, and that of an official image is most often just that.
      return isTagged && !officialOnHub(name.reference) && (!name.isBare || isNear) ? 'certain' : 'likely';
    case 'open':
    case 'repository':
      return 'likely';
    case 'overridden':
      return isInReach ? 'likely' : 'guess';
    case 'prefixed':
      return mayBePrefixed && isInReach ? 'likely' : 'guess';
    default:
      return 'guess';
  }
}

/** Where tags tell the images of one name apart, those of other tags are other images. */
function withoutOtherTags(fitting: readonly Fitting[]): readonly Fitting[] {
  const tagged = fitting.filter(({ isTagged }) => isTagged);
  if (tagged.length === fitting.length) return fitting;
  const sameName = fitting.filter(({ isTagged, likeness }) => !isTagged && likeness === 'same');
  const isTold = new Set(sameName.map(({ candidate }) => buildOf(candidate.link))).size > 1;
  const isFound = tagged.some(({ likeness }) => likeness === 'same');
  return isTold || isFound ? tagged : fitting;
}

/** More builds elsewhere than these of one bare name tell nothing of which it is. */
const mostForeign = 3;

/**
 * Without definitions elsewhere that build something of the same bare name: where there are several they are examples,
 * each with names of its own.
 */
function withoutForeign(fitting: readonly Fitting[]): readonly Fitting[] {
  const own = fitting.filter(({ isForeign }) => !isForeign);
  if (own.length > 0) return own;
  const builds = new Set(fitting.map(({ candidate }) => buildOf(candidate.link))).size;
  if (builds > mostForeign) return [];
  return builds <= 1 ? fitting : fitting.map((one) => ({ ...one, confidence: 'guess' }));
}

/** Whether two that are certain, and speak for the same files, lead to different builds. */
function contradict(sorted: readonly Fitting[]): boolean {
  const certain = sorted.filter(({ confidence }) => confidence === 'certain');
  const deepest = Math.max(0, ...certain.map(({ depth }) => depth));
  // One of which part of the name is filled in later may as well be the one.
  const rivals = sorted.filter(
    ({ likeness, depth, isTagged }) =>
      (likeness === 'open' || likeness === 'overridden') && isTagged && depth >= deepest,
  );
  const nearest = [...certain.filter(({ depth }) => depth === deepest), ...(deepest > 0 ? rivals : [])];
  return certain.length > 0 && new Set(nearest.map(({ candidate }) => buildOf(candidate.link))).size > 1;
}

/** One link for each build, with all that speaks for it. */
function merged(sorted: readonly Fitting[], isContradicted: boolean): readonly ImageLink[] {
  const nearest = Math.max(0, ...sorted.filter(({ confidence }) => confidence === 'certain').map(({ depth }) => depth));
  const best = sorted.find(({ confidence, depth }) => confidence === 'certain' && depth === nearest);
  const links = new Map<string, ImageLink>();
  for (const { candidate, confidence, depth } of sorted) {
    const { link } = candidate;
    const key = buildOf(link);
    const isOutdone = confidence === 'certain' && depth < nearest && best && buildOf(best.candidate.link) !== key;
    const sure = confidence === 'certain' && (isContradicted || isOutdone) ? 'likely' : confidence;
    const known = links.get(key);
    links.set(key, known ? withEvidence(known, link) : { ...link, confidence: sure });
  }
  const all = [...links.values()].toSorted((one, other) => rankOf(one.confidence) - rankOf(other.confidence));
  const strong = all.filter(({ confidence }) => confidence !== 'guess');
  return strong.length > 0 ? strong : all;
}

function buildOf({ dockerfile, target }: ImageLink): string {
  return `${dockerfile} ${target ?? ''}`;
}

function holds(folder: string, uri: string): boolean {
  return uri.startsWith(`${folder}/`);
}
