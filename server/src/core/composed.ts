import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { Crash } from './build-fix.ts';
import type { Finding } from './finding.ts';
import { type Fix, Refusal } from './fix.ts';
import type { UnitResult } from './run-checks.ts';
import type { ComposedUnit } from './surveyor.ts';

/** What composed units were found to say about one unit of the judged file; what several of them say alike, once. */
export class PlacedFindings implements UnitResult {
  readonly findings: Finding[] = [];
  readonly crashes: Crash[] = [];
  private readonly seen = new Set<string>();

  add(finding: Finding): void {
    const key = `${finding.rule.id} ${finding.span.start} ${finding.span.end} ${finding.message}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.findings.push(finding);
  }
}

/**
 * A finding as the judged file has a part in it. Where it stands in another file and something in this one explains it, as
 * a limit in a patch explains why a request in its base is too high, this is where whoever wrote it must hear of it.
 * Undefined when it has nothing to do with the file.
 */
export function asSaidHere(finding: Finding, { placeOf, whole }: ComposedUnit): Finding | undefined {
  if (placeOf(finding.span)) return finding;
  const cause = finding.related.find(({ span, file }) => {
    const place = file ? undefined : placeOf(span);
    return place !== undefined && !whole.includes(place.unit);
  });
  return cause && { ...finding, span: cause.span, related: [] };
}

/**
 * A finding of a composed unit as it stands in the judged file. Related places in other files are left out, and a fix
 * that would have to change another file is refused.
 */
export function placeComposed(finding: Finding, composed: ComposedUnit): Finding {
  const spanOf = (span: Span) => composed.placeOf(span)?.span;
  return {
    ...finding,
    span: spanOf(finding.span) ?? finding.span,
    related: finding.related.flatMap((related) => {
      const span = related.file ? related.span : spanOf(related.span);
      return span ? [{ ...related, span }] : [];
    }),
    fixes: finding.fixes.map((fix) => placeFix(fix, finding.span, composed)),
  };
}

const elsewhere = new Refusal('What would have to change is written in another file of the kustomization.');

function placeFix(fix: Fix, at: Span, composed: ComposedUnit): Fix {
  const home = composed.placeOf(at)?.unit;
  const placed = fix.madeFrom?.flatMap((span) => {
    const place = composed.placeOf(span);
    return place && place.unit === home ? place.span : [];
  });
  return {
    ...fix,
    ...(placed && { madeFrom: placed }),
    build: async (context) => {
      const built = await fix.build(context);
      if (built instanceof Refusal) return built;
      const edits: TextEdit[] = [];
      for (const edit of built) {
        const place = composed.placeOf(edit.span);
        if (!place || place.unit !== home) return elsewhere;
        edits.push({ ...edit, span: place.span });
      }
      return edits;
    },
  };
}
