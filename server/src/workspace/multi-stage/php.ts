import { Refusal } from '../../core/fix.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import { officialName, readImageReference } from '../../image/reference.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import { wholeTree } from './contents.ts';
import type { Build, Copied, Language, Plan } from './conversion.ts';
import { baseName, isWithin } from './paths.ts';
import { programPath, sourceOf } from './startup.ts';

/**
 * PHP: extensions are compiled for just this PHP, so the runtime stage stands on the same image and takes over the
 * folders that `docker-php-ext-install` and `pecl` write to. Its sources are the program, and go along as a whole with
 * what Composer put beside them; Composer itself stays behind.
 */
export const php: Language = {
  reads(command) {
    if (command.name === 'pecl') return /^(?:install|channel-update|update-channels)$/.test(command.operands[0] ?? '');
    if (packageAction(command)?.manager.id === 'composer' || isComposer(command))
      return refusalForComposer(command) ?? true;
    if (command.name === 'php' || extensionTools.has(command.name)) return true;
    return fetchesComposer(command) || isForServer(command) || changesSettings(command);
  },
  isTool: (copy) => namesComposerImage(copy) && copy.sources.every(({ text }) => baseName(text) === 'composer'),
  isBuildVariable: (text) => text === '$PHPIZE_DEPS' || text === '${PHPIZE_DEPS}',
  buildVariables: /^(?:COMPOSER_(?!VENDOR)\w+|PHPIZE_DEPS)$/,
  provides(command, build) {
    const path = programPath(command, build.folder);
    if (path === undefined) return programs.has(command.name);
    const isOfVendor = build.survey.workFolders.some((folder) => isWithin(`${folder}/vendor/bin`, path));
    return isOfVendor || sourceOf(path, build.survey.items) !== undefined;
  },
  plan(build): Plan | Refusal {
    const { imageWord, survey, folder } = build;
    if (folder === '/') return new Refusal('The program lies in the root folder, among the files of the system.');
    const setup = setupOf(build);
    if (setup instanceof Refusal) return setup;
    const items = survey.items.filter(({ path }) => !/^composer(?:\.phar|-setup\.php)?$/.test(baseName(path)));
    const tree = wholeTree({ ...survey, items });
    return { image: imageWord.text, copies: [...ofTheImage(build), ...tree], setup };
  },
};

/** Scripts of the official image that compile extensions, and switch them on. */
const extensionTools: ReadonlySet<string> = new Set([
  'docker-php-ext-configure',
  'docker-php-ext-enable',
  'docker-php-ext-install',
  'docker-php-source',
]);

/** What the official image brings to start; Apache only in the variants that are called after it. */
const programs: ReadonlySet<string> = new Set(['apache2-foreground', 'docker-php-entrypoint', 'php', 'php-fpm']);

/** Where the official image has extensions, and the settings that switch them on. */
const extensions = '/usr/local/lib/php/extensions';
const settings = '/usr/local/etc/php';

/** The folders of the image itself that the build adds to: root's, as they were. */
function ofTheImage({ survey }: Build): readonly Copied[] {
  const names = survey.commands.map(({ command }) => command);
  const compiles = names.some(({ name }) => extensionTools.has(name) || name === 'pecl');
  const changes = names.some(changesSettings);
  const paths = [...(compiles ? [extensions] : []), ...(changes ? [settings] : compiles ? [`${settings}/conf.d`] : [])];
  return paths.map((path) => ({ from: path, to: path, isOfImage: true }));
}

function isComposer({ name }: ShellCommand): boolean {
  return name === 'composer' || name === 'composer.phar';
}

/** Composer leaves packages in the project, unless it is told to put them elsewhere. */
function refusalForComposer(command: ShellCommand): Refusal | undefined {
  const [subcommand] = command.operands;
  if (command.has('-d', '--working-dir') || subcommand === 'global' || subcommand === 'create-project') {
    return new Refusal('Composer works outside of the working directory: copy what it installs by hand.');
  }
  return undefined;
}

/** The download of Composer's installer, or of Composer: it ends up in a file of that name, or is given to PHP. */
function fetchesComposer(command: ShellCommand): boolean {
  return (
    ['curl', 'wget'].includes(command.name) && command.arguments.some(({ text }) => text.includes('getcomposer.org'))
  );
}

function namesComposerImage({ from }: CopyInstruction): boolean {
  return from !== undefined && !from.text.includes('$') && officialName(readImageReference(from.text)) === 'composer';
}

/** Whether a command changes the settings of PHP by the variable that says where they are. */
function changesSettings(command: ShellCommand): boolean {
  const isSetting = (text: string) => /^"?(?:\$PHP_INI_DIR|\$\{PHP_INI_DIR\}|\/usr\/local\/etc\/php)\//.test(text);
  if (command.writesTo.length > 0) {
    return ['echo', 'printf', 'cat'].includes(command.name) && command.writesTo.every(({ text }) => isSetting(text));
  }
  if (!['cp', 'mv', 'sed'].includes(command.name)) return false;
  return command.arguments
    .filter(({ text }) => text.includes('/') && !isExpression(text))
    .every(({ text }) => isSetting(text));
}

/** Files of Apache that the official image has from the start. */
const apacheFile =
  /^\/etc\/apache2\/(?:apache2\.conf|ports\.conf|sites-available\/(?:\*|000-default|default-ssl)\.conf|conf-available\/(?:\*|docker-php|security)\.conf)$/;

/** Whether a command sets up Apache as it comes with the image, whatever the build does. */
function isForServer(command: ShellCommand): boolean {
  if (['a2enmod', 'a2dismod'].includes(command.name)) return command.operands.length > 0;
  if (command.name !== 'sed' || !command.arguments.some(({ text }) => /^-\w*i|^--in-place/.test(text))) return false;
  const files = command.arguments.filter(({ text }) => text.startsWith('/'));
  return files.length > 0 && files.every(({ text }) => apacheFile.test(text));
}

/** Whether a word is a script of sed, and no file. */
function isExpression(text: string): boolean {
  return /^['"]?(?:s|\/|\d+)/.test(text) && !text.startsWith('/usr/');
}

/** The commands that set up the server of the image, which the runtime stage has to repeat. */
function setupOf({ survey }: Build): readonly string[] | Refusal {
  const found = survey.commands.map(({ command }) => command).filter(isForServer);
  const unsure = found.find(({ place, text }) => place.conditional || /[\0\n]/.test(text));
  return unsure
    ? new Refusal(`Whether "${unsure.name}" is called for Apache is not known.`)
    : found.map(({ text }) => text);
}
