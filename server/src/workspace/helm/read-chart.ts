import { URI, Utils } from 'vscode-uri';
import { fewAtOnce } from '../../core/few-at-once.ts';
import type { SharedHost } from '../../core/host.ts';
import type { YamlValue } from '../../yaml/value.ts';
import { Chart, type Dependency, isValuesName } from './chart.ts';
import { TemplateFile } from './template-file.ts';
import { ValuesFile } from './values-file.ts';

/** How deep charts in charts are looked for, and folders above a file for the chart that it belongs to. */
const deepestChart = 6;
const deepestFile = 24;
/** More templates, or larger ones in UTF-16 units, are not read. */
const mostTemplates = 2000;
const largestTemplate = 2_000_000;

/** The chart that a file belongs to: the nearest folder above it, within its workspace, that has a `Chart.yaml`. */
export async function chartOf(uri: string, host: SharedHost): Promise<Chart | undefined> {
  const root = host.rootOf(uri);
  let folder = parentOf(URI.parse(uri).toString());
  for (let depth = 0; depth < deepestFile; depth++) {
    const chart = await chartIn(folder, host);
    if (chart || folder === root || !folder.startsWith(`${root}/`)) return chart;
    folder = parentOf(folder);
  }
  return undefined;
}

/** The chart that has another one below its `charts/`, and what it calls it. */
export async function parentChart(
  chart: Chart,
  host: SharedHost,
): Promise<{ readonly chart: Chart; readonly dependency: Dependency } | undefined> {
  const above = parentOf(chart.folder);
  const folder = parentOf(above);
  if (!above.endsWith('/charts') || !isWithin(folder, host.rootOf(`${chart.folder}/Chart.yaml`))) return undefined;
  const parent = await chartIn(folder, host);
  const dependency = parent?.dependencies.find((one) => one.chart?.folder === chart.folder);
  return parent && dependency ? { chart: parent, dependency } : undefined;
}

/** The chart of a folder; undefined when it has no `Chart.yaml`. Read once, and again when its files change. */
export async function chartIn(folder: string, host: SharedHost, depth = 0): Promise<Chart | undefined> {
  const entries = await host.listFolder(folder);
  if (!entries?.some(({ name, kind }) => name === 'Chart.yaml' && kind === 'file')) return undefined;
  return host.derive(`chart ${folder} ${depth}`, (asked, previous: Chart | undefined) =>
    readChart(folder, asked, previous, depth),
  );
}

async function readChart(folder: string, host: SharedHost, previous: Chart | undefined, depth: number): Promise<Chart> {
  const [text = '', templates, values, schema] = await Promise.all([
    host.readText(`${folder}/Chart.yaml`),
    readTemplates(folder, host, previous),
    readValues(folder, host, previous),
    host.readText(`${folder}/values.schema.json`),
  ]);
  const metadata = previous?.metadata.text === text ? previous.metadata : new ValuesFile(`${folder}/Chart.yaml`, text);
  const dependencies = depth < deepestChart ? await readDependencies(folder, metadata, host, depth) : [];
  return new Chart({
    folder,
    metadata,
    values,
    schemaFile: schema === undefined ? undefined : new ValuesFile(`${folder}/values.schema.json`, schema),
    templates,
    dependencies,
  });
}

async function readTemplates(
  folder: string,
  host: SharedHost,
  previous: Chart | undefined,
): Promise<readonly TemplateFile[]> {
  const known = new Map(previous?.templates.map((file) => [file.uri, file]));
  const uris: string[] = [];
  for (let level = [`${folder}/templates`]; level.length > 0 && uris.length < mostTemplates; ) {
    const listed = await fewAtOnce(level, (one) => host.listFolder(one));
    const entries = level.flatMap((one, place) =>
      (listed[place] ?? []).map(({ name, kind }) => ({ uri: below(one, name), kind })),
    );
    uris.push(...entries.filter(({ kind }) => kind === 'file').map(({ uri }) => uri));
    level = entries.filter(({ kind }) => kind === 'folder').map(({ uri }) => uri);
  }
  const texts = await fewAtOnce(uris.slice(0, mostTemplates), (uri) => host.readText(uri));
  return texts.flatMap((text, place) => {
    const uri = uris[place];
    if (text === undefined || uri === undefined || text.length > largestTemplate) return [];
    const before = known.get(uri);
    return before?.text === text ? before : new TemplateFile(uri, text);
  });
}

