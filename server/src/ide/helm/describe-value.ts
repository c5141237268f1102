import type { ObjectPath } from '../../workspace/helm/meaning.ts';
import { anyMember } from '../../workspace/helm/meaning.ts';
import type { Declaration, SeenValue } from '../../workspace/helm/relatives.ts';
import type { ValuesFile } from '../../workspace/helm/values-file.ts';
import type { YamlValue } from '../../yaml/value.ts';

const mostLines = 14;
const longestLine = 100;

/** What there is to say of a value: what it is, what the comment above it says, and what each file sets it to. */
export function describeValue(seen: readonly SeenValue[], declarations: readonly Declaration[]): string {
  const [home] = seen;
  if (!home) return '';
  const schema = home.chart.schema?.at(home.path);
  const [first, ...others] = declarations;
  const type = schema?.type ?? (first && typeOf(first.value));
  const comment = first ? commentOf(first.file, first.value) : '';
  const said = [schema?.description ?? '', comment].filter((text) => text !== '');
  const choices = schema?.choices.map((choice) => `\`${JSON.stringify(choice)}\``) ?? [];
  return [
    `**\`${pathText(['Values', ...home.path])}\`**${type ? ` · ${type}` : ''}`,
    ...new Set(said),
    ...(choices.length > 0 ? [`One of ${choices.join(', ')}`] : []),
    ...(first ? [`\`\`\`yaml\n${excerpt(first)}\n\`\`\``, `from ${nameOf(first.file, home)}`] : [notSet(home)]),
    ...(others.length > 0 ? [others.map((one) => overrideOf(one, home)).join('\n')] : []),
  ].join('\n\n');
}

/** A path as templates write it. */
export function pathText(path: ObjectPath): string {
  return path.map((key) => (key === anyMember ? '[*]' : `.${key}`)).join('');
}

/** The value of a key in a few words, for a list of suggestions. */
export function briefly(value: YamlValue): string {
  if (value.isMap) return value.entries.length === 0 ? '{}' : 'map';
  if (value.isList) return value.items.length === 0 ? '[]' : 'list';
  const { text } = value;
  if (text === undefined) return 'null';
  const [line = ''] = text.split('\n');
  const shown = line.length > 40 || line.length < text.length ? `${line.slice(0, 40)}…` : line;
  return value.string === undefined ? shown : JSON.stringify(shown);
}

/**
 * The comment above a key as Markdown: in the style of helm-docs without its `--`, in that of Bitnami without the name
 * of the parameter, and without what is meant for generators of schemas.
 */
export function commentOf(file: ValuesFile, value: YamlValue): string {
  const lines = file.commentAbove(value);
  const marked = lines.findLastIndex((line) => /^\s*--/.test(line));
  let isSchema = false;
  return lines
    .slice(Math.max(0, marked))
    .filter((line) => {
      if (!/^\s*@schema\b/.test(line)) return !isSchema;
      isSchema = !isSchema;
      return false;
    })
    .map((line) =>
      line.replace(/^\s*--\s*/, '').replace(/^\s*@(?:param|default)\s+(?:\S*\.\S*\s+)?(?:\[[^\]]*\]\s*)?/, ''),
    )
    .filter((line) => !/^\s*@\w+/.test(line))
    .join('\n')
    .trim();
}

function typeOf(value: YamlValue): string | undefined {
  if (value.isMap) return 'object';
  if (value.isList) return 'array';
  if (value.number !== undefined) return 'number';
  if (value.boolean !== undefined) return 'boolean';
  return value.text === undefined ? undefined : 'string';
}

/** The text of a key and its value, without the indentation that it has in its file. */
function excerpt({ file, value }: Declaration): string {
  const start = (value.keySpan ?? value.span)?.start ?? 0;
  const end = Math.max(value.span?.end ?? 0, value.keySpan?.end ?? start);
  const margin = start - file.lines.lineStart(file.lines.lineAt(start));
  const lines = file.text.slice(start, end).trimEnd().split(/\r?\n/);
  const shown = lines.slice(0, mostLines).map((line, index) => (index === 0 ? line : unindented(line, margin)));
  const cut = shown.map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return [...cut, ...(lines.length > mostLines ? ['…'] : [])].join('\n').replaceAll('```', "'''");
}

function unindented(line: string, margin: number): string {
  return line.slice(0, margin).trim() === '' ? line.slice(margin) : line.trimStart();
}

function overrideOf({ file, value }: Declaration, home: SeenValue): string {
  return `- ${nameOf(file, home)}: \`${briefly(value).replaceAll('`', "'")}\``;
}

/** The path of a file, from the folder of the chart where it lies in that. */
function nameOf(file: ValuesFile, { chart }: SeenValue): string {
  const prefix = `${chart.folder}/`;
  if (file.uri.startsWith(prefix)) return `\`${decodeURIComponent(file.uri.slice(prefix.length))}\``;
  return `\`${decodeURIComponent(file.uri.split('/').slice(-2).join('/'))}\``;
}

function notSet({ chart }: SeenValue): string {
  return chart.values.length > 0 ? 'No file of values sets it.' : 'The chart has no files of values.';
}
