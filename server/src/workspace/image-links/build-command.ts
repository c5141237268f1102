import type { ShellCommand, ShellWord } from '../../shell/command.ts';
import { type CommandLine, type GivenOption, type OptionTable, readOptions } from '../../shell/options.ts';
import type { Build } from './build.ts';
import type { OtherBuilder } from './link.ts';
import { readPair, showExpressions } from './open-yaml.ts';
import { type Lookup, Template, unknownPart } from './template.ts';

/** What a command line says about a build, without where and how it is run. */
export type CommandBuild = Pick<
  Build,
  'image' | 'dockerfile' | 'context' | 'target' | 'args' | 'isInContext' | 'namedContexts'
> & {
  readonly builder?: OtherBuilder;
  readonly command: ShellCommand;
};

/**
 * The options with values of the `build` commands of Docker 28, Buildx 0.30, Podman 5, Buildah 1.41 and nerdctl 2, as
 * their `--help` lists them.
 */
const buildOptions: OptionTable = {
  short: 'ftomcv',
  long: '--add-host --allow --annotation --arch --attest --authfile --build-arg --build-context --builder --cache-from --cache-to --call --cgroup-parent --cpu-period --cpu-quota --cpu-shares --cpuset-cpus --cpuset-mems --creds --decryption-key --device --dns --env --file --format --from --iidfile --ignorefile --isolation --jobs --label --logfile --manifest --memory --memory-swap --metadata-file --network --no-cache-filter --os --output --platform --policy --progress --provenance --retry --runtime --sbom --secret --security-opt --shm-size --sign-by --ssh --tag --target --timestamp --ulimit --unsetenv --userns --variant --volume'.split(
    ' ',
  ),
};

/** The options with values of kaniko's executor. */
const kanikoOptions: OptionTable = {
  short: 'cdfv',
  long: [
    '--context',
    '--dockerfile',
    '--destination',
    '--target',
    '--build-arg',
    '--registry-mirror',
    '--cache-repo',
    '--verbosity',
    '--custom-platform',
    '--snapshot-mode',
    '--digest-file',
    '--tar-path',
  ],
};

/** The options with values of `pack build`. */
const packOptions: OptionTable = {
  short: 'Bbdetp',
  long: [
    '--builder',
    '--buildpack',
    '--path',
    '--env',
    '--env-file',
    '--tag',
    '--descriptor',
    '--run-image',
    '--cache',
    '--network',
    '--pull-policy',
    '--volume',
    '--platform',
  ],
};

/** Programs whose `build` takes a context, `-t` and `-f`. */
const engines: ReadonlySet<string> = new Set([
  'docker',
  'podman',
  'nerdctl',
  'buildah',
  'img',
  'depot',
  'finch',
  'lima',
]);

