import type { Safety } from '../core/fix.ts';
import { lessons } from '../core/lessons.ts';
import type { Example, Rule, RuleMeta } from '../core/rule.ts';

/** Where the documentation of this version can be read. */
const documentationRoot = 'https://github.com/seaworthy/seaworthy/blob/main/docs/rules';

/** The address of a rule's page. Derived, never typed. */
export function ruleUrl(id: string): string {
  return `${documentationRoot}/${id}.md`;
}

export const safetyNotes: Readonly<Record<Safety | 'none', string>> = {
  safe: 'safe: applied by fix-all, on save and by `--fix`',
  suggested: 'suggested: applied by one click or by `--fix-suggested`',
  manual: 'manual: leaves something for you to decide, and is never applied in bulk',
  none: 'none',
};

/** The page of a rule, as Markdown. */
export function rulePage({ meta, checks, contextChecks }: Rule): string {
  const sections = [
    `# ${meta.summary}`,
    `\`${meta.id}\` · ${meta.severity} · ${meta.category} · ${presetNote(meta)} · since ${meta.since}`,
    podSecurityNote(meta),
    `## Why\n\n${meta.why}`,
    meta.lesson ? `It serves the lesson: *${lessons[meta.lesson]}*.` : '',
    `## Examples\n\n${meta.examples.map((example) => exampleText(example, { ...checks, ...contextChecks })).join('\n\n')}`,
    `## Fix\n\nSafety: ${safetyNotes[meta.fix]}.${meta.fixing ? `\n\n${meta.fixing}` : ''}`,
    optionsTable(meta),
    meta.aliases.length > 0
      ? `## Other names\n\nWhat other tools call it: ${meta.aliases.map((alias) => `\`${alias}\``).join(', ')}.`
      : '',
    meta.references?.length ? `## References\n\n${meta.references.map((url) => `- <${url}>`).join('\n')}` : '',
    `## Suppressing it\n\nA comment on the line above, with a reason:\n\n\`\`\`\n# seaworthy-ignore-next-line ${meta.id}: the reason\n\`\`\`\n\nOr in [\`.seaworthy.yaml\`](../configuration.md): \`rules: { ${meta.id}: off }\`.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

/** What there is to say about a rule beside a finding of it, as Markdown: why it matters, an example, where to read on. */
export function ruleHelp({ meta, checks, contextChecks }: Rule): string {
  const example = meta.examples.find((one) => 'bad' in one);
  const shown = example ? [exampleText(example, { ...checks, ...contextChecks })] : [];
  return [meta.why, ...shown, `[All about \`${meta.id}\`](${ruleUrl(meta.id)})`].join('\n\n');
}

/** What there is to say about a rule in the space of a tooltip, as Markdown. */
export function ruleSummary(meta: RuleMeta): string {
  return `**${meta.summary}** (\`${meta.id}\`)\n\n${meta.why}`;
}

function presetNote({ preset }: RuleMeta): string {
  return preset === 'recommended' ? 'on by default' : `in the preset \`${preset}\``;
}

function podSecurityNote({ podSecurity }: RuleMeta): string {
  if (!podSecurity) return '';
  const { level, control } = podSecurity;
  const presets = level === 'baseline' ? '`pss-baseline` and `pss-restricted`' : '`pss-restricted`';
  return `Pod Security Standards: *${control}*, ${level} level. Under ${presets} it says what Pod Security Admission says.`;
}

function exampleText(example: Example, checks: Readonly<Record<string, unknown>>): string {
  const language = example.path ? languageOf(example.path) : 'dockerfile' in checks ? 'dockerfile' : 'yaml';
  const block = (text: string, of = language) => `\`\`\`${of}\n${text.replace(/\n$/, '')}\n\`\`\``;
  const note = example.note ? ` ${example.note}` : '';
  const options = example.options ? ` With the options \`${JSON.stringify(example.options)}\`.` : '';
  const preset = example.preset ? ` In the preset \`${example.preset}\`.` : '';
  const others = Object.entries(example.files ?? {}).map(
    ([path, text]) => `\n\nBeside it, \`${path}\`:\n\n${block(text, languageOf(path))}`,
  );
  const end = others.join('');
  if ('good' in example) return `Good.${note}${options}${preset}\n\n${block(example.good)}${end}`;
  const bad = `Bad.${note}${options}${preset}\n\n${block(example.bad)}${end}`;
  const inOthers = Object.entries(example.fixedFiles ?? {}).map(
    ([path, text]) => `\n\nFixed, \`${path}\`:\n\n${block(text, languageOf(path))}`,
  );
  const fixed = example.fixed === undefined ? '' : `\n\nFixed:\n\n${block(example.fixed)}`;
  return `${bad}${fixed}${inOthers.join('')}`;
}

function languageOf(path: string): string {
  return /\.ya?ml$/.test(path)
    ? 'yaml'
    : /(?:^|\/)(?:Dockerfile|Containerfile)|\.dockerfile$/.test(path)
      ? 'dockerfile'
      : '';
}

function optionsTable({ options, id }: RuleMeta): string {
  if (!options) return '';
  const defaults = options.parse({}) as Record<string, unknown>;
  const rows = Object.entries(options.shape).map(([name, schema]) => {
    const description = (schema as { description?: string }).description ?? '';
    return `| \`${name}\` | \`${JSON.stringify(defaults[name])}\` | ${description} |`;
  });
  const table = ['| option | default | meaning |', '|---|---|---|', ...rows].join('\n');
  const [first] = Object.keys(options.shape);
  const sample = `rules:\n  ${id}:\n    ${first}: ${JSON.stringify(defaults[first ?? ''])}`;
  return `## Options\n\n${table}\n\n\`\`\`yaml\n${sample}\n\`\`\``;
}
