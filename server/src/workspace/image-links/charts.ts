import { isScalar } from 'yaml';
import type { SharedHost } from '../../core/host.ts';
import { YamlDocument } from '../../yaml/document.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { WorkspaceFiles } from '../workspace-files.ts';
import { type ChartHelpers, helpersIn } from './chart-helpers.ts';
import type { ChartSettings } from './chart-settings.ts';
import { Template, type Variable } from './template.ts';

/** The default values of a chart, and what its named templates write; both read when somebody first asks. */
class ChartValues {
  private readonly text: string;
  private readonly templates: readonly string[];
  private readonly others: readonly string[];
  private readonly settings: ChartSettings;
  private roots: readonly YamlValue[] | undefined;
  private helpers: ChartHelpers | undefined;

  /**
   * `others` are the files beside the default values that whoever installs the chart may give, `settings` what it is known
   * to be installed with.
   */
  constructor(
    text: string,
    others: readonly string[],
    templates: readonly string[],
    settings: ChartSettings = new Map(),
  ) {
    this.text = text;
    this.others = others;
    this.templates = templates;
    this.settings = settings;
  }

  /** The same, installed in such a way. */
  with(settings: ChartSettings): ChartValues {
    return new ChartValues(this.text, this.others, this.templates, settings);
  }

  /**
   * What a value is set to when the chart is installed, whatever stands in files: a text, or the name of the image where
   * it is that of a map, or of the map that it is the name in.
   */
  setTo(path: readonly string[]): string | undefined {
    if (this.settings.size === 0) return undefined;
    const key = path.join('.');
    const inMap = path.at(-1) === 'repository' ? this.settings.get(path.slice(0, -1).join('.')) : undefined;
    return this.settings.get(key) ?? this.settings.get(`${key}.repository`) ?? inMap;
  }

  /** All that a named template may write. */
  written(name: string): readonly Template[] {
    this.helpers ??= new Map(this.templates.flatMap((template) => [...helpersIn(template)]));
    return this.helpers.get(name) ?? [];
  }

  at(path: readonly string[]): YamlValue {
    this.roots ??= [this.text, ...this.others].map((text) => new YamlDocument(text).root);
    const values = this.roots.map((root) => root.at(...path));
    return values.find(({ exists }) => exists) ?? (values[0] as YamlValue);
  }
}

/** The charts of a workspace, as far as images are in their values. */
export class Charts {
  /** By the folder of the chart. */
  private readonly values: ReadonlyMap<string, ChartValues>;

  /** `settings` are what charts are installed with, by their folders. */
  constructor(values: ReadonlyMap<string, ChartValues>, settings: ReadonlyMap<string, ChartSettings> = new Map()) {
    const installed = [...settings].map(
      ([folder, own]) => [folder, (values.get(folder) ?? new ChartValues('', [], [])).with(own)] as const,
    );
    this.values = new Map([...values, ...installed]);
  }

  /** An image in a template of a chart, its default values put in. */
  fill(image: Template, from: string): Template {
    const isOfChart = (name: string) => name.includes('.Values.') || helperCall.test(name);
    if (!image.parts.some((part) => typeof part !== 'string' && isOfChart(part.name))) return image;
    const values = this.valuesFor(from);
    return values ? withValues(image, values, 0) : image;
  }

  /** The values of the innermost chart that a file belongs to. */
  private valuesFor(uri: string): ChartValues | undefined {
    for (let folder = uri; folder.includes('/'); ) {
      folder = folder.slice(0, folder.lastIndexOf('/'));
      const values = this.values.get(folder);
      if (values) return values;
    }
    return undefined;
  }
}

/** The default values of the charts of a workspace, by the folder of each. */
export async function chartValuesOf(
  { yamlFiles }: WorkspaceFiles,
  host: SharedHost,
): Promise<ReadonlyMap<string, ChartValues>> {
  const known = new Set(yamlFiles);
  const values = new Map<string, ChartValues>();
  for (const chart of yamlFiles.filter((uri) => /\/Chart\.ya?ml$/.test(uri))) {
    const folder = chart.slice(0, chart.lastIndexOf('/'));
    const uri = [`${folder}/values.yaml`, `${folder}/values.yml`].find((one) => known.has(one));
    const read =
      uri &&
      (await host.derive(`values ${uri}`, async (asked) =>
        valuesOf(await asked.readText(uri), await otherValues(uri, asked), await helperTexts(folder, asked)),
      ));
    if (read) values.set(folder, read);
  }
  return values;
}

