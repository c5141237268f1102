import { Refusal } from '../core/fix.ts';
import type { Stage } from '../dockerfile/stage.ts';
import type { ShellCommand } from '../shell/command.ts';
import { packageAction } from '../shell/package-managers/index.ts';
import type { BuildContext } from './build-context.ts';
import { copiedItems, type Item } from './multi-stage/copied.ts';
import { sourceOf } from './multi-stage/startup.ts';

/** A project as a stage has it. */
interface Project {
  /** The working directory of the stage, in which its commands ran as well. */
  readonly folder: string;
  readonly commands: readonly ShellCommand[];
  readonly stage: Stage;
  /** The text of one of its files, by its path within the folder; undefined when the stage does not have it. */
  read(path: string): Promise<string | undefined>;
  /** Whether one of its folders has a file of which that is so. */
  holds(path: string, counts: (file: string) => boolean): Promise<boolean>;
}

/**
 * The command that runs the tests of the project in the folder that a stage ends in; undefined where the stage builds no
 * project with tests, leaves out what only tests need, or builds in another folder.
 */
export async function testCommandOf(stage: Stage, context: BuildContext): Promise<string | undefined> {
  const folder = stage.workingFolderAt(Number.POSITIVE_INFINITY);
  if (folder === undefined) return undefined;
  const items = await itemsOf(stage, context);
  const runs = stage.lineage.flatMap((one) => one.own('RUN').map((run) => ({ run, stage: one })));
  const here = runs.filter(({ run, stage: own }) => own.workingFolderAt(run.span.start) === folder);
  const commands = here.flatMap(({ run }) => (run.commands.some(({ name }) => name === 'cd') ? [] : run.commands));
  const project: Project = {
    folder,
    commands,
    stage,
    async read(path) {
      const source = sourceOf(`${folder}/${path}`, items);
      return source === undefined ? undefined : context.read(source);
    },
    async holds(path, counts) {
      const source = sourceOf(path === '.' ? folder : `${folder}/${path}`, items);
      return source !== undefined && (await context.holds(source, counts));
    },
  };
  for (const find of finders) {
    const command = await find(project);
    if (command !== undefined) return command;
  }
  return undefined;
}

/** What the COPYs of a stage, and of those below it, bring of the build context. */
async function itemsOf(stage: Stage, context: BuildContext): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (const one of stage.lineage.toReversed()) {
    for (const copy of one.own('COPY')) {
      const folder = one.workingFolderAt(copy.span.start) ?? '/';
      const copied = await copiedItems(copy, folder, context);
      if (!(copied instanceof Refusal)) items.push(...copied);
    }
  }
  return items;
}

type Finder = (project: Project) => Promise<string | undefined>;

const finders: readonly Finder[] = [ofGo, ofCargo, ofMaven, ofGradle, ofMix, ofNode, ofPython, ofComposer, ofBundler];

async function ofGo({ commands, holds }: Project): Promise<string | undefined> {
  const isBuilt = commands.some(({ name, operands }) => name === 'go' && /^(?:build|install)$/.test(operands[0] ?? ''));
  return isBuilt && (await holds('.', (file) => file.endsWith('_test.go'))) ? 'go test ./...' : undefined;
}

/** With the profile of the build, so that what it compiled is used again. */
async function ofCargo({ commands, read, holds }: Project): Promise<string | undefined> {
  const build = commands.find(({ name, operands }) => name === 'cargo' && /^b(?:uild)?$/.test(operands[0] ?? ''));
  if (!build || build.has('--target', '--manifest-path', '-p', '--package')) return undefined;
  const sources = await Promise.all(['src/lib.rs', 'src/main.rs'].map(read));
  const hasTests =
    sources.some((text) => text?.includes('#[test]')) || (await holds('tests', (file) => file.endsWith('.rs')));
  const options = ['--release', '-r', '--locked', '--offline', '--frozen', '--workspace'].filter((one) =>
    build.has(one),
  );
  return hasTests ? ['cargo test', ...options].join(' ') : undefined;
}

async function ofMaven({ commands, holds }: Project): Promise<string | undefined> {
  const build = commands.find(
    ({ name, operands }) => /^mvnw?$/.test(name) && operands.some((goal) => goal !== 'clean'),
  );
  if (!build || build.has('-f', '--file', '-pl', '-o', '--offline')) return undefined;
  if (!(await holds('src/test', isSource))) return undefined;
  return `${build.words[0]?.text} ${build.has('-B', '--batch-mode') ? '-B ' : ''}test`;
}

async function ofGradle({ commands, holds }: Project): Promise<string | undefined> {
  const build = commands.find(({ name, operands }) => /^gradlew?$/.test(name) && operands.length > 0);
  if (!build || build.has('-p', '--project-dir', '-b', '--offline')) return undefined;
  if (!(await holds('src/test', isSource))) return undefined;
  return `${build.words[0]?.text} test${build.has('--no-daemon') ? ' --no-daemon' : ''}`;
}

