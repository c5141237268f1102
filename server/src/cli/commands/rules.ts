import type { Rule, RuleMeta } from '../../core/rule.ts';
import { rulePage, ruleUrl } from '../../documentation/rule-page.ts';
import { ruleTable } from '../../documentation/rule-table.ts';
import { registry } from '../../rules/index.ts';

/** Everything about every rule, for programs. */
export function rulesJson(): string {
  const rules = registry.rules.map((rule) => describe(rule));
  return `${JSON.stringify(rules, undefined, 2)}\n`;
}

/** The table of rules, as Markdown. */
export function rulesMarkdown(): string {
  return ruleTable(registry.rules, ruleUrl);
}

/** The table of rules for a terminal. */
export function rulesText(): string {
  const width = Math.max(...registry.rules.map(({ meta }) => meta.id.length));
  const lines = registry.rules.map(({ meta }) => {
    return `${meta.id.padEnd(width)}  ${meta.severity.padEnd(7)}  ${meta.preset.padEnd(11)}  ${meta.summary}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The pages of the rules a name means, ours or a peer's; undefined when there is none. */
export function explain(name: string): string | undefined {
  const found = registry.lookUp(name);
  return found.length === 0 ? undefined : found.map(rulePage).join('\n---\n\n');
}

function describe({ meta, checks, contextChecks }: Rule) {
  const { id, category, severity, preset, since, summary, why, aliases, fix }: RuleMeta = meta;
  return {
    id,
    languages: Object.keys({ ...checks, ...contextChecks }),
    category,
    severity,
    preset,
    since,
    summary,
    why,
    aliases,
    fix,
    url: ruleUrl(id),
  };
}
