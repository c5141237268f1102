import type { Span } from '../text/span.ts';
import type { SharedHost } from './host.ts';
import type { PlacedUnit, Unit } from './unit.ts';

/** A place in one of the units of the file that is judged. */
export interface PlaceInUnit {
  readonly unit: Unit;
  readonly span: Span;
}

/**
 * A unit that is made of parts of several files, as Kustomize makes an object of a base and its patches. It is judged
 * instead of the units it stands for, and what is found goes to the file that says it.
 */
export interface ComposedUnit {
  readonly unit: Unit;
  /** What its checks are given to ask about other files. */
  readonly neighbours: unknown;
  /** The units of the file that is judged which have a part in it. */
  readonly madeOf: readonly Unit[];
  /** Those of them about which there is nothing to say but what is said of what they become. */
  readonly standsFor: readonly Unit[];
  /**
   * Those that could stand alone: what the others take away from them is not theirs to answer for. Of what one unit tells
   * by itself, only what they say as well is said of them.
   */
  readonly whole: readonly Unit[];
  /** Where in the file that is judged a place of the composed unit stands; undefined when it stands in another one. */
  placeOf(span: Span): PlaceInUnit | undefined;
}

/** What there is around a file, as its language sees it. */
export interface Survey {
  /** What the checks of its own units are given to ask about other files. */
  readonly neighbours: unknown;
  readonly composed: readonly ComposedUnit[];
}

/** A version of a file around which somebody looks. */
export interface ReadFile {
  readonly uri: string;
  readonly text: string;
  readonly units: readonly PlacedUnit[];
}

/** Looks at the files around one before its rules do. The same answer as before means that nothing has changed. */
export type Surveyor = (file: ReadFile, host: SharedHost) => Promise<Survey>;
