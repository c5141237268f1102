import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import { buildFix } from '../core/build-fix.ts';
import type { Finding } from '../core/finding.ts';
import { Refusal } from '../core/fix.ts';
import { ruleSummary, ruleUrl } from '../documentation/rule-page.ts';
import type { Engine } from '../engine/engine.ts';
import type { Documents } from './documents.ts';
import { explainLevel } from './pod-security.ts';

/**
 * Explains the findings under the pointer: why they matter, what they are called elsewhere, why there is no fix. At the
 * head of a workload it tells the level of the Pod Security Standards, too.
 */
export async function hover(
  { textDocument, position }: HoverParams,
  documents: Documents,
  engine: Engine,
): Promise<Hover | null> {
  const document = documents.get(textDocument.uri);
  if (!document) return null;
  const judged = await documents.judgement(document);
  if (!judged || judged.source.text !== document.text.getText()) return null;
  const at = judged.source.lines.offsetAt(position);
  const here = judged.findings.filter(({ span }) => span.start <= at && at <= span.end);
  const [first] = here;
  const level = explainLevel(document, judged, at);
  if (!first && level === undefined) return null;
  const refusals = await Promise.all(here.map((finding) => refusalOf(finding, engine, judged.source.uri)));
  const sections = here.map((finding, index) => section(finding, refusals[index]));
  return {
    contents: {
      kind: MarkupKind.Markdown,
      value: [...new Set(sections), ...(level === undefined ? [] : [level])].join('\n\n---\n\n'),
    },
    ...(first && { range: judged.source.lines.rangeOf(first.span) }),
  };
}

function section({ rule, aliases }: Finding, refusal: string | undefined): string {
  const names = aliases.length > 0 ? `\n\nElsewhere: ${aliases.map((alias) => `\`${alias}\``).join(', ')}` : '';
  const noFix = refusal === undefined ? '' : `\n\nNo fix here: ${refusal}`;
  return `${ruleSummary(rule)}${noFix}${names}\n\n[Documentation](${ruleUrl(rule.id)})`;
}

async function refusalOf(finding: Finding, engine: Engine, uri: string): Promise<string | undefined> {
  for (const fix of finding.fixes) {
    const built = await buildFix(finding, fix, engine.fixContext(uri));
    return built instanceof Refusal ? built.reason : undefined;
  }
  return undefined;
}
