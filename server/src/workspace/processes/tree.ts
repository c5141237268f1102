import type { FixContext } from '../../core/fix.ts';
import type { Host } from '../../core/host.ts';
import { Notes } from '../../core/notes.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import type { CommandInstruction } from '../../dockerfile/instructions/command.ts';
import { RuntimeImage } from '../../dockerfile/runtime-image/runtime-image.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import type { ContainerStart } from '../../kubernetes/container-start.ts';
import { isChore } from '../../shell/chores.ts';
import { ShellCommand, shells } from '../../shell/command.ts';
import { isDaemon, serviceStarted } from '../../shell/processes.ts';
import { isAllArguments, type Run, runsOf } from '../../shell/runs.ts';
import type { ShellScript } from '../../shell/script.ts';
import type { BuildContext } from '../build-context.ts';
import { isCron } from './cron.ts';
import { type ImageFile, ImageFiles, noFiles, type ScriptFiles } from './image-files.ts';
import type { Process, ProcessPlace, ProcessScript, StartedHow } from './process.ts';
import { isGarbled, notUnicode, ReadScripts } from './read-scripts.ts';
import { type Start, startOf } from './start.ts';
import { startedBy } from './started-by.ts';
import type { StartedProgram } from './started-program.ts';

/** How many scripts may start one another. */
const deepest = 8;

/** A container with more processes than this is not followed to its end. */
const mostProcesses = 200;

/** What a container starts, followed into the scripts that its image is given. */
export class ProcessTree {
  readonly image: RuntimeImage;
  /** The ENTRYPOINT or the CMD that says what is started; undefined when the base image or the manifest does. */
  readonly instruction: CommandInstruction | undefined;
  /** What runs as PID 1, as it is started. */
  readonly root: Process;

  private constructor(image: RuntimeImage, instruction: CommandInstruction | undefined, root: Process) {
    this.image = image;
    this.instruction = instruction;
    this.root = root;
  }

  /**
   * The tree of a stage's image as it starts by itself; undefined when neither its file nor what is known of its base
   * image says what is started. Without a `context`, files are looked for in the nearest that has what is copied.
   */
  static of(
    dockerfile: Dockerfile,
    stage: Stage,
    build: FixContext,
    context?: BuildContext,
  ): Promise<ProcessTree | undefined> {
    const memory = memoryOf(dockerfile, stage, build, context);
    memory.tree ??= ProcessTree.follow(RuntimeImage.of(stage), memory.files, undefined);
    return memory.tree;
  }

  /** The tree of a container that runs a stage's image: its own command and arguments take the place of the image's. */
  static ofContainer(
    container: ContainerStart,
    dockerfile: Dockerfile,
    stage: Stage,
    build: FixContext,
    context?: BuildContext,
  ): Promise<ProcessTree | undefined> {
    if (container.isPlain) return ProcessTree.of(dockerfile, stage, build, context);
    const { files } = memoryOf(dockerfile, stage, build, context);
    return ProcessTree.follow(RuntimeImage.of(stage), files.seenBy(container), container);
  }

  /** The tree of a container that runs an image that somebody else makes: nothing is known of the files in it. */
  static withoutFiles(container: ContainerStart, image: RuntimeImage): Promise<ProcessTree | undefined> {
    return ProcessTree.follow(image, noFiles, container);
  }

  private static async follow(
    image: RuntimeImage,
    files: ScriptFiles,
    container: ContainerStart | undefined,
  ): Promise<ProcessTree | undefined> {
    const start = image.stage?.isWindows ? undefined : startOf(image, container);
    return start && new ProcessTree(image, start.instruction, await new Follower(files, start).first());
  }
}

/** What was found of an image, for all who are given the same host: it is a new one whenever somebody looks around anew. */
interface Memory {
  readonly files: ImageFiles;
  tree: Promise<ProcessTree | undefined> | undefined;
}

const memories = new Notes<Host, Map<Stage, Map<string, Memory>>>();

