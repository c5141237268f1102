import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import { wholeTree } from './contents.ts';
import type { Build, Language, Plan } from './conversion.ts';
import { belongsToSystem, resolvePath } from './paths.ts';
import { programPath, sourceOf } from './startup.ts';

/**
 * Ruby: gems are compiled for just this Ruby, so the runtime stage stands on the same image and takes over the folder
 * that the official image has for them, or the one that BUNDLE_PATH names. The sources are the program, and go along as
 * a whole. The full image brings headers of dozens of libraries, so only there it is not in sight what gems link with.
 */
export const ruby: Language = {
  reads(command) {
    if (command.name === 'gem') return refusalForGem(command) ?? true;
    if (!tools.has(command.name)) return false;
    const isGlobal = command.has('-g', '--global') || command.operands[0] === 'global';
    return isGlobal && ['npm', 'yarn'].includes(command.name)
      ? new Refusal(`"${command.name}" installs a program among those of the system: copy it by hand.`)
      : true;
  },
  buildVariables: /^BUNDLE_(?:JOBS|RETRY|SILENCE_ROOT_WARNING)$/,
  provides(command, build) {
    const path = programPath(command, build.folder);
    return path === undefined ? programs.has(command.name) : sourceOf(path, build.survey.items) !== undefined;
  },
  plan(build): Plan | Refusal {
    const { image, imageWord, survey, folder } = build;
    if (!/slim|alpine/.test(image.tag ?? '')) {
      return new Refusal('Gems may link with any library of the full image: build on its slim variant first.');
    }
    if (folder === '/') return new Refusal('The program lies in the root folder, among the files of the system.');
    const moved = ['GEM_HOME', 'GEM_PATH', 'BUNDLE_APP_CONFIG', 'BUNDLE_USER_HOME', 'BUNDLE_USER_CONFIG'].find((name) =>
      build.stage.scope.find(name, Number.POSITIVE_INFINITY),
    );
    if (moved !== undefined)
      return new Refusal(`The variable ${moved} says where gems or settings go: copy them by hand.`);
    const setup = settingsOutside(build);
    if (setup instanceof Refusal) return setup;
    const own = bundlePath(build);
    if (own instanceof Refusal) return own;
    const installs = survey.commands.filter(({ command }) => packageAction(command)?.manager.id === 'bundler');
    const isOfImage = installs.every(({ command }) => build.stage.userAt(command.span.start).isRoot);
    const gems = { from: gemFolder, to: gemFolder, isOfImage };
    return {
      image: imageWord.text,
      copies: [gems, ...own.map((path) => ({ from: path, to: path })), ...wholeTree(survey)],
      setup,
    };
  },
};

/** GEM_HOME and BUNDLE_APP_CONFIG of the official image: gems, their programs, and settings of the project. */
const gemFolder = '/usr/local/bundle';

/** Programs that leave what they make in the working directory and the folder of gems. */
const tools: ReadonlySet<string> = new Set([
  'bootsnap',
  'bundle',
  'bundler',
  'npm',
  'npx',
  'rails',
  'rake',
  'ruby',
  'yarn',
]);

/** What Ruby and gems that serve bring to start. */
const programs: ReadonlySet<string> = new Set([
  'bundle',
  'bundler',
  'clockwork',
  'falcon',
  'foreman',
  'gem',
  'hanami',
  'irb',
  'jekyll',
  'puma',
  'rackup',
  'rails',
  'rake',
  'resque',
  'ruby',
  'sidekiq',
  'thin',
  'unicorn',
]);

function refusalForGem(command: ShellCommand): Refusal | undefined {
  const elsewhere = command.option('--user-install', '-i', '--install-dir', '-n', '--bindir');
  if (elsewhere) return new Refusal(`gem is told with ${elsewhere.text} where gems go: copy them by hand.`);
  return command.operands[0] === 'update' ? new Refusal('"gem update" changes Ruby itself.') : undefined;
}

/**
 * Settings of Bundler that may be root's and not the project's, for the runtime stage to repeat: `bundle config`
 * writes those without `--local` into the home folder where there is no Gemfile yet.
 */
function settingsOutside({ survey, stage }: Build): readonly string[] | Refusal {
  const found = survey.commands
    .map(({ command }) => command)
    .filter((command) => isConfig(command) && !command.has('--local'));
  for (const { place, text, span } of found) {
    if (place.conditional || /[\0\n]/.test(text)) return new Refusal('A setting of Bundler depends on a condition.');
    if (!stage.userAt(span.start).isRoot) return new Refusal('Settings of Bundler lie in the home folder of a user.');
  }
  return found.map(({ text }) => text);
}

function isConfig({ name, operands }: ShellCommand): boolean {
  return (name === 'bundle' || name === 'bundler') && operands[0] === 'config';
}

/** Folders outside of the working directory that gems are installed into. */
function bundlePath({ stage, survey, folder }: Build): readonly string[] | Refusal {
  const variable = stage.scope.lookup('BUNDLE_PATH', Number.POSITIVE_INFINITY);
  const isSet = stage.scope.find('BUNDLE_PATH', Number.POSITIVE_INFINITY) !== undefined;
  if (isSet && variable == null) return new Refusal('A variable that only the build knows says where gems go.');
  const written = survey.commands.flatMap(({ command }) => {
    const [, first, second, third] = command.operands;
    const key = first === 'set' ? second : first;
    const isPath = isConfig(command) && key === 'path';
    return [command.optionValue('--path') ?? [], isPath ? ((first === 'set' ? third : second) ?? []) : []].flat();
  });
  const paths = [...(variable == null ? [] : [variable]), ...written].map((path) => resolvePath(folder, path));
  return paths.some(belongsToSystem)
    ? new Refusal('Gems are installed among the files of the system.')
    : paths.filter((path) => path !== gemFolder);
}
