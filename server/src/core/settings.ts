import type { NestedPreset, Rule } from './rule.ts';
import type { Severity } from './severity.ts';

/** One rule that is switched on, ready to run. */
export interface ActiveRule {
  readonly rule: Rule;
  /** The preset it speaks in; its findings that are meant for a louder one are not heard. */
  readonly preset: NestedPreset;
  /** The severity the user asked for; undefined leaves it to the rule. */
  readonly severity: Severity | undefined;
  /** The rule's options, complete with defaults. */
  readonly options: unknown;
}

/**
 * What is asked of the linter for a file. Files that share their settings share the object: findings are remembered
 * by it.
 */
export interface Settings {
  readonly rules: readonly ActiveRule[];
  readonly kubernetesVersion: string;
  /** Whether a name in a suppression is a rule or an alias of one, switched on or not. */
  readonly isRule: (name: string) => boolean;
}