function memoryOf(dockerfile: Dockerfile, stage: Stage, build: FixContext, context?: BuildContext): Memory {
  const ofHost = memories.get(build.host) ?? new Map<Stage, Map<string, Memory>>();
  memories.set(build.host, ofHost);
  const ofStage = ofHost.get(stage) ?? new Map<string, Memory>();
  ofHost.set(stage, ofStage);
  const key = context?.uri('.') ?? '';
  const memory = ofStage.get(key) ?? { files: new ImageFiles(dockerfile, stage, build, context), tree: undefined };
  ofStage.set(key, memory);
  return memory;
}

class Follower {
  private readonly files: ScriptFiles;
  private readonly begun: Start;
  private count = 0;
  private readonly unreadable = new Set<string>();

  constructor(files: ScriptFiles, begun: Start) {
    this.files = files;
    this.begun = begun;
  }

  /** What runs as PID 1. */
  async first(): Promise<Process> {
    const { command, place, isFromBase, handed } = this.begun;
    const first = await this.follow(command, { how: 'first', place, run: undefined, isFromBase }, []);
    if (!handed) return first;
    const at = { how: 'exec', place: handed.place, run: undefined } as const;
    return { ...first, children: [await this.follow(handed.command, at, [])] };
  }

  /** A process, with all that it starts. `above` are the scripts that have led to it. */
  private async follow(
    command: ShellCommand,
    at: Pick<Process, 'how' | 'place' | 'run'> & { readonly isFromBase?: boolean },
    above: readonly string[],
  ): Promise<Process> {
    this.count++;
    const { how, place, run } = at;
    const leaf: Process = {
      ...{ how, place, run, command },
      ...{ text: lineOf(command), script: undefined, children: [], note: undefined },
    };
    if (command.script) return this.inScript(leaf, command.script, undefined, false, command, above);
    const started = above.length < deepest ? await startedBy(command, this.files) : undefined;
    if (started) return this.starting(leaf, started, above);
    const { path, isExecuted, rest } = scriptNamed(command);
    if (path === undefined) return leaf;
    if (path.startsWith('$')) return { ...leaf, note: 'the script itself, once more' };
    const file = await (isExecuted ? this.files.program(path) : this.files.at(path));
    if (!file) return { ...leaf, note: this.whyNot(path, isExecuted, at.isFromBase === true) };
    if (above.includes(file.path)) return { ...leaf, note: 'the script itself, once more' };
    if (above.length >= deepest) return { ...leaf, note: 'too many scripts start one another to follow them all' };
    if (!isShellScript(file, isExecuted)) return leaf;
    const script = this.files.script(file);
    return this.inScript(leaf, script, { file, isExecuted }, true, rest, above);
  }

  /** Why a file that is started is not looked into; said once of each. */
  private whyNot(path: string, isExecuted: boolean, isFromBase: boolean): string | undefined {
    if (this.unreadable.has(path)) return undefined;
    this.unreadable.add(path);
    if (isFromBase) return 'comes with the base image';
    const isScript = !isExecuted || /\.(?:sh|bash)$/.test(path);
    if (!isScript) return undefined;
    const reason = this.files.whyUnread(path);
    if (reason !== undefined) return `the script ${reason}`;
    return path.includes('/') && this.files.mayBring(path) ? 'what it does is not known' : undefined;
  }

  /** With what a program starts by its configuration. */
  private async starting(leaf: Process, programs: readonly StartedProgram[], above: readonly string[]) {
    const children: Process[] = [];
    for (const { command, file, how, note } of programs) {
      if (this.count >= mostProcesses) break;
      const place = file ? { span: command.span, file: file.file } : leaf.place;
      const child = await this.follow(command, { how, place, run: undefined }, [...above, leaf.text]);
      children.push(note === undefined ? child : { ...child, note: child.note ? `${note}, ${child.note}` : note });
    }
    const isUnknown = children.length === 0 && !(leaf.command && isCron(leaf.command));
    return { ...leaf, children, note: isUnknown ? 'what it starts is not known' : undefined };
  }

