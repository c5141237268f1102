import type { Containerized } from './containerize.ts';
import type { Choice } from './plan.ts';

/** What the folder holds, what was put into the files and why, and what is left to decide, as lines for people. */
export function told({ project, others, choices, remarks }: Containerized, pathOf: (file: string) => string): string {
  const sections: string[] = [];
  if (project) {
    const { title, because } = project;
    const more = others.length > 0 ? `It is also a project of ${others.map((one) => one.title).join(', ')}.\n` : '';
    sections.push(`${title} (${because.file}: ${because.says})\n${more}`);
  }
  const paths = [...new Set(choices.map(({ path }) => path))];
  sections.push(...paths.map((path) => `${pathOf(path)}\n${table(choices.filter((choice) => choice.path === path))}`));
  if (remarks.length > 0) sections.push(`Left to you\n${remarks.map((remark) => `  ${remark}\n`).join('')}`);
  return sections.join('\n');
}

/** One line for each choice: what, which, and why. */
function table(choices: readonly Choice[]): string {
  const whatWidth = Math.max(...choices.map(({ what }) => what.length));
  const valueWidth = Math.min(40, Math.max(...choices.map(({ value }) => value.length)));
  return choices
    .map(({ what, value, because }) => {
      const reason = because ? `${because.file}: ${because.says}` : 'the default, as nothing says otherwise';
      return `  ${what.padEnd(whatWidth)}  ${value.padEnd(valueWidth)}  ${reason}\n`;
    })
    .join('');
}
