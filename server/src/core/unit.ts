import type { Suppression } from './suppression.ts';

/**
 * What is parsed, judged and remembered as one: a Dockerfile, or one document of a YAML stream. All offsets in a unit
 * count from the unit's own beginning, so that a unit that only moved is the same unit, findings included.
 */
export interface Unit<Model = unknown> {
  /** The id of the language, such as `dockerfile`: which checks apply. */
  readonly language: string;
  readonly text: string;
  readonly model: Model;
  /**
   * The model for the preset `all`, where it is another one: nothing that is not written is supposed to stand elsewhere.
   */
  readonly literal?: Model | undefined;
  /** The suppressions people wrote in this unit, ours and the peers'. */
  readonly suppressions: readonly Suppression[];
}

/** A unit and the offset in its file at which it begins. */
export interface PlacedUnit<Model = unknown> {
  readonly unit: Unit<Model>;
  readonly start: number;
}

/** A way of reading files. Parsing never fails: what cannot be understood is part of the model. */
export interface Language<Model = unknown> {
  readonly id: string;
  /** Whether files of this language are recognised by their name, given as the last segment of a path. */
  claims(fileName: string): boolean;
  /** Whether a text is of this language by what it says, for files whose name does not tell. */
  recognises(text: string): boolean;
  /**
   * Reads a text. Units of `previous`, an earlier version of the same file, whose text has not changed are taken over
   * as they are. The name is the last segment of the file's path; some names say what a file is for. Each unit is read
   * when it is asked for, so that whoever reads a large text can pause in between.
   */
  parse(text: string, previous?: readonly PlacedUnit<Model>[], fileName?: string): Iterable<PlacedUnit<Model>>;
  /** The offset of what a comment must stand above in order to speak about the text at `offset` of a unit. */
  commentTarget(unit: Unit<Model>, offset: number): number;
  /** Why a builder or a cluster could not read a unit, in words that name no places. */
  defectsOf(unit: Unit<Model>): readonly string[];
  /** The offset in a file before which a comment about all of it goes. */
  topOf(text: string): number;
}
