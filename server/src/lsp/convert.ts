import {
  type CodeDescription,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type TextEdit as LspTextEdit,
} from 'vscode-languageserver';
import type { Finding, Tag } from '../core/finding.ts';
import type { Severity } from '../core/severity.ts';
import { ruleUrl } from '../documentation/rule-page.ts';
import type { TextEdit } from '../text/edit.ts';
import type { LineMap } from '../text/lines.ts';

/** The name under which findings appear, so that people know whom to blame. */
export const diagnosticSource = 'seaworthy';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

const tags: Readonly<Record<Tag, DiagnosticTag>> = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
};

/** A finding as a diagnostic. Clients that show no related places get them in the message. */
export function toDiagnostic(finding: Finding, uri: string, lines: LineMap, showsRelated: boolean): Diagnostic {
  const { rule, related, message } = finding;
  const description: CodeDescription = { href: ruleUrl(rule.id) };
  const folded = showsRelated ? message : [message, ...related.map((one) => one.message)].join('. ');
  return {
    range: lines.rangeOf(finding.span),
    severity: severities[finding.severity],
    code: rule.id,
    codeDescription: description,
    source: diagnosticSource,
    message: folded,
    ...(finding.tags.length > 0 && { tags: finding.tags.map((tag) => tags[tag]) }),
    ...(showsRelated &&
      related.length > 0 && {
        relatedInformation: related.map((one) => ({
          location: { uri: one.file?.uri ?? uri, range: (one.file?.lines ?? lines).rangeOf(one.span) },
          message: one.message,
        })),
      }),
  };
}

export function toTextEdits(edits: readonly TextEdit[], lines: LineMap): LspTextEdit[] {
  return edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
}
