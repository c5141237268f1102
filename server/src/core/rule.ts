import type * as z from 'zod';
import type { Safety } from './fix.ts';
import type { SharedHost } from './host.ts';
import type { Lesson } from './lessons.ts';
import type { Reporter } from './report.ts';
import type { ScriptChecker, ScriptRemark } from './script-checker.ts';
import type { Severity } from './severity.ts';
import type { SuppressedRule, Suppression } from './suppression.ts';

/** The question a rule answers, and the section of the documentation it stands in. */
export const categories = {
  correctness: 'It does not do what it says, or does not parse',
  security: 'It gives away more than it needs to',
  reliability: 'It will fail, hang or be evicted when it runs',
  'build-speed': 'It makes builds slower than they need to be',
  'image-size': 'It makes images larger than they need to be',
  reproducibility: 'The same input may give another result tomorrow',
  maintainability: 'It makes the next change harder',
} as const;
export type Category = keyof typeof categories;

/** The presets that nest: whatever speaks in one speaks in those after it. */
export const nestedPresets = ['recommended', 'strict', 'all'] as const;
export type NestedPreset = (typeof nestedPresets)[number];

/** Whether what is meant for one preset is heard in another, which is as loud or louder. */
export function isHeardIn(meantFor: NestedPreset, preset: NestedPreset): boolean {
  return nestedPresets.indexOf(meantFor) <= nestedPresets.indexOf(preset);
}

/** The levels of the Pod Security Standards that forbid something, the less strict first. */
export type PodSecurityLevel = 'baseline' | 'restricted';

/** The schema of a rule's options. Every option has a default, so that `{}` is always valid. */
export type OptionsSchema = z.ZodObject;

/** A text the rule speaks or is silent about: printed in the documentation and executed as a test. */
export type Example = (BadExample | GoodExample) & {
  /** What the file is called; the language follows from it. Only needed when it matters. */
  readonly path?: string;
  /** Other files that lie beside it, by relative path, for rules and fixes that look at them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Those of `files` that may not be executed; of others nobody knows. */
  readonly notExecutable?: readonly string[];
  /** What the program that checks scripts says of the scripts in it; without this, there is no such program. */
  readonly remarks?: Readonly<Record<string, readonly ScriptRemark[]>>;
  /** The preset it is judged in; the rule's own unless named. */
  readonly preset?: NestedPreset;
  /** Options the example is judged with. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** A sentence for the documentation: what this example shows. */
  readonly note?: string;
};

interface BadExample {
  readonly bad: string;
  /** What files beside it are after the first fix of each finding that changes one, those that are made included. */
  readonly fixedFiles?: Readonly<Record<string, string>>;
  /** What the text is after the first fix offered for each finding. */
  readonly fixed?: string;
}

interface GoodExample {
  readonly good: string;
}

/** All there is to know about a rule but how it judges. */
export interface RuleMeta {
  /** Kebab-case; says what to do, or what is wrong. Never changes once released. */
  readonly id: string;
  readonly category: Category;
  /** How severe its findings are, unless configured or reported otherwise. */
  readonly severity: Severity;
  /** The quietest preset in which the rule speaks. */
  readonly preset: NestedPreset;
  /** The control of the Pod Security Standards that it is about: the level it belongs to, and what they call it. */
  readonly podSecurity?: { readonly level: PodSecurityLevel; readonly control: string };
  /** Whether it tells that a file cannot be judged, so that no preset may do without it. */
  readonly isIndispensable?: true;
  /** The version that introduced it. */
  readonly since: string;
  /** One line in the imperative, without a full stop: the title of its page. */
  readonly summary: string;
  /** Why it matters: Markdown, a paragraph or two, facts with their source. */
  readonly why: string;
  /** The lesson from practice that it serves. */
  readonly lesson?: Lesson;
  /** The peers' names for what it finds, such as `hadolint/DL3006`; a finding may carry only some of them. */
  readonly aliases: readonly string[];
  /** The most trusted safety among its fixes. */
  readonly fix: Safety | 'none';
  /** What its fixes do and where they stop: Markdown, for the documentation. */
  readonly fixing?: string;
  readonly options?: OptionsSchema;
  /** Addresses worth reading. */
  readonly references?: readonly string[];
  readonly examples: readonly Example[];
}

/** What every check is given besides the model of its language. */
export interface CheckContext<Model, Options> {
  readonly model: Model;
  readonly options: Options;
  /** The Kubernetes version the manifests are meant for, such as `1.36`. */
  readonly kubernetesVersion: string;
  /** The level of the Pod Security Standards that is enforced, where all that is asked for is what it says. */
  readonly podSecurity: PodSecurityLevel | undefined;
  readonly report: Reporter;
}

/** Looks at one unit and reports. Synchronous, and free of side effects but for its reports. */
export type Check<Model, Options> = (context: CheckContext<Model, Options>) => void;

/** What a check that looks at the files beside its own is given. */
export interface ContextCheckContext<Model, Options> {
  readonly model: Model;
  readonly options: Options;
  /** The URI of the file that is judged. */
  readonly uri: string;
  /** The Kubernetes version the manifests are meant for, such as `1.36`. */
  readonly kubernetesVersion: string;
  /** The preset it speaks in. */
  readonly preset: NestedPreset;
  /** Answers from memory once it was asked, until the files change. */
  readonly host: SharedHost;
  /** What the language has to say of other files; each knows what it is. */
  readonly neighbours: unknown;
  /** Checks shell scripts, where a program that does may be run. */
  readonly scripts: ScriptChecker | undefined;
  readonly report: Reporter;
}

/**
 * Looks at one unit and the files beside it, and reports. It runs after the other checks, when they have been heard, and
 * again when a file has changed that it asked for. Free of side effects but for its reports.
 */
export type ContextCheck<Model, Options> = (context: ContextCheckContext<Model, Options>) => void | Promise<void>;

/** What a rule about suppressions themselves is given, once all other rules have spoken. */
export interface SuppressionsContext {
  /** Our own suppressions, or parts of them, that covered no finding. */
  readonly unused: readonly UnusedSuppression[];
  readonly text: string;
  readonly report: Reporter;
}

export interface UnusedSuppression {
  readonly suppression: Suppression;
  /** The names in it that covered nothing; all of them when the whole comment is unused. */
  readonly names: readonly string[];
  /** Those of `names` that are no rule at all, and what they most likely stand for. */
  readonly unknown: readonly UnknownName[];
}

/** A name in a suppression that means no rule. */
export interface UnknownName extends SuppressedRule {
  readonly nearest: string | undefined;
}

export interface Rule {
  readonly meta: RuleMeta;
  /** By language id. The linter calls a check only with the model of its own language. */
  readonly checks: Readonly<Record<string, Check<never, never>>>;
  /** The checks that look at the files around, by language id. */
  readonly contextChecks?: Readonly<Record<string, ContextCheck<never, never>>>;
  /**
   * Whether these ask the host and nobody else, so that what they find in a unit stays as it is while other units of its
   * file change.
   */
  readonly asksHostAlone?: true;
  readonly checkSuppressions?: (context: SuppressionsContext) => void;
}
