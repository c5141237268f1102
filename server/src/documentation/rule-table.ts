import { type Category, categories, type Rule } from '../core/rule.ts';

/** What the files of a language are called. */
const fileNames: Readonly<Record<string, string>> = {
  dockerfile: 'Dockerfile',
  kubernetes: 'Kubernetes',
  builds: 'build definitions',
};

/** The rules by category, each with a link that `address` makes from its id, as Markdown. */
export function ruleTable(rules: readonly Rule[], address: (id: string) => string): string {
  const sections = (Object.keys(categories) as Category[]).flatMap((category) => {
    const own = rules.filter(({ meta }) => meta.category === category);
    return own.length === 0 ? [] : [section(category, own, address)];
  });
  return sections.join('\n');
}

function section(category: Category, rules: readonly Rule[], address: (id: string) => string): string {
  const title = category[0]?.toUpperCase() + category.slice(1).replace('-', ' ');
  const rows = rules.map(({ meta, checks, contextChecks }) => {
    const files = Object.keys({ ...checks, ...contextChecks }).map((id) => fileNames[id] ?? id);
    return `| [\`${meta.id}\`](${address(meta.id)}) | ${meta.summary} | ${files.join(', ') || 'all'} | ${meta.severity} | ${meta.preset} | ${meta.fix} |`;
  });
  const head = ['| rule | what it asks for | files | severity | preset | fix |', '|---|---|---|---|---|---|'];
  return `### ${title}\n\n${categories[category]}.\n\n${[...head, ...rows].join('\n')}\n`;
}
