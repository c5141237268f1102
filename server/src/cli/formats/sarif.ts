import type { RuleMeta } from '../../core/rule.ts';
import type { Severity } from '../../core/severity.ts';
import { ruleUrl } from '../../documentation/rule-page.ts';
import type { Range } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { fileOf, type LintReport, type PlacedFile, type ReportedFile, type ReportedFinding } from '../report.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** SARIF 2.1.0, for code scanning services. */
export function formatSarif({ files, rules, version }: LintReport): string {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Seaworthy',
            version,
            informationUri: 'https://github.com/seaworthy/seaworthy',
            rules: rules.map(ruleDescriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap((file) => file.findings.map((finding) => result(finding, file, indexes))),
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function ruleDescriptor({ id, summary, why, severity, category, aliases }: RuleMeta) {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: why },
    helpUri: ruleUrl(id),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [category, ...aliases] },
  };
}

function result(reported: ReportedFinding, file: ReportedFile, indexes: ReadonlyMap<string, number>) {
  const { finding, fixes } = reported;
  const { rule, severity, message, span, related } = finding;
  return {
    ruleId: rule.id,
    ruleIndex: indexes.get(rule.id) ?? -1,
    level: levels[severity],
    message: { text: message },
    locations: [location(span, file)],
    ...(related.length > 0 && {
      relatedLocations: related.map((one, id) => ({
        id,
        message: { text: one.message },
        ...location(one.span, fileOf(one, file)),
      })),
    }),
    ...(fixes.length > 0 && {
      fixes: fixes.map(({ title, edits }) => ({
        description: { text: title },
        artifactChanges: [
          {
            artifactLocation: { uri: uriOf(file.path) },
            replacements: edits.map((edit) => ({
              deletedRegion: region(file.lines.rangeOf(edit.span)),
              insertedContent: { text: edit.newText },
            })),
          },
        ],
      })),
    }),
  };
}

function location(span: Span, file: PlacedFile) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(file.path) },
      region: region(file.lines.rangeOf(span)),
    },
  };
}

/** SARIF counts lines and columns from one. */
function region({ start, end }: Range) {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

/** A path as the relative URI that SARIF asks for; `encodeURI` leaves alone what would end the path. */
function uriOf(path: string): string {
  return encodeURI(path).replace(/[#?]/g, encodeURIComponent);
}
