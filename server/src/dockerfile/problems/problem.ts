import { replace, type TextEdit } from '../../text/edit.ts';
import type { Span } from '../../text/span.ts';

/**
 * What is wrong, so that rules can tell the problems apart.
 *
 * - `unknown-instruction`: the keyword is none
 * - `directive`: a parser directive is given twice, or has a value it cannot have
 * - `stage`: there is no FROM, or something stands before it that may not
 * - `stage-name`: a stage has a name it cannot have
 * - `arguments`: an argument is missing, one too many, or not of a kind that may stand there
 * - `key-value`: ENV, LABEL or ARG lack a name or a value
 * - `flag`: a flag does not exist, is given twice, or has a value it cannot have
 * - `onbuild`: an instruction may not be the trigger of ONBUILD
 * - `health-check`: HEALTHCHECK says no command
 * - `shell`: SHELL is given no words in a JSON array
 * - `json-array`: what must be an array of strings is none
 * - `substitution`: a variable is changed in a way that builders do not know
 * - `unclosed`: a quote or the brace of a variable is never closed
 * - `here-document`: a here-document has no end, or stands where none may
 */
export type ProblemKind =
  | 'unknown-instruction'
  | 'directive'
  | 'stage'
  | 'stage-name'
  | 'arguments'
  | 'key-value'
  | 'flag'
  | 'onbuild'
  | 'health-check'
  | 'shell'
  | 'json-array'
  | 'substitution'
  | 'unclosed'
  | 'here-document';

/** Something for which a builder would refuse the file, or that it would not understand. */
export interface Problem {
  readonly kind: ProblemKind;
  readonly span: Span;
  readonly message: string;
  /** What the peers call it. */
  readonly aliases: readonly string[];
  /** What was most likely meant, where that is plain. */
  readonly repair?: Repair | undefined;
}

/** An edit that mends a problem, and what it does in the imperative. */
export interface Repair {
  readonly title: string;
  readonly edit: TextEdit;
}

/** What hadolint calls everything that its parser stumbles over. */
export const parseError = 'hadolint/DL1000';

/** A problem. The names of the peers are given where it is more to them than an error of the parser. */
export function problem(
  kind: ProblemKind,
  span: Span,
  message: string,
  aliases: readonly string[] = [parseError],
  repair?: Repair,
): Problem {
  return { kind, span, message, aliases, repair };
}

/** The repair that writes a word in the place of another. */
export function replacement(span: Span, text: string): Repair {
  return { title: `Replace with ${text}`, edit: replace(span, text) };
}