  private async inScript(
    leaf: Process,
    script: ShellScript,
    found: { readonly file: ImageFile; readonly isExecuted: boolean } | undefined,
    isFile: boolean,
    given: ShellCommand | undefined,
    above: readonly string[],
  ): Promise<Process> {
    // A script that a command line hands to a shell stands where that word does, whoever runs the line.
    const { span } = leaf.place;
    const own = found ? { span, file: found.file.file } : (this.begun.places.get(script.source) ?? leaf.place);
    const read = new ReadScripts(this.files, own);
    await read.begin(script, found?.file.path);
    const runs = runsOf(script.structure, (command) => read.bySource.get(command), read.libraries);
    const itself: ProcessScript = {
      file: found?.file,
      isExecuted: found?.isExecuted ?? false,
      runs,
      placeOf: (command) => read.placeOf(command),
    };
    const path = found?.file.path;
    const children: Process[] = [];
    for (const run of runs) {
      if (this.count >= mostProcesses) break;
      const how = howOf(run);
      if (how !== 'exec' && isChore(run.command)) continue;
      if (run.command.words.length === 0) continue;
      const place = read.placeOf(run.command);
      const above2 = path === undefined ? above : [...above, path];
      const argument = this.argumentsFor(run, isFile ? given : undefined);
      children.push(await this.child(run, how, place, argument, above2));
    }
    const notes = [...(found && isGarbled(found.file) ? [`the script ${notUnicode}`] : []), ...read.notes];
    return { ...leaf, script: itself, children, note: notes.length > 0 ? notes.join(', ') : leaf.note };
  }

  /** What `"$@"` is in a script, where a command is that and no more. */
  private argumentsFor({ command, hasOwnArguments }: Run, given: ShellCommand | undefined): ShellCommand | undefined {
    const isAll = isAllArguments(command.words[0]?.text ?? '');
    return isAll && hasOwnArguments ? given : undefined;
  }

  private async child(
    run: Run,
    how: StartedHow,
    place: ProcessPlace,
    given: ShellCommand | undefined,
    above: readonly string[],
  ): Promise<Process> {
    if (!given) return this.follow(run.command, { how, place, run }, above);
    const followed = await this.follow(given, { how, place, run }, above);
    const wrappers = run.command.allWords.slice(0, -run.command.words.length).map(({ text }) => text);
    const before = wrappers[0] === 'exec' ? wrappers.slice(1) : wrappers;
    return { ...followed, text: [...before, followed.text].join(' ') };
  }
}

/** How a script names itself. */
const ownName = /^"?(\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\}))"?$/;

/** The script that a command starts: itself, or the operand of a shell; and what it is handed. */
function scriptNamed(command: ShellCommand) {
  const { words, name } = command;
  const isShell = shells.has(name);
  const at = isShell ? words.findIndex((word, index) => index > 0 && !/^[-+]/.test(word.text)) : 0;
  const word = at === -1 ? undefined : words[at];
  const path = word?.value ?? ownName.exec(word?.text ?? '')?.[1];
  const given = at === -1 ? [] : words.slice(at + 1);
  const unknown = new Set(given.filter(({ value }) => value === undefined).map(({ source }) => source));
  const rest = ShellCommand.fromArguments(
    given.map(({ source }) => source),
    (source) => !unknown.has(source),
  );
  return { path: name === 'busybox' ? undefined : path, isExecuted: !isShell, rest };
}

/** Whether a file is a script of a Bourne shell: its first line says so or, without such a line, its name. */
function isShellScript({ source, path }: ImageFile, isExecuted: boolean): boolean {
  const interpreter = /^\s*#!\s*(.*)/.exec(source.text)?.[1];
  if (interpreter === undefined) return !isExecuted || /\.(?:sh|bash)$/.test(path) || /entrypoint|start/.test(path);
  return /\b(?:sh|bash|ash|dash|ksh|with-contenv)\b/.test(interpreter);
}

function howOf({ command, isBackground, isApart }: Run): StartedHow {
  if (isBackground) return 'background';
  if (command.wrappers.includes('exec') && !isApart) return 'exec';
  if (serviceStarted(command) !== undefined) return 'service';
  return isDaemon(command) ? 'daemon' : 'foreground';
}

/** The longest command line that is told. */
const longestLine = 120;

function lineOf(command: ShellCommand): string {
  const words = command.allWords[0]?.value === 'exec' ? command.allWords.slice(1) : command.allWords;
  const line = words
    .map(({ text, value }) => (value !== undefined && value === text && /\s/.test(text) ? JSON.stringify(text) : text))
    .join(' ');
  const flat = line
    .replace(/\\\r?\n/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return flat.length > longestLine ? `${flat.slice(0, longestLine - 3)}...` : flat;
}
