import type { Build, BuildFile } from './build.ts';
import type { BrokenLink, BuiltOtherwise, Confidence, Evidence, ImageLink } from './link.ts';
import type { Located, Locator } from './locator.ts';
import { NamePattern } from './name-pattern.ts';

/** A link with what it takes to decide which images it is for. */
export interface Candidate {
  readonly link: ImageLink;
  readonly name: NamePattern;
  /** The folder, by URI, in which a bare name means this image. */
  readonly scope: string;
  readonly isStated: boolean;
  readonly setsTag: boolean;
  readonly mayBePrefixed: boolean;
}

/** The same of an image that is built without a Dockerfile of the workspace. */
export interface OtherCandidate {
  readonly built: BuiltOtherwise;
  readonly name: NamePattern;
  readonly scope: string;
  readonly isStated: boolean;
}

/** What the definitions of a workspace say, with the files they mean. */
export interface Candidates {
  readonly links: readonly Candidate[];
  readonly others: readonly OtherCandidate[];
  readonly broken: readonly BrokenLink[];
}

/** A definition and the file it stands in. */
export interface PlacedBuild {
  readonly build: Build;
  readonly file: BuildFile;
}

const strength: readonly Confidence[] = ['certain', 'likely', 'guess'];

/** How sure something is that follows from both. */
export function weaker(one: Confidence, other: Confidence): Confidence {
  return strength[Math.max(strength.indexOf(one), strength.indexOf(other))] ?? 'guess';
}

/** A number by which the surer comes first. */
export function rankOf(confidence: Confidence): number {
  return strength.indexOf(confidence);
}

/** Finds the files that definitions mean. */
export async function candidatesOf(builds: readonly PlacedBuild[], locator: Locator): Promise<Candidates> {
  const links: Candidate[] = [];
  const others: OtherCandidate[] = [];
  const broken: BrokenLink[] = [];
  for (const { build, file } of builds) {
    const { isStated = false, setsTag = false, mayBePrefixed = false } = build;
    const evidence: Evidence = { place: { file, span: build.span }, says: build.says };
    const name = new NamePattern(build.image);
    if (build.builder !== undefined) {
      if (name.isUnknown) continue;
      const built = { image: name.reference, builder: build.builder, evidence };
      others.push({ built, name, scope: scopeOf(build, undefined, file), isStated });
      continue;
    }
    const located = await locator.locate(build);
    for (const one of located) {
      const its = one.image === build.image ? name : new NamePattern(one.image);
      if (its.isUnknown) continue;
      const link = linkOf(build, one, its, evidence);
      links.push({ link, name: its, scope: scopeOf(build, one, file), isStated, setsTag, mayBePrefixed });
    }
    const dockerfile = located.length === 0 ? locator.expected(build) : undefined;
    if (dockerfile !== undefined) broken.push({ image: name.reference, dockerfile, evidence });
  }
  return { links, others, broken };
}

function linkOf(build: Build, located: Located, name: NamePattern, evidence: Evidence): ImageLink {
  const { dockerfile, context, isSure } = located;
  const target = build.target?.resolved;
  const isKnown = target === undefined || (!target.includes('*') && target !== '');
  const confidence = build.isStated || (isSure && isKnown) ? build.confidence : weaker(build.confidence, 'likely');
  return {
    image: name.reference,
    dockerfile,
    target: isKnown ? target : undefined,
    context,
    args: build.args ?? new Map(),
    confidence,
    evidence: [evidence],
  };
}

/** The folder that a definition speaks for: that of its file, of its paths, or what holds both. */
function scopeOf(build: Build, located: Located | undefined, file: BuildFile): string {
  const base = located?.base ?? build.bases[0] ?? file.folder;
  return base.length < file.folder.length ? base : file.folder;
}