/** What scripts call the variable in which such a program is chosen. */
const engineVariable = /^["']?\$[({]?\w*(?:DOCKER|CONTAINER|PODMAN|ENGINE|RUNTIME|OCI|BUILDER|BUILDX)\w*[)}]?["']?$/i;

/**
 * The builds that a command runs: one for each name it gives to what it builds. `piped` is the Dockerfile that it is given
 * over its standard input.
 */
export function buildsOf(command: ShellCommand, lookup: Lookup, piped?: Template): readonly CommandBuild[] {
  const words = expanded(command.words, lookup);
  if (words.length < 2) return [];
  if (command.name === 'executor') return ofKaniko(command);
  if (command.name === 'pack' && words[1]?.text === 'build') return ofPack(command);
  const program = words[0]?.text ?? '';
  if (!engines.has(program.slice(program.lastIndexOf('/') + 1)) && !engineVariable.test(program)) return [];
  const verb = words.findIndex(({ text }, at) => at > 0 && (text === 'build' || text === 'bud' || text === 'b'));
  const isBuild =
    verb > 0 && words.slice(1, verb).every(({ text }) => /^(?:buildx|image|builder|--?[\w-]+(?:=.*)?)$/.test(text));
  if (!isBuild) return [];
  const line = readOptions(words.slice(verb + 1), buildOptions);
  const context = line.operands.at(-1);
  const file = writtenValue(last(line, '-f', '--file'));
  // A Dockerfile or a whole context from the standard input is in no file.
  const isRead = file === '-' || context?.text === '-';
  if (isRead && !piped) return named(line, command, ['-t', '--tag'], { builder: 'inline' });
  return named(line, command, ['-t', '--tag'], {
    dockerfile: isRead ? piped : file === undefined ? undefined : Template.read(file),
    // With the Dockerfile alone there are no files.
    context: context?.text === '-' ? undefined : Template.read(context ? plain(context.text) : '.'),
    namedContexts: [...pairsGiven(line, '--build-context').keys()],
    target: targetOf(line),
    args: pairsGiven(line, '--build-arg'),
  });
}

/** The words of a command whose program is a variable that holds the program with some of its arguments. */
function expanded(words: readonly ShellWord[], lookup: Lookup): readonly ShellWord[] {
  const [first, ...rest] = words;
  if (!first?.text.includes('$')) return words;
  const { resolved } = Template.read(plain(first.text)).fill(lookup);
  if (resolved.includes(unknownPart)) return words;
  const texts = resolved.split(/\s+/).filter((text) => text !== '');
  return [...texts.map((text) => ({ ...first, text, value: text, source: first.source, span: first.span })), ...rest];
}

function ofKaniko(command: ShellCommand): readonly CommandBuild[] {
  const line = readOptions(command.arguments, kanikoOptions);
  const file = writtenValue(last(line, '-f', '--dockerfile'));
  const context = writtenValue(last(line, '-c', '--context'))?.replace(/^dir:\/\//, '');
  return named(line, command, ['-d', '--destination'], {
    dockerfile: file === undefined ? undefined : Template.read(file),
    context: Template.read(context ?? '.'),
    target: targetOf(line),
    args: pairsGiven(line, '--build-arg'),
  });
}

function ofPack(command: ShellCommand): readonly CommandBuild[] {
  const { operands } = readOptions(command.words.slice(2), packOptions);
  const [image] = operands;
  return image ? [{ image: Template.read(plain(image.text)), builder: 'buildpacks', command }] : [];
}

function named(
  line: CommandLine,
  command: ShellCommand,
  names: readonly string[],
  build: Omit<CommandBuild, 'image' | 'command'>,
): readonly CommandBuild[] {
  const tags = line.options.filter(({ name }) => names.includes(name)).flatMap((option) => writtenValue(option) ?? []);
  return tags.map((tag) => ({ ...build, image: Template.read(tag), command }));
}

function targetOf(line: CommandLine): Template | undefined {
  const target = writtenValue(last(line, '--target'));
  return target === undefined ? undefined : Template.read(target);
}

function pairsGiven(line: CommandLine, name: string): ReadonlyMap<string, string | undefined> {
  const given = line.options.filter((option) => option.name === name).flatMap((option) => writtenValue(option) ?? []);
  return new Map(given.map(readPair));
}

/** The one that counts of an option that is given more than once. */
function last({ options }: CommandLine, ...names: readonly string[]): GivenOption | undefined {
  return options.findLast(({ name }) => names.includes(name));
}

/** The value of an option as it is written, without quotes: it may hold variables. */
function writtenValue(option: GivenOption | undefined): string | undefined {
  if (!option) return undefined;
  if (option.valueWord) return plain(option.valueWord.text);
  const { text } = option.word as ShellWord;
  if (option.name.startsWith('--')) {
    const equals = text.indexOf('=');
    return equals === -1 ? undefined : plain(text.slice(equals + 1));
  }
  const value = text.slice(text.indexOf(option.name.slice(1), 1) + 1).replace(/^=/, '');
  return value === '' ? undefined : plain(value);
}

/** A word without its quotes. */
export function plain(text: string): string {
  return showExpressions(text).replace(/["']|\\(?=[\s"'])/g, '');
}
