import { isNamedForDevelopment } from '../../dockerfile/purpose.ts';
import { readImageReference } from '../../image/reference.ts';
import type { Build, BuildFile, Obstacle } from './build.ts';
import type { BrokenLink, BuiltOtherwise, Confidence, Evidence, ImageLink, StatedBuild } from './link.ts';
import type { Located, Locator } from './locator.ts';
import { NamePattern } from './name-pattern.ts';
import { Template, unknownPart } from './template.ts';

/** A link with what it takes to decide which images it is for. */
export interface Candidate {
  readonly link: ImageLink;
  readonly name: NamePattern;
  /** The folder, by URI, in which a bare name means this image. */
  readonly scope: string;
  /** The folder that holds both the definition and the Dockerfile: in it a bare name most likely means this image. */
  readonly reach: string;
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
  readonly obstacles: readonly Obstacle[];
  /** The builds of which it is certain which Dockerfile they read, and in which context. */
  readonly builds: readonly StatedBuild[];
}

/** A definition, or what stands in its way, and the file it stands in. */
export interface PlacedBuild {
  readonly build: Build | Obstacle;
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

/** More places than these need not say one thing. */
const mostEvidence = 20;

/** The same link with what speaks for another one as well. */
export function withEvidence(link: ImageLink, { evidence }: ImageLink): ImageLink {
  const isEnough = link.evidence.length >= mostEvidence;
  return isEnough ? link : { ...link, evidence: [...link.evidence, ...evidence].slice(0, mostEvidence) };
}

/** Of two that lead to the same the surer one, with what speaks for both. */
export function surest(link: ImageLink, other: ImageLink): ImageLink {
  return rankOf(other.confidence) < rankOf(link.confidence) ? withEvidence(other, link) : withEvidence(link, other);
}

/** Finds the files that definitions mean. */
export async function candidatesOf(builds: readonly PlacedBuild[], locator: Locator): Promise<Candidates> {
  const links = new Map<string, Candidate>();
  const others: OtherCandidate[] = [];
  const broken: BrokenLink[] = [];
  const obstacles = new Map<string, Obstacle>();
  const stated: StatedBuild[] = [];
  for (const { build, file } of builds) {
    if ('obstacle' in build) {
      obstacles.set(build.obstacle, obstacles.get(build.obstacle) ?? build);
      continue;
    }
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
      if (one.isSure && (build.confidence === 'certain' || build.isNamedByDefault)) {
        const context = build.context && isKnownFolder(build.context) ? one.context : undefined;
        stated.push({ dockerfile: one.dockerfile, context, namedContexts: build.namedContexts ?? [], evidence });
      }
      for (const image of [one.image, ...withoutArchitecture(one.image)]) {
        const scope = scopeOf(build, one, file);
        const link = linkOf(build, image === one.image ? one : { ...one, isSure: false }, image, evidence);
        const key = [image.open, image.resolved, link.dockerfile, link.target, scope].join(' ');
        const known = links.get(key);
        const its = known?.name ?? new NamePattern(image);
        if (its.isUnknown) continue;
        const reach = commonFolder(scope, link.dockerfile);
        const candidate = known ?? { link, name: its, scope, reach, isStated, setsTag, mayBePrefixed };
        links.set(key, known ? { ...known, link: surest(known.link, link) } : candidate);
      }
    }
    const dockerfile = located.length === 0 ? locator.expected(build) : undefined;
    const image = name.isUnknown ? undefined : name.reference;
    if (dockerfile !== undefined) broken.push({ image, dockerfile, evidence });
  }
  return { links: [...links.values()], others, broken, obstacles: [...obstacles.values()], builds: stated };
}

/** Whether a path has no variables but those that are the folder in which a command is run, whoever runs it. */
function isKnownFolder({ parts }: Template): boolean {
  return parts.every(
    (part) =>
      typeof part === 'string' ||
      (part.fallback !== undefined && isKnownFolder(part.fallback)) ||
      /^(?:PWD|CURDIR|pwd|shell pwd|GITHUB_WORKSPACE|github\.workspace|CI_PROJECT_DIR)$/.test(part.name),
  );
}

function linkOf(build: Build, located: Located, image: Template, evidence: Evidence): ImageLink {
  const { dockerfile, context, isSure } = located;
  const target = build.target?.resolved;
  const isKnown = target === undefined || (!target.includes(unknownPart) && target !== '');
  const fileName = dockerfile.slice(dockerfile.lastIndexOf('/') + 1);
  // What runs elsewhere than on the developer's machine is built from something else.
  const isForDevelopment = isNamedForDevelopment(fileName) || isNamedForDevelopment(target ?? '');
  const isCertain = build.isStated || (isSure && isKnown && !isForDevelopment);
  const confidence = isCertain ? build.confidence : weaker(build.confidence, 'likely');
  return {
    image: readImageReference(image.resolved),
    dockerfile,
    target: isKnown ? target : undefined,
    context,
    args: build.args ?? new Map(),
    confidence,
    evidence: [evidence],
  };
}

/**
 * The name that images of several architectures are brought together under, of one that ends in a variable for the
 * architecture: `app` for `app-$ARCH`.
 */
function withoutArchitecture({ parts }: Template): readonly Template[] {
  return parts.flatMap((part, at) => {
    const [before, after] = [parts[at - 1], parts[at + 1]];
    const isArchitecture = typeof part !== 'string' && /arch|platform/i.test(part.name);
    const isAtEnd = after === undefined || (typeof after === 'string' && after.startsWith(':'));
    if (!isArchitecture || !isAtEnd || typeof before !== 'string' || !/[-_]$/.test(before)) return [];
    return [new Template([...parts.slice(0, at - 1), before.slice(0, -1), ...parts.slice(at + 1)])];
  });
}

/** The innermost folder that holds both a folder and a file. */
function commonFolder(folder: string, file: string): string {
  let common = folder;
  while (common.includes('/') && !file.startsWith(`${common}/`)) common = common.slice(0, common.lastIndexOf('/'));
  return common;
}

/** The folder that a definition speaks for: that of its file, of its paths, or what holds both. */
function scopeOf(build: Build, located: Located | undefined, file: BuildFile): string {
  const base = located?.base ?? build.bases[0] ?? file.folder;
  return base.length < file.folder.length ? base : file.folder;
}
