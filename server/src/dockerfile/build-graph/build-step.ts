import type { Instruction } from '../instructions/instruction.ts';
import type { Stage } from '../stage.ts';
import type { ContextPaths } from './context-paths.ts';

/**
 * What the result of a step is made of, and with it all that can make a builder carry it out again
 * (BuildKit v0.32: `frontend/dockerfile/dockerfile2llb/convert.go` for what is handed to it, `CacheMap` in
 * `solver/llbsolver/ops/` for what is compared).
 *
 * - `state`: the file system that the step before leaves, which is another when that step is carried out again
 * - `files`: files of the build context, by what is in them
 * - `stage`: files of another stage or a mount of it, by what is in them; `paths` undefined for all of it
 * - `image`: the image at the bottom of a stage, or one that files are taken from
 * - `remote`: what an address leads to
 * - `variables`: what is put into the instruction and, for RUN, all of its environment, asked for when somebody wants it
 */
export type StepInput =
  | { readonly kind: 'state'; readonly step: BuildStep }
  | { readonly kind: 'files'; readonly paths: ContextPaths }
  | { readonly kind: 'stage'; readonly stage: Stage }
  | { readonly kind: 'image'; readonly reference: string }
  | { readonly kind: 'remote'; readonly address: string }
  | { readonly kind: 'variables'; readonly names: () => readonly string[] };

/**
 * An instruction that a builder remembers the result of: FROM, RUN, COPY, ADD and WORKDIR. The others say something about
 * the image and make nothing, so that they are never a reason to build again by themselves.
 */
export interface BuildStep {
  readonly instruction: Instruction;
  readonly stage: Stage;
  readonly inputs: readonly StepInput[];
  /** The step whose result it changes; undefined for the first on an empty file system. */
  readonly onto: BuildStep | undefined;
  /**
   * Whether it makes a layer of its own, which does not depend on the step before; what comes after depends on both:
   * `--link` (Dockerfile reference, "COPY --link").
   */
  readonly isLinked: boolean;
}
