import type { Span } from '../text/span.ts';

/** One rule that a suppression names, and where it names it. */
export interface SuppressedRule {
  /**
   * A rule id of ours, a peer's id (`hadolint/DL3006`, and in our own comments `DL3006`), a peer's whole set
   * (`hadolint/*`), or `*`.
   */
  readonly name: string;
  readonly span: Span;
}

/** Something a person wrote so that certain findings are not reported. */
export interface Suppression {
  /** Whose syntax it is: `seaworthy`, or the name of a peer. Only our own are reported when they are unused. */
  readonly source: string;
  /** The whole comment or annotation. */
  readonly span: Span;
  readonly rules: readonly SuppressedRule[];
  /** What the person gave as the reason, if anything. */
  readonly reason: string | undefined;
  /** What it covers: findings that begin inside a span, all of its unit, or all of its file. */
  readonly scope: Span | 'unit' | 'file';
}

/** Whether a name, a peer's with its prefix, means a finding with this rule id and these aliases. */
export function names(name: string, ruleId: string, aliases: readonly string[]): boolean {
  if (name === '*' || name === ruleId || aliases.includes(name)) return true;
  return name.endsWith('/*') && aliases.some((alias) => alias.startsWith(name.slice(0, -1)));
}
