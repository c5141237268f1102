import type { ImageReference } from '../../image/reference.ts';
import type { PlaceInFile } from '../manifests/manifest-file.ts';

/**
 * How sure it is that an image is built from a Dockerfile. `certain`: a build definition names both, or the configuration
 * does. `likely`: part of a name has yet to be filled in, or there is more than one candidate. `guess`: only names are
 * alike.
 */
export type Confidence = 'certain' | 'likely' | 'guess';

/** Why something is taken for true. */
export interface Evidence {
  /** Where it is said; undefined for what only follows from the name of a file. */
  readonly place: PlaceInFile | undefined;
  /** A sentence without a full stop: `Skaffold builds it as an artifact`. */
  readonly says: string;
}

/** An image and the Dockerfile it is built from. */
export interface ImageLink {
  /** What the build definition calls it, its variables being what they are by default; `*` stands for what is not known. */
  readonly image: ImageReference;
  /** The URI of the Dockerfile. */
  readonly dockerfile: string;
  /** The stage that is built; undefined for the last one. */
  readonly target: string | undefined;
  /** The URI of the build context's folder; undefined when it is not known. */
  readonly context: string | undefined;
  /** What the build sets, by name; undefined where the value comes from elsewhere. */
  readonly args: ReadonlyMap<string, string | undefined>;
  readonly confidence: Confidence;
  /** The best first; never empty. */
  readonly evidence: readonly Evidence[];
}

/** A build of a Dockerfile, whatever becomes of it. */
export interface StatedBuild {
  /** The URI of the Dockerfile. */
  readonly dockerfile: string;
  /** The URI of the build context's folder; undefined for one that is elsewhere or not known. */
  readonly context: string | undefined;
  /** The names under which it is given contexts besides. */
  readonly namedContexts: readonly string[];
  readonly evidence: Evidence;
}

/** What builds an image without a Dockerfile of its own in the workspace. */
export type OtherBuilder = 'jib' | 'ko' | 'buildpacks' | 'bazel' | 'inline' | 'elsewhere';

/** An image of which is said that no Dockerfile of the workspace builds it. */
export interface BuiltOtherwise {
  readonly image: ImageReference;
  readonly builder: OtherBuilder;
  readonly evidence: Evidence;
}

/** A build definition whose Dockerfile is not where it says. */
export interface BrokenLink {
  /** Undefined when it gives it no name, or none that is known. */
  readonly image: ImageReference | undefined;
  /** The URI at which the Dockerfile is looked for. */
  readonly dockerfile: string;
  readonly evidence: Evidence;
}

/** A build definition that cannot be carried out as it is written. */
export type DeadLink = LostBuild | RefusedFile;

/** One that leads to no Dockerfile, or to none with what it asks for. */
export interface LostBuild {
  readonly reason: 'missing' | 'unreadable' | 'no stage';
  /** Undefined when it gives it no name, or none that is known. */
  readonly image: ImageReference | undefined;
  /** The URI at which the Dockerfile is, or is looked for. */
  readonly dockerfile: string;
  readonly target: string | undefined;
  readonly evidence: Evidence;
}

/** A file that its builder refuses, whatever image is asked for: it leads back to itself, or needs what is not there. */
export interface RefusedFile {
  readonly reason: 'refused';
  readonly evidence: Evidence;
}
