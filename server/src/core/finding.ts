import type { LineMap } from '../text/lines.ts';
import { type Span, shift } from '../text/span.ts';
import type { Fix, FixElsewhere } from './fix.ts';
import type { RuleMeta } from './rule.ts';
import { type Severity, severities } from './severity.ts';

/** `unnecessary`: the text can go; `deprecated`: the text uses something on its way out. Editors fade or strike it. */
export type Tag = 'unnecessary' | 'deprecated';

/** Another place that helps to understand a finding. */
export interface Related {
  /** Where, counted as the finding's own span is, or from the beginning of the other file. */
  readonly span: Span;
  readonly message: string;
  /** The file it stands in, when that is not the finding's own. */
  readonly file?: OtherFile;
}

/** A file beside the one that is judged. */
export interface OtherFile {
  readonly uri: string;
  readonly lines: LineMap;
}

/** One thing a rule has to say about one place. */
export interface Finding {
  readonly rule: RuleMeta;
  readonly severity: Severity;
  /** One line: what is wrong here, by name, why it matters, what to do. No line break, no full stop at the end. */
  readonly message: string;
  /** Where, as offsets into the unit, or into the file once the unit's findings have been placed in it. */
  readonly span: Span;
  readonly related: readonly Related[];
  readonly tags: readonly Tag[];
  /** The peers' names for this very finding, such as `hadolint/DL3006`. */
  readonly aliases: readonly string[];
  readonly fixes: readonly Fix[];
  /** Fixes that change another file. */
  readonly elsewhere?: readonly FixElsewhere[];
  /** The id of the rule, its own or another one, whose finding at the same place it says better, knowing other files. */
  readonly insteadOf?: string | undefined;
  /** Whether it is nothing to speak of after all, once it is known what stands beside the file; asked then. */
  readonly isMoot?: ((neighbours: unknown) => boolean) | undefined;
}

/** The finding as it stands when its text begins `by` units further on. */
export function place(finding: Finding, by: number): Finding {
  if (by === 0) return finding;
  return {
    ...finding,
    span: shift(finding.span, by),
    related: finding.related.map((related) => (related.file ? related : { ...related, span: shift(related.span, by) })),
    fixes: finding.fixes.map((fix) => placeFix(fix, by)),
  };
}

function placeFix(fix: Fix, by: number): Fix {
  const { madeFrom } = fix;
  return {
    ...fix,
    ...(madeFrom && { madeFrom: madeFrom.map((span) => shift(span, by)) }),
    build: async (context) => {
      const built = await fix.build(context);
      return Array.isArray(built) ? built.map((edit) => ({ ...edit, span: shift(edit.span, by) })) : built;
    },
  };
}

/** In the order of the text; of several at one place, the most severe first. */
export function byPlace(one: Finding, other: Finding): number {
  const place = one.span.start - other.span.start || one.span.end - other.span.end;
  return place || severities.indexOf(one.severity) - severities.indexOf(other.severity);
}
