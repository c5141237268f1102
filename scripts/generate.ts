/**
 * Writes what is made from the rules: their pages, the index of pages, the table in the README and the schema of
 * configuration files; the page of templates; the compact schema, which is made from packages; and the texts that are to be
 * translated. With `--check` it writes nothing and fails when something is stale.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { configJsonSchema } from '../server/src/config/schema.ts';
import type { Rule } from '../server/src/core/rule.ts';
import { rulePage } from '../server/src/documentation/rule-page.ts';
import { ruleTable } from '../server/src/documentation/rule-table.ts';
import { templateExample } from '../server/src/documentation/template-example.ts';
import { templateTables } from '../server/src/documentation/template-tables.ts';
import execInStartScript from '../server/src/rules/dockerfile/exec-in-start-script.ts';
import oneProcessPerStartScript from '../server/src/rules/dockerfile/one-process-per-start-script.ts';
import startScriptStopsAtFailure from '../server/src/rules/dockerfile/start-script-stops-at-failure.ts';
import startableScript from '../server/src/rules/dockerfile/startable-script.ts';
import workBeforeStart from '../server/src/rules/dockerfile/work-before-start.ts';
import { registry } from '../server/src/rules/index.ts';
import { workspaceRules } from '../server/src/rules/workspace/index.ts';
import { patternTemplates } from '../server/src/templates/manifests/patterns/index.ts';
import { readRows, type Subject, subjects } from './coverage/rows.ts';
import { translatableTexts } from './localisation.ts';
import { compactSource } from './schemas/compact.ts';
import { builtInPackages, readModel } from './schemas/model.ts';
import { settingsTable } from './settings-table.ts';

const root = path.resolve(import.meta.dirname, '..');
const pagesFolder = 'docs/rules';

/** Every generated file with its content, by path from the root. */
async function generated(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const rule of registry.rules) files.set(`${pagesFolder}/${rule.meta.id}.md`, rulePage(rule));
  const intro = '# Rules\n\nGenerated from the rules by `npm run generate`; do not edit.\n';
  files.set(`${pagesFolder}/README.md`, `${intro}\n${ruleTable(registry.rules, (id) => `${id}.md`)}`);
  files.set('docs/snippets.md', await withTable('docs/snippets.md', 'templates', templateTables()));
  files.set('schemas/seaworthy.schema.json', `${JSON.stringify(configJsonSchema(registry), undefined, 2)}\n`);
  files.set(
    'README.md',
    await withTable(
      'README.md',
      'rules',
      ruleTable(registry.rules, (id) => `${pagesFolder}/${id}.md`),
    ),
  );
  files.set('server/src/kubernetes/schema/text.ts', compactSource(readModel(builtInPackages)));
  files.set('l10n/bundle.l10n.json', `${JSON.stringify(await translatableTexts(root), undefined, 2)}\n`);
  files.set('docs/compatibility.md', await withTable('docs/compatibility.md', 'out of scope', outOfScopeTable()));
  files.set('docs/images-and-pods.md', await imagesAndPods());
  files.set('docs/container-patterns.md', await containerPatterns());
  files.set('docs/migration.md', await migration());
  files.set('docs/settings.md', await withTable('docs/settings.md', 'settings', settingsTable()));
  return files;
}

/** The page on images and pods, with the rules that compare them and those on the scripts that containers start with. */
async function imagesAndPods(): Promise<string> {
  const page = 'docs/images-and-pods.md';
  const withPairs = await withTable(page, 'pairs', shortTable(workspaceRules));
  return between(page, withPairs, 'start scripts', shortTable(startScriptRules));
}

/** The page on container patterns, with what the template of each makes. */
async function containerPatterns(): Promise<string> {
  const page = 'docs/container-patterns.md';
  const written = await readFile(path.join(root, page), 'utf8');
  return patternTemplates.reduce(
    (text, template) => between(page, text, template.id, templateExample(template)),
    written,
  );
}

const startScriptRules = [
  startableScript,
  execInStartScript,
  oneProcessPerStartScript,
  startScriptStopsAtFailure,
  workBeforeStart,
];

/** The page on migration, with the names that other tools have for our rules. */
async function migration(): Promise<string> {
  const page = 'docs/migration.md';
  let text = await readFile(path.join(root, page), 'utf8');
  for (const tool of ['hadolint', 'buildkit', 'kube-linter', 'kube-score', 'checkov'])
    text = between(page, text, tool, namesTable(tool));
  return text;
}

/** The names of another tool, with the rules that mean the same. */
function namesTable(tool: string): string {
  const names = new Map<string, string[]>();
  for (const { meta } of registry.rules) {
    for (const alias of meta.aliases) {
      if (!alias.startsWith(`${tool}/`)) continue;
      const name = alias.slice(tool.length + 1);
      names.set(name, [...(names.get(name) ?? []), `[${meta.id}](rules/${meta.id}.md)`]);
    }
  }
  const sorted = [...names].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true }));
  const lines = sorted.map(([name, rules]) => `| \`${name}\` | ${[...new Set(rules)].join(', ')} |`);
  return [`| ${tool} | rules |`, '|---|---|', ...lines, ''].join('\n');
}

/** Rules with what they ask for, without what a page on something else need not say. */
function shortTable(rules: readonly Rule[]): string {
  const lines = rules.map(
    ({ meta: { id, summary, severity, preset, fix } }) =>
      `| [${id}](rules/${id}.md) | ${summary} | ${severity} | ${preset} | ${fix} |`,
  );
  return ['| rule | what it asks for | severity | preset | fix |', '|---|---|---|---|---|', ...lines, ''].join('\n');
}

/** What other tools check and we do not, with the reasons. */
function outOfScopeTable(): string {
  const rows = (Object.keys(subjects) as Subject[])
    .flatMap(readRows)
    .filter(({ outOfScope }) => outOfScope !== undefined);
  const lines = rows.map(({ meaning, names, outOfScope }) => `| ${meaning} | ${names.join(', ')} | ${outOfScope} |`);
  return ['| what | checked by | why not here |', '|---|---|---|', ...lines, ''].join('\n');
}

/** A hand-written file with the part between its markers replaced. */
async function withTable(file: string, marker: string, content: string): Promise<string> {
  return between(file, await readFile(path.join(root, file), 'utf8'), marker, content);
}

/** The text of a file with the part between its markers replaced. */
function between(file: string, text: string, marker: string, content: string): string {
  const [begin, end] = [`<!-- begin ${marker} -->\n`, `<!-- end ${marker} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from === -1 || to === -1) throw new Error(`${file} lacks the markers of "${marker}"`);
  return `${text.slice(0, from + begin.length)}\n${content}\n${text.slice(to)}`;
}

/** Pages of rules that are no more. */
async function leftOver(files: ReadonlyMap<string, string>): Promise<string[]> {
  const present = await readdir(path.join(root, pagesFolder)).catch(() => []);
  return present.map((name) => `${pagesFolder}/${name}`).filter((file) => !files.has(file));
}

const files = await generated();
const gone = await leftOver(files);
if (process.argv.includes('--check')) {
  const stale: string[] = [...gone];
  for (const [file, content] of files) {
    const present = await readFile(path.join(root, file), 'utf8').catch(() => undefined);
    if (present !== content) stale.push(file);
  }
  if (stale.length > 0) {
    process.stderr.write(`stale, run "npm run generate":\n${stale.map((file) => `  ${file}\n`).join('')}`);
    process.exitCode = 1;
  }
} else {
  for (const [file, content] of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), content);
  }
  for (const file of gone) await rm(path.join(root, file));
}