function valuesOf(
  text: string | undefined,
  others: readonly string[],
  templates: readonly string[],
): ChartValues | undefined {
  return text === undefined ? undefined : new ChartValues(text, others, templates);
}

/** More files of values than these beside one another say the same again and again. */
const mostOthers = 4;

/** The texts of the files of values that lie beside the default ones, and may name what these leave open. */
async function otherValues(uri: string, host: Pick<SharedHost, 'listFolder' | 'readText'>) {
  const folder = uri.slice(0, uri.lastIndexOf('/'));
  const names = ((await host.listFolder(folder)) ?? []).map(({ name }) => name);
  const others = names.filter((name) => /^val.*\.ya?ml$/.test(name) && !uri.endsWith(`/${name}`)).slice(0, mostOthers);
  const texts = await Promise.all(others.map((name) => host.readText(`${folder}/${encodeURIComponent(name)}`)));
  return texts.flatMap((text) => (text?.includes('mage') ? [text] : []));
}

/** The files that hold nothing but named templates, by what everybody calls them. */
async function helperTexts(folder: string, host: Pick<SharedHost, 'listFolder' | 'readText'>) {
  const entries = (await host.listFolder(`${folder}/templates`)) ?? [];
  const files = entries.filter(({ name, kind }) => kind === 'file' && name.endsWith('.tpl'));
  const texts = await Promise.all(
    files.map(({ name }) => host.readText(`${folder}/templates/${encodeURIComponent(name)}`)),
  );
  return texts.flatMap((text) => (text?.includes('mage') ? [text] : []));
}

/** What calls a named template, and its name. */
const helperCall = /^(?:\(\s*)?(?:include|template)\s+"([^"]+)"/;

/** How far helpers are followed into those that they call. */
const deepest = 4;

function withValues(image: Template, values: ChartValues, depth: number): Template {
  return new Template(image.parts.flatMap((part) => (typeof part === 'string' ? [part] : filled(part, values, depth))));
}

/** What an action writes, as far as default values say. */
function filled(variable: Variable, values: ChartValues, depth: number): readonly (string | Variable)[] {
  const paths = [...variable.name.matchAll(/\.Values((?:\.\w+)+)/g)].map(([, path = '']) => path.slice(1).split('.'));
  const format = /^printf\s+"([^"]*)"/.exec(variable.name)?.[1];
  const helper = helperCall.exec(variable.name)?.[1];
  if (helper !== undefined) {
    // A helper is given the map of an image among other values, or finds it on its own.
    const image = paths.map((path) => values.setTo(path) ?? imageIn(values.at(path))).find((one) => one !== undefined);
    return image === undefined ? (byHelper(helper, values, depth) ?? [variable]) : [image];
  }
  const written = paths.map((path) => values.setTo(path) ?? textOf(values.at(path), variable));
  if (format !== undefined) {
    const pieces = format.split('%s');
    return pieces.flatMap((piece, at) => (at === 0 ? [piece] : [written[at - 1] ?? variable, piece]));
  }
  const [first] = written;
  return [first ?? variable];
}

/** What a helper writes by the default values: of several ways that of which most is known. */
function byHelper(name: string, values: ChartValues, depth: number): readonly (string | Variable)[] | undefined {
  if (depth >= deepest) return undefined;
  const ways = values.written(name).map((way) => withValues(way, values, depth + 1));
  const known = ways.filter(({ parts }) => parts.length > 0);
  return known.toSorted((one, other) => one.unknown.length - other.unknown.length)[0]?.parts;
}

/** A text of the default values, or an image that is a map of `registry`, `repository` and `tag` as charts have it. */
function textOf(value: YamlValue, variable: Variable): string | Variable {
  const scalar = scalarOf(value);
  if (scalar !== undefined) return scalar === '' ? variable : scalar;
  return imageIn(value) ?? variable;
}

/** The image that a map describes. */
function imageIn(value: YamlValue): string | undefined {
  const [registry, repository, tag] = ['registry', 'repository', 'tag'].map((key) => scalarOf(value.get(key)));
  const name = repository ?? scalarOf(value.get('name'));
  if (!name) return undefined;
  return `${registry ? `${registry}/` : ''}${name}${tag ? `:${tag}` : ''}`;
}

function scalarOf({ node }: YamlValue): string | undefined {
  if (!isScalar(node) || node.value === null || node.value === undefined) return undefined;
  return typeof node.value === 'string' ? node.value.trim() : (node.source ?? String(node.value));
}
