import type { Span } from '../text/span.ts';
import type { Finding, OtherFile, Related, Tag } from './finding.ts';
import { type Built, type Fix, type FixContext, type FixElsewhere, Refusal, type Safety } from './fix.ts';
import type { NestedPreset, RuleMeta } from './rule.ts';
import type { Severity } from './severity.ts';

/** Reports one finding; what else there is to say about it is chained to the call. */
export type Reporter = (span: Span, message: string) => Report;

const placeUnknown = 'The text is written with escapes, so that it is not known where its parts stand.';

/** A finding while its rule is still describing it. */
export class Report implements Finding {
  readonly rule: RuleMeta;
  readonly span: Span;
  readonly message: string;
  readonly related: Related[] = [];
  readonly tags: Tag[] = [];
  readonly fixes: Fix[] = [];
  readonly elsewhere: FixElsewhere[] = [];
  severity: Severity;
  aliases: readonly string[];
  /** The quietest preset in which it is heard. */
  preset: NestedPreset;
  isMoot: ((neighbours: unknown) => boolean) | undefined;
  insteadOf: string | undefined;
  private readonly severityIsConfigured: boolean;
  private readonly hasPlace: boolean;

  /** `configured` is the severity the user asked for; without it the rule decides. */
  constructor(rule: RuleMeta, configured: Severity | undefined, span: Span, message: string) {
    this.rule = rule;
    this.span = { start: span.start, end: span.end };
    this.message = message;
    this.hasPlace = span.isExact !== false;
    this.severity = configured ?? rule.severity;
    this.severityIsConfigured = configured !== undefined;
    this.aliases = rule.aliases;
    this.preset = rule.preset;
  }

  /**
   * Offers a fix. Where the finding stands at no exact place, as in a script that is written with escapes, it refuses.
   * `build` is called only when somebody asks for it; the best fix is offered first.
   * Without `safety` it is as safe as the rule says its fixes are.
   */
  fix(title: string, build: Built | ((context: FixContext) => Built | Promise<Built>), safety?: Safety): this {
    const declared = this.rule.fix === 'none' ? 'manual' : this.rule.fix;
    const offered = this.hasPlace ? build : new Refusal(placeUnknown);
    this.fixes.push({
      title,
      safety: safety ?? declared,
      build: typeof offered === 'function' ? offered : () => offered,
    });
    return this;
  }

  /** Says of the fix that was offered last that it repeats what stands at these places, where they have one. */
  madeFrom(...spans: readonly (Span | undefined)[]): this {
    const last = this.fixes.pop();
    if (last) this.fixes.push({ ...last, madeFrom: spans.filter((span) => span !== undefined) });
    return this;
  }

  /** Offers a fix that changes another file, or makes one. Without `safety` it is as safe as the rule says its fixes are. */
  fixElsewhere(title: string, build: FixElsewhere['build'], safety?: Safety): this {
    const declared = this.rule.fix === 'none' ? 'manual' : this.rule.fix;
    this.elsewhere.push({ title, safety: safety ?? declared, build });
    return this;
  }

  /** Points at another place that explains this one; `file` is where it stands when that is another file. */
  relate(span: Span, message: string, file?: OtherFile): this {
    this.related.push({ span: { start: span.start, end: span.end }, message, ...(file && { file }) });
    return this;
  }

  tag(tag: Tag): this {
    this.tags.push(tag);
    return this;
  }

  /** The peers' names for this finding, when they are not all of the rule's. */
  as(...aliases: readonly string[]): this {
    this.aliases = aliases;
    return this;
  }

  /** Keeps this finding for a louder preset than its rule's. */
  onlyIn(preset: NestedPreset): this {
    this.preset = preset;
    return this;
  }

  /**
   * Takes the finding back where other files settle it. It is told at once, and taken back when they have been looked at:
   * for what is seldom settled elsewhere, so that nobody has to wait for it.
   */
  unless(isMoot: (neighbours: unknown) => boolean): this {
    this.isMoot = isMoot;
    return this;
  }

  /**
   * Takes the place of what the rule, or another one, says of the same stretch without a look at other files, once they
   * were looked at.
   */
  instead(rule: RuleMeta = this.rule): this {
    this.insteadOf = rule.id;
    return this;
  }

  /** How severe this finding is when it differs from its rule; what the user configured still wins. */
  grade(severity: Severity): this {
    if (!this.severityIsConfigured) this.severity = severity;
    return this;
  }
}
