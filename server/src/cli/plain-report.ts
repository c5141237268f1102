import { fileURLToPath } from 'node:url';
import type { Related } from '../core/finding.ts';
import type { LanguageId } from '../engine/engine.ts';
import { registry } from '../rules/index.ts';
import { LineMap } from '../text/lines.ts';
import type { ReportedFile, ReportedFinding } from './report.ts';
import { relativePath, type Surroundings } from './surroundings.ts';

/** What was found in a file, as data that can leave the thread: rules are told by their ids, and texts stand once. */
export interface PlainFile {
  readonly path: string;
  readonly language: LanguageId;
  readonly text: string;
  readonly findings: readonly PlainFinding[];
  /** The other files in which related places stand. */
  readonly others: readonly { readonly uri: string; readonly text: string }[];
}

export interface PlainFinding
  extends Omit<ReportedFinding['finding'], 'rule' | 'related' | 'isMoot' | 'elsewhere'>,
    Omit<ReportedFinding, 'finding'> {
  readonly rule: string;
  readonly related: readonly PlainRelated[];
}

interface PlainRelated extends Pick<Related, 'span' | 'message'> {
  /** Which of the other files it stands in. */
  readonly other?: number;
}

/** A report as data. */
export function toPlain({ path, language, lines, findings }: ReportedFile): PlainFile {
  const others: { readonly uri: string; readonly text: string }[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (file: NonNullable<Related['file']>): number => {
    const { uri } = file;
    const known = numbers.get(uri);
    if (known !== undefined) return known;
    numbers.set(uri, others.length);
    return others.push({ uri, text: file.lines.text }) - 1;
  };
  const plain = findings.map(({ finding, fixes, elsewhere, refusals }): PlainFinding => {
    const { rule, severity, message, span, tags, aliases } = finding;
    const related = finding.related.map(({ span, message, file }) => ({
      ...{ span, message },
      ...(file && { other: numberOf(file) }),
    }));
    return { rule: rule.id, severity, message, span, related, tags, aliases, fixes, elsewhere, refusals };
  });
  return { path, language, text: lines.text, findings: plain, others };
}

/** What data said; findings of rules that there are no more are left out. */
export function fromPlain({ path, language, text, findings, others }: PlainFile, around: Surroundings): ReportedFile {
  const files = others.map((other) => ({ uri: other.uri, lines: new LineMap(other.text) }));
  const reported = findings.flatMap(({ fixes, elsewhere, refusals, ...plain }): readonly ReportedFinding[] => {
    const rule = registry.get(plain.rule)?.meta;
    const related = plain.related.map(({ span, message, other }): Related => {
      const file = other === undefined ? undefined : files[other];
      return { span, message, ...(file && { file }) };
    });
    return rule ? [{ finding: { ...plain, rule, related }, fixes, elsewhere, refusals }] : [];
  });
  return { path, language, lines: new LineMap(text), findings: reported, pathOf: pathsFrom(around) };
}

/** How files are called that are given by their URIs. */
export function pathsFrom(around: Surroundings): ReportedFile['pathOf'] {
  return (uri) => relativePath(fileURLToPath(uri), around);
}
