import type { NestedPreset, Rule } from '../../core/rule.ts';
import type { Severity } from '../../core/severity.ts';
import { ruleHelp, ruleUrl } from '../../documentation/rule-page.ts';
import type { Range } from '../../text/lines.ts';
import type { Span } from '../../text/span.ts';
import { lineHashes } from '../fingerprints.ts';
import { fileOf, type LintReport, type PlacedFile, type ReportedFile, type ReportedFinding } from '../report.ts';

/** SARIF has nothing for what people disagree about. */
const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' };

/** What GitHub's code scanning takes at most: characters of a description, and tags of a rule that it shows. */
const longestDescription = 1024;
const mostTags = 10;

/** How GitHub's code scanning ranks what is about security: from 7.0 high, from 4.0 medium, below low. */
const scores: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.5', info: '3.0', hint: '1.0' };

const problems: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
  hint: 'recommendation',
};

/** How seldom a rule of a preset is wrong. */
const precisions: Readonly<Record<NestedPreset, string>> = { recommended: 'very-high', strict: 'high', all: 'medium' };

/** What paths are relative to. Where that is on this machine is nobody's business, and would make reports differ. */
const root = '%SRCROOT%';

/** SARIF 2.1.0 with what GitHub's code scanning asks for (docs.github.com, "SARIF support for code scanning"). */
export function formatSarif({ files, rules, version }: LintReport): string {
  const indexes = new Map(rules.map(({ meta }, index) => [meta.id, index]));
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Seaworthy',
            version,
            semanticVersion: version,
            informationUri: 'https://github.com/seaworthy/seaworthy',
            rules: rules.map(ruleDescriptor),
          },
        },
        originalUriBaseIds: { [root]: { description: { text: 'The folder in which Seaworthy was run' } } },
        columnKind: 'utf16CodeUnits',
        results: files.flatMap((file) => {
          const hashOf = lineHashes(file.lines.text);
          return file.findings.map((finding) => result(finding, file, { indexes, hashOf }));
        }),
      },
    ],
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function ruleDescriptor(rule: Rule) {
  const { id, summary, why, severity, category, preset, aliases } = rule.meta;
  return {
    id,
    name: id,
    shortDescription: { text: summary },
    fullDescription: { text: shortened(why) },
    help: { text: `${why}\n\n${ruleUrl(id)}`, markdown: ruleHelp(rule) },
    helpUri: ruleUrl(id),
    defaultConfiguration: { level: levels[severity] },
    properties: {
      tags: [category, ...aliases].slice(0, mostTags),
      precision: precisions[preset],
      'problem.severity': problems[severity],
      ...(category === 'security' && { 'security-severity': scores[severity] }),
    },
  };
}

/** A text cut behind the last sentence that fits. */
function shortened(text: string): string {
  if (text.length <= longestDescription) return text;
  const start = text.slice(0, longestDescription);
  const end = start.lastIndexOf('. ');
  return end === -1 ? `${start.slice(0, -1)}…` : start.slice(0, end + 1);
}

interface ResultContext {
  readonly indexes: ReadonlyMap<string, number>;
  /** What code scanning knows a zero-based line by. */
  readonly hashOf: (line: number) => string;
}

function result(reported: ReportedFinding, file: ReportedFile, { indexes, hashOf }: ResultContext) {
  const { finding, fixes } = reported;
  const { rule, severity, message, span, related } = finding;
  return {
    ruleId: rule.id,
    ruleIndex: indexes.get(rule.id) ?? -1,
    level: levels[severity],
    message: { text: message },
    locations: [location(span, file)],
    partialFingerprints: { primaryLocationLineHash: hashOf(file.lines.positionAt(span.start).line) },
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
            artifactLocation: { uri: uriOf(file.path), uriBaseId: root },
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
      artifactLocation: { uri: uriOf(file.path), uriBaseId: root },
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
