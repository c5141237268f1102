import { fill, valuesOf } from '../templates/fill.ts';
import type { Template } from '../templates/template.ts';

/** What a template makes, in Markdown: what it is called, what can be filled in, and all of it with its defaults. */
export function templateExample(template: Template): string {
  const { id, description, fields } = template;
  const values = [...valuesOf(template)];
  const lines = values.map(([name, value]) => `| ${cell(fields[name]?.description ?? name)} | \`${cell(value)}\` |`);
  return [
    `\`${id}\`: ${description}.`,
    '',
    '| field | default |',
    '|---|---|',
    ...lines,
    '',
    '<details>',
    '<summary>The manifest with its defaults</summary>',
    '',
    '```yaml',
    `${fill(template)}\`\`\``,
    '',
    '</details>',
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
