import { type ExtensionContext, extensions, l10n, type Memento, window, workspace } from 'vscode';
import type { InitializationOptions } from '../../server/src/lsp/protocol.ts';

type Neighbours = Required<
  Pick<InitializationOptions, 'hasYamlSupport' | 'hasManifestSupport' | 'hasYamlFormatter' | 'hasDockerfileSupport'>
>;

/** Where people decide themselves: `on` and `off` hold whatever else is installed. */
type Setting = 'yaml.languageFeatures' | 'dockerfile.languageFeatures';

const redHatYaml = 'redhat.vscode-yaml';
/** Gives Red Hat's extension the schemas of Kubernetes. */
const kubernetesTools = 'ms-kubernetes-tools.vscode-kubernetes-tools';
/** Format YAML files among others: with two formatters, the editor asks people to choose one. */
const yamlFormatters = [
  redHatYaml,
  'esbenp.prettier-vscode',
  'prettier.prettier-vscode',
  'dprint.dprint',
  'kennylong.kubernetes-yaml-formatter',
  'bluebrown.yamlfmt',
];
const dockerExtensions = ['docker.docker', 'ms-azuretools.vscode-containers', 'ms-azuretools.vscode-docker'];

/** What other extensions do that we could do as well: it is left to them, unless somebody wants it otherwise. */
export function findNeighbours(): Neighbours {
  const yaml = isInstalled(redHatYaml);
  return {
    hasYamlSupport: isLeft('yaml.languageFeatures', yaml),
    hasManifestSupport: isLeft('yaml.languageFeatures', yaml && knowsManifests()),
    hasYamlFormatter: isLeft('yaml.languageFeatures', yamlFormatters.some(isInstalled)),
    hasDockerfileSupport: isLeft('dockerfile.languageFeatures', dockerExtensions.some(isInstalled)),
  };
}

/** Tells when extensions or settings have changed so that something else is to be left to others. */
export function onNeighboursChanged(context: ExtensionContext, changed: () => void): void {
  let before = JSON.stringify(findNeighbours());
  const look = () => {
    const now = JSON.stringify(findNeighbours());
    if (now === before) return;
    before = now;
    changed();
  };
  context.subscriptions.push(
    extensions.onDidChange(look),
    workspace.onDidChangeConfiguration((event) => {
      if (['seaworthy', 'yaml'].some((section) => event.affectsConfiguration(section))) look();
    }),
  );
}

/** Says once what is left to which extension, and how to have it otherwise. */
export async function explainNeighbours(memory: Memento): Promise<void> {
  const { hasYamlSupport, hasManifestSupport, hasDockerfileSupport } = findNeighbours();
  const yaml = hasManifestSupport
    ? l10n.t('the fields of manifests, folding and formatting')
    : l10n.t('folding, outline and formatting');
  if (hasYamlSupport && isInstalled(redHatYaml)) await explain('yaml.languageFeatures', redHatYaml, yaml, memory);
  const docker = dockerExtensions.find(isInstalled);
  if (hasDockerfileSupport && docker)
    await explain(
      'dockerfile.languageFeatures',
      docker,
      l10n.t('the outline, colours, formatting and navigation of Dockerfiles, and their instructions'),
      memory,
    );
}

async function explain(setting: Setting, extension: string, what: string, memory: Memento): Promise<void> {
  const key = `explained ${setting}`;
  if (memory.get(key) || chosen(setting) !== 'auto') return;
  await memory.update(key, true);
  const name: unknown = extensions.getExtension(extension)?.packageJSON.displayName;
  const useOurs = l10n.t('Use Seaworthy for Both');
  const answer = await window.showInformationMessage(
    l10n.t(
      'Seaworthy leaves {0} to {1}, so that nothing appears twice, and adds what only it knows.',
      what,
      typeof name === 'string' ? name : extension,
    ),
    useOurs,
  );
  if (answer === useOurs) await workspace.getConfiguration('seaworthy').update(setting, 'on', true);
}

function isLeft(setting: Setting, isThere: boolean): boolean {
  const choice = chosen(setting);
  return choice === 'auto' ? isThere : choice === 'off';
}

function chosen(setting: Setting): string {
  return workspace.getConfiguration('seaworthy').get<string>(setting, 'auto');
}

function isInstalled(id: string): boolean {
  return extensions.getExtension(id) !== undefined;
}

/** Whether Red Hat's extension validates manifests: it does when it is told which files are some. */
function knowsManifests(): boolean {
  const schemas = workspace.getConfiguration('yaml').get<object>('schemas', {});
  return Object.keys(schemas).some((schema) => /kubernetes/i.test(schema)) || isInstalled(kubernetesTools);
}