async function ofMix({ commands, holds, stage }: Project): Promise<string | undefined> {
  const gets = commands.filter(({ name, operands }) => name === 'mix' && operands.includes('deps.get'));
  if (gets.length === 0 || gets.some((command) => command.has('--only'))) return undefined;
  if (!(await holds('test', (file) => file.endsWith('_test.exs')))) return undefined;
  // Mix takes this environment for tests by itself, unless the image names another.
  return stage.scope.find('MIX_ENV', Number.POSITIVE_INFINITY) ? 'MIX_ENV=test mix test' : 'mix test';
}

async function ofNode({ commands, read, holds, stage }: Project): Promise<string | undefined> {
  const managers = ['npm', 'yarn', 'pnpm'].filter((name) => commands.some((command) => command.name === name));
  const [manager] = managers;
  if (manager === undefined || managers.length > 1 || leavesOutDevelopment(commands)) return undefined;
  if (stage.scope.lookup('NODE_ENV', Number.POSITIVE_INFINITY) === 'production') return undefined;
  const script = scriptIn((await read('package.json')) ?? '', 'test');
  // What `npm init` writes for want of tests.
  if (script === undefined || /no test specified|--watch\b/.test(script) || needsBrowser.test(script)) return undefined;
  // Its tests wait for changes, unless this says that nobody is there.
  const variable = script.includes('react-scripts test') ? 'CI=true ' : '';
  // A stage may have the manifest alone, to install the packages.
  return (await holds('.', (file) => /\.[cm]?[jt]sx?$/.test(file))) ? `${variable}${manager} test` : undefined;
}

/** Runners of tests in a browser, which images that build do not have (their documentation, November 2026). */
const needsBrowser = /\b(?:cypress|karma|nightwatch|ng (?:test|e2e)|playwright|protractor|testcafe|wdio|electron)\b/;

function leavesOutDevelopment(commands: readonly ShellCommand[]): boolean {
  return commands.some(
    (command) =>
      command.operands[0] === 'prune' || command.has('--omit', '--production', '--prod', '-P', '--only', '--no-dev'),
  );
}

async function ofPython({ commands, read, holds }: Project): Promise<string | undefined> {
  const installs = commands.filter((command) => packageAction(command)?.manager.id === 'pip');
  const files = installs.flatMap((command) => command.optionValue('-r', '--requirement') ?? []);
  const lists = await Promise.all(files.map((file) => read(file)));
  const named = installs.some((command) => packageAction(command)?.packages.some(({ value }) => isPytest(value ?? '')));
  if (!named && !lists.some((list) => list?.split(/\r?\n/).some(isPytest))) return undefined;
  const hasTests = await holds('.', (file) => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(file));
  return hasTests ? 'python -m pytest' : undefined;
}

function isPytest(line: string): boolean {
  return /^\s*pytest\s*(?:[=<>~!;[]|$)/.test(line);
}

async function ofComposer({ commands, read, holds }: Project): Promise<string | undefined> {
  const installs = commands.filter((command) => packageAction(command)?.manager.id === 'composer');
  if (installs.length === 0 || leavesOutDevelopment(installs)) return undefined;
  const settings = (await read('phpunit.xml')) ?? (await read('phpunit.xml.dist'));
  if (settings === undefined || !(await read('composer.json'))?.includes('"phpunit/phpunit"')) return undefined;
  return (await holds('.', (file) => file.endsWith('Test.php'))) ? 'vendor/bin/phpunit' : undefined;
}

async function ofBundler({ commands, read, holds, stage }: Project): Promise<string | undefined> {
  const calls = commands.filter(({ name }) => name === 'bundle');
  const leavesOut = calls.some(({ text }) => /without|deployment/.test(text));
  const variables = ['BUNDLE_WITHOUT', 'BUNDLE_ONLY', 'BUNDLE_DEPLOYMENT'];
  if (leavesOut || variables.some((name) => stage.scope.find(name, Number.POSITIVE_INFINITY))) return undefined;
  if (!calls.some(({ operands }) => operands[0] === 'install')) return undefined;
  const lock = await read('Gemfile.lock');
  const hasTests = await holds('spec', (file) => file.endsWith('_spec.rb'));
  return hasTests && lock !== undefined && /^ {4}rspec(?:-core)? \(/m.test(lock) ? 'bundle exec rspec' : undefined;
}

function isSource(file: string): boolean {
  return /\.(?:java|kt|groovy|scala)$/.test(file);
}

/** A script of a package.json. */
function scriptIn(text: string, name: string): string | undefined {
  try {
    const script: unknown = JSON.parse(text)?.scripts?.[name];
    return typeof script === 'string' ? script : undefined;
  } catch {
    return undefined;
  }
}
