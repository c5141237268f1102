import { officialName } from '../image/reference.ts';
import { startOf } from '../image/starts/index.ts';
import { type Toolchain, toolchainOf } from '../image/toolchains.ts';
import { compiles, type LeftBuildTools, leftBuildTools } from '../shell/build-tools.ts';
import { type ShellCommand, shells } from '../shell/command.ts';
import { packageAction } from '../shell/package-managers/index.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { Stage } from './stage.ts';
import { startCommands } from './start.ts';
import type { Word } from './words.ts';

/** What brings build tools into the image that ships. */
export type ShippedBuildTools =
  | {
      readonly source: 'base image';
      /** The word in FROM. */
      readonly image: Word;
      readonly toolchain: Toolchain;
      /** What is built with them; at least one. */
      readonly builds: readonly ShellCommand[];
    }
  | {
      readonly source: 'packages';
      readonly left: LeftBuildTools;
      /** What is built with them, native packages of a language included; at least one. */
      readonly builds: readonly ShellCommand[];
    };

/**
 * What brings compilers and build systems into the image that ships. An image that is there to build, to test or to be
 * developed in is meant to have them, and so is one that starts nothing: others are built upon it.
 */
export function shippedBuildTools(dockerfile: Dockerfile): readonly ShippedBuildTools[] {
  const { finalStage } = dockerfile;
  if (!finalStage.from || isMeantToHaveThem(dockerfile)) return [];
  const runs = dockerfile.instructions('RUN').filter((run) => !run.onbuild && dockerfile.isShipped(run.stage));
  const builds = runs.flatMap((run) => run.commands.filter(compiles));
  const image = finalStage.lineage.at(-1)?.from?.image;
  const reference = finalStage.rootImage?.reference;
  const toolchain = reference && toolchainOf(reference);
  if (image && toolchain && builds.length > 0) {
    return [{ source: 'base image', image, toolchain, builds }];
  }
  // PHP's images have the compilers of extensions in this variable; those on Alpine have them in nothing else.
  const isPhp = reference !== undefined && officialName(reference) === 'php' && /alpine/.test(reference.tag ?? '');
  return runs.flatMap((run) =>
    leftBuildTools(run.packageActions, (word) => isPhp && /^\$(?:PHPIZE_DEPS|\{PHPIZE_DEPS\})$/.test(word)).flatMap(
      (left) => {
        const users = runs.flatMap((other) => other.commands.filter((command) => mayNeed(command, left)));
        // Compilers that nothing in the file has a use for are there for the program itself.
        return users.length > 0 ? [{ source: 'packages' as const, left, builds: users }] : [];
      },
    ),
  );
}

/** Whether a command behind the install of a compiler may call it: a build, or packages that may have native parts. */
function mayNeed(command: ShellCommand, { action }: LeftBuildTools): boolean {
  if (command.span.start < action.command.span.start) return false;
  if (compiles(command) || nativeInstallers.has(command.name)) return true;
  const done = packageAction(command);
  return done?.manager.kind === 'language' && (done.kind === 'install' || done.kind === 'dependencies');
}

/** Programs besides package managers that compile what they install. */
const nativeInstallers: ReadonlySet<string> = new Set([
  'cpan',
  'cpanm',
  'docker-php-ext-install',
  'luarocks',
  'pear',
  'pecl',
  'phpize',
  'qmake',
]);

function isMeantToHaveThem(dockerfile: Dockerfile): boolean {
  const { finalStage, fileName } = dockerfile;
  const starts = startCommands(finalStage);
  if (starts.length === 0 && !inheritsServer(finalStage)) return true;
  const names = [fileName, ...finalStage.lineage.map(({ name }) => name ?? '')];
  return names.some(saysDevelopment) || starts.some(isDevelopment) || (starts.length > 0 && starts.every(isIdle));
}

/** Whether the base image starts a server, so that a file that says nothing of starting means that. */
function inheritsServer({ rootImage }: Stage): boolean {
  const reference = rootImage?.reference;
  return reference !== undefined && startOf(reference).command?.some((word) => servers.has(word)) === true;
}

/** What PHP's images start that are there to serve a project's own files. */
const servers: ReadonlySet<string> = new Set(['apache2-foreground', 'php-fpm']);

/** Words in the names of stages and files that are not what is run in production. */
const developmentWords =
  /(?:^|[^a-z])(?:dev|devel|develop|development|devcontainer|debug|local|tests?|testing|e2e|fuzz|bench|benchmarks?|build|builder|buildenv|compile|ci|tools?|tooling|toolchain|sdk|lint|docs?|base|tilt|playground|workspace|ide|gitpod|codespaces?)(?:[^a-z]|$)/i;

function saysDevelopment(name: string): boolean {
  return developmentWords.test(name);
}

/** Scripts and tasks that a developer runs, as arguments of npm, make and their like. */
const developmentTasks = /^(?:dev|develop|watch|test|tests|lint|ci|check|vet|bench|coverage)(?::|$)/;
const developmentPrograms: ReadonlySet<string> = new Set([
  'air',
  'cmp',
  'code-server',
  'diff',
  'dlv',
  'gdb',
  'jupyter',
  'jupyter-lab',
  'jupyter-notebook',
  'nodemon',
  'pytest',
  'reflex',
  'start-notebook.py',
  'start-notebook.sh',
  'tox',
  'ts-node-dev',
]);

/** Whether what a container starts is a compiler, a shell, a check, or something that only developers start. */
function isDevelopment(command: ShellCommand): boolean {
  const { name, operands } = command;
  const task = operands.find((operand) => operand !== 'run' && operand !== 'run-script') ?? '';
  if (shells.has(name)) return command.script === undefined && operands.length === 0;
  if (developmentPrograms.has(name)) return true;
  if (['npm', 'yarn', 'pnpm', 'bun', 'npx', 'cargo', 'go', 'mvn', 'gradle', 'dotnet'].includes(name)) {
    return developmentTasks.test(task) || operands.length === 0;
  }
  if (name === 'mix' || name === 'iex') return true;
  return compiles(command);
}

/** Whether a command only keeps a container alive, for somebody to go into it. */
function isIdle({ name }: ShellCommand): boolean {
  return name === 'sleep' || name === 'tail';
}
