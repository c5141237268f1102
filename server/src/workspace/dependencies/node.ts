import { filesOf, needsSources, type Planner } from './plan.ts';

/** npm, pnpm, Yarn and Bun: the install itself moves up, unless something in the project makes it need the sources. */
export const planNode: Planner = async ({ command }, project, folder) => {
  const files = filesOf(project, folder);
  const manifest = await folder?.read('package.json');
  if (folder && manifest === undefined) return needsSources('package.json', 'cannot be read');
  if (manifest === undefined) return { files, command: undefined };
  const content = parseObject(manifest);
  if (!content) return needsSources('package.json', 'is not valid JSON');
  if (content.workspaces !== undefined) return needsSources('package.json', 'declares workspaces');
  const script = command.has('--ignore-scripts') ? undefined : installScript(content);
  if (script !== undefined) return needsSources('package.json', `runs "${script}" on install`);
  const local = localDependency(content);
  if (local !== undefined) return needsSources('package.json', `takes "${local}" from a folder`);
  const workspace = await folder?.read('pnpm-workspace.yaml');
  if (workspace !== undefined && /^packages\s*:/m.test(workspace))
    return needsSources('pnpm-workspace.yaml', 'declares packages');
  if (workspace !== undefined && /patchedDependencies/.test(workspace))
    return needsSources('pnpm-workspace.yaml', 'patches dependencies');
  return { files, command: undefined };
};

type Content = Readonly<Record<string, unknown>>;

function parseObject(text: string): Content | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? (content as Content) : undefined;
  } catch {
    return undefined;
  }
}

/** The script of the project itself that an install runs (docs.npmjs.com, "Life Cycle Scripts"). */
function installScript({ scripts }: Content): string | undefined {
  const names = ['preinstall', 'install', 'postinstall', 'preprepare', 'prepare', 'postprepare'];
  return names.find((name) => (scripts as Content | undefined)?.[name] !== undefined);
}

function localDependency(content: Content): string | undefined {
  const sections = ['dependencies', 'devDependencies', 'optionalDependencies', 'resolutions', 'overrides'];
  const entries = sections.flatMap((section) => Object.entries((content[section] as Content | undefined) ?? {}));
  return entries.find(
    ([, version]) => typeof version === 'string' && /^(?:file|link|portal|workspace|patch):|^\.{0,2}\//.test(version),
  )?.[0];
}
