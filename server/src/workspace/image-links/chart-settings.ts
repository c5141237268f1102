import { fewAtOnce } from '../../core/few-at-once.ts';
import type { SharedHost } from '../../core/host.ts';
import { readImageReference } from '../../image/reference.ts';
import type { YamlValue } from '../../yaml/value.ts';
import type { WorkspaceFiles } from '../workspace-files.ts';
import { uriWithin } from './locator.ts';
import { type OpenDocument, readOpenYaml, writtenText } from './open-yaml.ts';
import { skaffold } from './sources/skaffold.ts';
import { Template } from './template.ts';

/** Values by their path, joined with dots, that a chart is installed with. */
export type ChartSettings = ReadonlyMap<string, string>;

/** What one file says of charts, by the folder of each, as a URI. */
type Settings = readonly (readonly [folder: string, settings: ChartSettings])[];

/**
 * What the releases of `skaffold.yaml` files set in the values of charts, by the folder of each chart: their images and
 * whatever is a plain text. What two releases of a chart set to different things is not known.
 */
export async function chartSettingsOf(
  { yamlFiles }: WorkspaceFiles,
  root: string,
  host: SharedHost,
): Promise<readonly Settings[]> {
  const files = yamlFiles.filter((uri) => skaffold.claims(uri));
  return fewAtOnce(files, (uri) =>
    host.derive(`chart settings ${uri}`, async (asked): Promise<Settings> => {
      const text = (await asked.readText(uri)) ?? '';
      return /chartPath/.test(text) ? readOpenYaml(text).flatMap((one) => settingsIn(one, uri, root)) : [];
    }),
  );
}

/** The settings of each chart: those of all files that do not contradict one another. */
export function mergedSettings(settings: readonly Settings[]): ReadonlyMap<string, ChartSettings> {
  const charts = new Map<string, Map<string, string | undefined>>();
  for (const [folder, values] of settings.flat()) {
    const known = charts.get(folder) ?? new Map<string, string | undefined>();
    charts.set(folder, known);
    for (const [path, value] of values)
      known.set(path, known.has(path) && known.get(path) !== value ? undefined : value);
  }
  const certain = (values: ReadonlyMap<string, string | undefined>) =>
    new Map([...values].flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])));
  return new Map([...charts].map(([folder, values]) => [folder, certain(values)]));
}

function settingsIn({ root }: OpenDocument, uri: string, workspace: string): Settings {
  const parts = [root, ...root.get('profiles').items];
  const images = parts
    .flatMap((part) => part.at('build', 'artifacts').items)
    .flatMap((artifact) => writtenText(artifact.get('image')) ?? writtenText(artifact.get('imageName')) ?? []);
  const variables = variablesOf(images);
  const releases = parts.flatMap((part) =>
    ['deploy', 'manifests'].flatMap((section) => part.at(section, 'helm', 'releases').items),
  );
  return releases.flatMap((release) => {
    const path = writtenText(release.get('chartPath'));
    const folder = path && uriWithin(workspace, uri.slice(0, uri.lastIndexOf('/')), Template.read(path));
    return folder ? [[folder, new Map(settingsOf(release, variables))] as const] : [];
  });
}

/**
 * What the variables for the images of a build come to, as far as it is known before: a name, with the number of its image
 * behind it but for the first one, or the image (`ConstructOverrideArgs` and `SanitizeHelmTemplateValue` of Skaffold).
 */
function variablesOf(images: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    images.flatMap((image, at) => {
      const { registry = '', repository } = readImageReference(image);
      const own = {
        IMAGE_REPO: image,
        IMAGE_NAME: image,
        IMAGE_FULLY_QUALIFIED: image,
        IMAGE_DOMAIN: registry,
        IMAGE_REPO_NO_DOMAIN: repository,
      };
      const suffixes = [at === 0 ? '' : String(at + 1), `_${image.replace(/[.\-/:]/g, '_')}`];
      return Object.entries(own).flatMap(([key, value]) =>
        suffixes.map((suffix) => [`${key}${suffix}`, value] as const),
      );
    }),
  );
}

/** The values that a release sets; until v2beta29 images were set by `values`, then by `artifactOverrides`. */
function settingsOf(release: YamlValue, variables: ReadonlyMap<string, string>): (readonly [string, string])[] {
  const plain = ['values', 'artifactOverrides', 'setValues'].flatMap((key) => textsIn(release.get(key)));
  const filled = textsIn(release.get('setValueTemplates')).flatMap(([path, text]) => {
    const name = /^\{\{\s*\.(\w+)\s*\}\}$/.exec(text)?.[1];
    const value = name === undefined ? undefined : variables.get(name);
    return value ? [[path, value] as const] : [];
  });
  return [...plain.filter(([, text]) => !text.includes('{{')), ...filled];
}

/** How deep maps of values may be nested. */
const deepest = 8;

/** The texts in a map, or in the maps in it, by their path; a key may be a path itself. */
function textsIn(map: YamlValue, before = '', depth = 0): (readonly [string, string])[] {
  return map.entries.flatMap(([key, value]) => {
    const path = `${before}${key}`;
    if (value.isMap) return depth < deepest ? textsIn(value, `${path}.`, depth + 1) : [];
    const text = writtenText(value);
    return text === undefined || text === '' ? [] : [[path, text] as const];
  });
}
