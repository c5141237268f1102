import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { assets, wholeTree } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { compilerOutput, type Manifest, readManifest } from './node-project.ts';
import { belongsToSystem } from './paths.ts';
import { slimVariant } from './slim.ts';
import { programPath } from './startup.ts';

/**
 * Node.js: the runtime stage stands on the slim variant of the same image, so that Node.js itself stays the same. The
 * working directory goes with the program as a whole, because JavaScript finds its files by path; where the build is
 * nothing but the TypeScript compiler, what that wrote, the packages and what is no source code are all there is.
 */
export const node: Language = {
  reads: ({ name }) => ['npm', 'npx', 'yarn', 'pnpm', 'corepack', 'node', 'tsc', 'node-gyp'].includes(name),
  buildVariables: /^(?:npm_config_\w+|NPM_CONFIG_\w+|PNPM_HOME|YARN_CACHE_FOLDER|HUSKY)$/,
  // node-gyp, which compiles native packages, is a Python program.
  buildOnlyPackage: (name, { hasCompiler }) =>
    hasCompiler && /^(?:python[23]?|py3-(?:pip|setuptools)|python3-(?:pip|setuptools|distutils))$/.test(name),
  provides(command, build) {
    const path = programPath(command, build.folder);
    if (path !== undefined) return path.includes('/node_modules/.bin/');
    return ['node', 'npm', 'npx'].includes(command.name) || (command.name === 'yarn' && !callsCorepack(build));
  },
  async plan(build): Promise<Plan | Refusal> {
    const image = slimVariant(build);
    if (image instanceof Refusal) return image;
    if ([build.folder, ...build.survey.workFolders].some(belongsToSystem))
      return new Refusal('The program or its packages lie among the files of the system.');
    const manifest = await readManifest(build);
    const unfit = manifest?.dependencies.find((name) => needsFullImage.test(name));
    if (unfit !== undefined && image !== build.imageWord.text) {
      return new Refusal(`The package ${unfit} relies on programs or libraries that the slim image does not have.`);
    }
    const compiled = manifest && (await compiledContents(build, manifest));
    const buildLines = manifest && canPrune(build, manifest) ? ['npm prune --omit=dev'] : [];
    return { image, copies: compiled ?? wholeTree(build.survey), buildLines };
  },
};

/** Packages that call programs of the full image or load its libraries (their documentation, November 2026). */
const needsFullImage =
  /^(?:@prisma\/client|prisma|puppeteer|playwright(?:-\w+)?|simple-git|nodegit|gm|imagemagick|pg-native|oracledb|odbc|fluent-ffmpeg|node-libcurl|python-shell|youtube-dl-exec|java|kerberos)$/;

/** With corepack, `yarn` is what it fetched in the build, and not the one of the image. */
function callsCorepack({ survey }: Build): boolean {
  return survey.commands.some(({ command }) => command.name === 'corepack');
}

async function compiledContents(build: Build, manifest: Manifest): Promise<readonly Copied[] | undefined> {
  const { folder, survey, project } = build;
  const output = await compilerOutput(build, manifest);
  // Without packages to install there may be no folder for them.
  if (output === undefined || manifest.dependencies.length === 0) return undefined;
  const calls = survey.commands.filter(({ command }) => ['npm', 'yarn', 'pnpm', 'npx', 'node'].includes(command.name));
  if (!calls.every((call) => isPlainBuild(call.command) && call.folder === folder)) return undefined;
  const others = await assets(survey, project, isSource);
  const own = ['package.json', 'node_modules', output].map((name) => `${folder}/${name}`);
  return others && [...own, ...others.map(({ to }) => to)].map((path) => ({ from: path, to: path }));
}

/** Whether a call of a package manager installs packages or runs the script `build`. */
function isPlainBuild(command: ShellCommand): boolean {
  const [first = '', second] = command.operands;
  if (['ci', 'clean-install', 'install', 'i', 'prune', 'cache'].includes(first)) return true;
  if (first === '') return command.name === 'yarn';
  return first === 'build' || (first === 'run' && second === 'build');
}

/**
 * Whether the packages that only development needs can be removed: npm installed them, and what is started is Node.js
 * with a file of the project, which has no use for them.
 */
function canPrune({ survey, startup, stage }: Build, { scripts, devDependencies, hasWorkspaces }: Manifest): boolean {
  const installs = survey.commands.filter(
    ({ command }) => command.name === 'npm' && /^(?:ci|clean-install|i|install)$/.test(command.operands[0] ?? ''),
  );
  const isProduction = stage.scope.lookup('NODE_ENV', Number.POSITIVE_INFINITY) === 'production';
  if (installs.length === 0 || devDependencies.length === 0 || hasWorkspaces || isProduction) return false;
  if (installs.some(({ command }) => command.has('--omit', '--production', '--only', '-g', '--global'))) return false;
  const lines = startup.commands.map((command) => startedLine(command, scripts));
  const mentions = (line: string) => devDependencies.some((name) => line.includes(name));
  return lines.every((line) => line !== undefined && !mentions(line)) && lines.length > 0;
}

/** The command line that a start command comes down to, when it is Node.js with a file, directly or by `npm start`. */
function startedLine(command: ShellCommand, scripts: Manifest['scripts']): string | undefined {
  const text = command.words.map((word) => word.text).join(' ');
  if (command.name === 'node') return text;
  if (command.name !== 'npm') return undefined;
  const [first = '', second = ''] = command.operands;
  const script = first === 'start' ? scripts.start : first === 'run' ? scripts[second] : undefined;
  return script !== undefined && /^(?:[A-Z_]+=\S+\s+)*node\s[^&|;]+$/.test(script) ? script : undefined;
}

function isSource(path: string): boolean {
  return (
    /\.(?:[cm]?tsx?|map|snap|tsbuildinfo)$|(?:^|\/)(?:package(?:-lock)?\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|tsconfig[\w.-]*\.json|jest\.config\.[cm]?js|vitest\.config\.[cm]?js|babel\.config\.[cm]?js|eslint\.config\.[cm]?js|biome\.json|nodemon\.json|\.eslintrc[\w.]*|\.eslintignore|\.prettierrc[\w.]*|\.prettierignore|\.nvmrc|\.npmrc|\.npmignore)$/.test(
      path,
    ) || /(?:^|\/)(?:node_modules|__tests__|__mocks__|coverage)\//.test(path)
  );
}
