import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { SharedHost } from './host.ts';

/**
 * How far a fix may be trusted, the most trusted first.
 *
 * - `safe`: the file means the same afterwards; applied by fix-all, on save and by `--fix`.
 * - `suggested`: right in nearly all cases; applied by one click or by `--fix-suggested`.
 * - `manual`: leaves a place that a person must fill; never applied in bulk.
 */
export const safeties = ['safe', 'suggested', 'manual'] as const;
export type Safety = (typeof safeties)[number];

/** Why a fix that usually exists cannot be offered here, as a sentence for the person who asked for it. */
export class Refusal {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What a fix may look at while it is built. */
export interface FixContext {
  /** The URI of the file that is being fixed. */
  readonly uri: string;
  readonly host: SharedHost;
}

/** What building a fix yields: edits to the text the finding stands in, or the reason why not. */
export type Built = readonly TextEdit[] | Refusal;

/** What a fix makes of a file beside the one that is judged. */
export interface FileChange {
  readonly uri: string;
  /** What the file says now; undefined when it is not there yet. */
  readonly text: string | undefined;
  readonly edits: readonly TextEdit[];
}

/** A fix that changes another file than that of its finding, or makes one. */
export interface FixElsewhere {
  /** What the fix does, in the imperative, with the name of the file. */
  readonly title: string;
  readonly safety: Safety;
  readonly build: (context: FixContext) => FileChange | Refusal | Promise<FileChange | Refusal>;
}

/** The edits of several parts of one fix; the reason of the first that is refused. */
export function together(...parts: readonly Built[]): Built {
  const edits: TextEdit[] = [];
  for (const part of parts) {
    if (part instanceof Refusal) return part;
    edits.push(...part);
  }
  return edits;
}

export interface Fix {
  /** What the fix does, in the imperative: `Replace with LABEL`. */
  readonly title: string;
  readonly safety: Safety;
  /** What stands elsewhere in the text and is repeated in what it writes: no other fix may change it in the same turn. */
  readonly madeFrom?: readonly Span[];
  /** Builds the edits. Called only when somebody asks for the fix; finding must stay cheap. */
  readonly build: (context: FixContext) => Built | Promise<Built>;
}
