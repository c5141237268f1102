import type { NestedPreset, PodSecurityLevel, Rule } from './rule.ts';
import type { Severity } from './severity.ts';

/** One rule that is switched on, ready to run. */
export interface ActiveRule {
  readonly rule: Rule;
  /** The preset it speaks in; its findings that are meant for a louder one are not heard. */
  readonly preset: NestedPreset;
  /** The level of the Pod Security Standards that it helps to enforce; it says nothing else then. */
  readonly podSecurity?: PodSecurityLevel | undefined;
  /** The severity the user asked for; undefined leaves it to the rule. */
  readonly severity: Severity | undefined;
  /** The rule's options, complete with defaults. */
  readonly options: unknown;
}

/** What a name for rules means that a person wrote, be they switched on or not. */
export interface RuleNames {
  /**
   * The same as ids and as the peers' names with their prefixes: several when a peer's name without one stands for a
   * single rule under several names. Empty when it is no name, or could mean different rules.
   */
  meaningOf(name: string): readonly string[];
  /** The name that a mistaken one most likely stands for. */
  nearest(name: string): string | undefined;
}

/**
 * What is asked of the linter for a file. Files that share their settings share the object: findings are remembered
 * by it.
 */
export interface Settings {
  readonly rules: readonly ActiveRule[];
  readonly kubernetesVersion: string;
  /** What names in suppressions mean. */
  readonly names: RuleNames;
}
