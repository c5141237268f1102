import { MarkupKind } from 'vscode-languageserver';
import { buildFix } from '../../core/build-fix.ts';
import type { Finding } from '../../core/finding.ts';
import { Refusal } from '../../core/fix.ts';
import { ruleSummary, ruleUrl } from '../../documentation/rule-page.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Explanation } from '../../ide/assistant.ts';
import type { Spot } from '../../ide/spot.ts';
import type { Feature, Server } from '../feature.ts';

/** Explains what stands under the pointer: what was found there, and what the assistants know of it. */
export const hover: Feature = {
  capabilities: () => ({ hoverProvider: true }),
  serve(server) {
    server.connection.onHover(async (params) => {
      const spot = await server.spotAt(params);
      if (!spot) return null;
      const isWanted = server.settingsOf(spot.file.uri)?.hover.enable !== false;
      const explanations = [
        ...(await findingsAt(spot, server)),
        ...(isWanted ? await server.gather((assistant) => assistant.explain?.(spot)) : []),
      ];
      const [first] = explanations;
      if (!first) return null;
      const value = [...new Set(explanations.map(({ text }) => text))].reduce(joined);
      return { contents: { kind: MarkupKind.Markdown, value }, range: spot.file.lines.rangeOf(first.span) };
    });
  },
};

/** Two explanations with a line between them; editors draw it through code, which stands apart without one. */
function joined(one: string, other: string): string {
  return `${one}\n\n${other.startsWith('```') ? '' : '---\n\n'}${other}`;
}

/** The findings at a place: why they matter, what they are called elsewhere, why there is no fix. */
async function findingsAt({ file, offset }: Spot, { documents, engine }: Server): Promise<readonly Explanation[]> {
  const document = documents.get(file.uri);
  const judged = document && (await documents.judgement(document));
  // What was judged at the last saving no longer fits.
  if (judged?.source.text !== file.text) return [];
  const here = judged.findings.filter(({ span }) => span.start <= offset && offset <= span.end);
  return Promise.all(
    here.map(async (finding) => ({ text: await section(finding, engine, file.uri), span: finding.span })),
  );
}

async function section(finding: Finding, engine: Engine, uri: string): Promise<string> {
  const { rule, aliases } = finding;
  const refusal = await refusalOf(finding, engine, uri);
  const names = aliases.length > 0 ? `\n\nElsewhere: ${listed(aliases)}` : '';
  const noFix = refusal === undefined ? '' : `\n\nNo fix here: ${refusal}`;
  return `${ruleSummary(rule)}${noFix}${names}\n\n[Documentation](${ruleUrl(rule.id)})`;
}

/** What other tools call a finding: the first few names, as there may be a dozen. */
function listed(aliases: readonly string[]): string {
  const named = aliases.slice(0, mostAliases).map((alias) => `\`${alias}\``);
  const more = aliases.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

const mostAliases = 4;

async function refusalOf(finding: Finding, engine: Engine, uri: string): Promise<string | undefined> {
  for (const fix of finding.fixes) {
    const built = await buildFix(finding, fix, engine.fixContext(uri));
    return built instanceof Refusal ? built.reason : undefined;
  }
  return undefined;
}