async function readValues(
  folder: string,
  host: SharedHost,
  previous: Chart | undefined,
): Promise<readonly ValuesFile[]> {
  const known = new Map(previous?.values.map((file) => [file.uri, file]));
  const [own, tests] = await Promise.all([host.listFolder(folder), host.listFolder(`${folder}/ci`)]);
  const paths = [...(own ?? []).map(({ name }) => name), ...(tests ?? []).map(({ name }) => `ci/${name}`)]
    .filter(isValuesName)
    .sort((one, other) => Number(other === 'values.yaml') - Number(one === 'values.yaml'));
  const uris = paths.map((path) => below(folder, path));
  const texts = await fewAtOnce(uris, (uri) => host.readText(uri));
  return texts.flatMap((text, place) => {
    const uri = uris[place];
    if (text === undefined || uri === undefined) return [];
    const before = known.get(uri);
    return before?.text === text ? before : new ValuesFile(uri, text);
  });
}

/** What `Chart.yaml` declares, or `requirements.yaml` in charts of Helm 2, and what lies below `charts/` besides. */
async function readDependencies(
  folder: string,
  metadata: ValuesFile,
  host: SharedHost,
  depth: number,
): Promise<readonly Dependency[]> {
  const requirements = await host.readText(`${folder}/requirements.yaml`);
  const old = requirements === undefined ? [] : new ValuesFile('', requirements).root.get('dependencies').items;
  const declared = [...metadata.root.get('dependencies').items, ...old];
  const found = await Promise.all(declared.map((value) => readDependency(folder, value, host, depth)));
  const dependencies = found.flatMap((one) => one ?? []);
  const known = new Set(dependencies.map(({ chart }) => chart?.folder));
  const lying = (await host.listFolder(`${folder}/charts`)) ?? [];
  for (const { name, kind } of lying) {
    const inner = below(`${folder}/charts`, name);
    const packed = kind === 'file' ? /^(.+?)-v?\d.*\.tgz$/.exec(name)?.[1] : undefined;
    if (packed !== undefined && dependencies.every((one) => one.name !== packed))
      dependencies.push({ name: packed, key: packed, condition: undefined, chart: undefined });
    if (kind !== 'folder' || known.has(inner)) continue;
    const chart = await chartIn(inner, host, depth + 1);
    if (!chart) continue;
    // Its folder may be called otherwise than the chart in it.
    const called = chart.name ?? name;
    const waiting = dependencies.findIndex((one) => one.name === called && !one.chart);
    const waitingFor = dependencies[waiting];
    if (waitingFor) dependencies[waiting] = { ...waitingFor, chart };
    else dependencies.push({ name: called, key: called, condition: undefined, chart });
  }
  return dependencies;
}

async function readDependency(
  folder: string,
  value: YamlValue,
  host: SharedHost,
  depth: number,
): Promise<Dependency | undefined> {
  const name = value.get('name').text;
  if (name === undefined) return undefined;
  const repository = value.get('repository').text;
  const local = repository?.startsWith('file://') ? repository.slice('file://'.length) : undefined;
  const chart =
    (await chartIn(below(`${folder}/charts`, name), host, depth + 1)) ??
    (local && !local.startsWith('/') ? await chartIn(resolve(folder, local), host, depth + 1) : undefined);
  return { name, key: value.get('alias').text ?? name, condition: value.get('condition').text, chart };
}

function parentOf(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

function isWithin(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(`${root}/`);
}

function below(folder: string, path: string): string {
  return Utils.joinPath(URI.parse(folder), path).toString();
}

function resolve(folder: string, path: string): string {
  return Utils.resolvePath(URI.parse(folder), path).toString().replace(/\/+$/, '');
}
