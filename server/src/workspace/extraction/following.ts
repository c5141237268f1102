import { Refusal } from '../../core/fix.ts';
import type { Dockerfile } from '../../dockerfile/dockerfile.ts';
import { CopyInstruction, isArchive, isRemote } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { workingFolderAt } from '../../dockerfile/working-folder.ts';
import { officialName } from '../../image/reference.ts';
import { type PackageAction, type PackageManager, packageAction } from '../../shell/package-managers/index.ts';
import { globMatcher } from '../../text/globs.ts';
import type { BuildContext } from '../build-context.ts';
import { copiedItems } from '../multi-stage/copied.ts';
import { belongsToSystem, isWithin, resolvePath } from '../multi-stage/paths.ts';
import { bundleOf } from './bundles.ts';
import { type CommandPlace, type Traces, tracesOf } from './command-traces.ts';
import { configuredPrefix, prefixConfigured, unknownPrefix } from './tool-traces.ts';

/** What instructions leave behind, all told: absolute paths. */
export interface LeftBehind {
  /** Files and folders that were put there by name. */
  readonly items: readonly string[];
  readonly links: readonly string[];
  readonly writesBelow: readonly string[];
  readonly worksIn: readonly string[];
  /** Archives that were unpacked. */
  readonly unpacked: readonly string[];
  /** The package managers of languages that keep what they download outside of the project. */
  readonly stores: readonly PackageManager[];
  /** Packages of the distribution that were installed. */
  readonly packages: readonly PackageAction[];
  /** The names of the programs that were called. */
  readonly called: ReadonlySet<string>;
  /** Programs that were installed in other ways. */
  readonly programs: readonly string[];
}

/** Stands for a working directory that is not known. */
const unknownFolder = '/\0folder';

/** Follows instructions of a stage; refuses at the first that may leave behind what nobody can tell. */
export async function follow(
  instructions: readonly Instruction[],
  dockerfile: Dockerfile,
  project: BuildContext | undefined,
): Promise<LeftBehind | Refusal> {
  const [first] = instructions;
  if (!first) return new Refusal('There are no instructions.');
  const follower = new Follower(dockerfile, first.stage, first.span.start, project);
  for (const instruction of instructions) {
    const refusal = await follower.take(instruction);
    if (refusal) return refusal;
  }
  return follower.leftBehind();
}

class Follower {
  private readonly dockerfile: Dockerfile;
  private readonly stage: Stage;
  private readonly project: BuildContext | undefined;
  private folder: string;
  private prefix = '/usr/local';
  private items: string[] = [];
  private links: string[] = [];
  private writesBelow: string[] = [];
  private readonly worksIn: string[] = [];
  private readonly unpacked: string[] = [];
  private readonly stores: PackageManager[] = [];
  private readonly packages: PackageAction[] = [];
  private readonly programs: string[] = [];
  private readonly called = new Set<string>();

  constructor(dockerfile: Dockerfile, stage: Stage, offset: number, project: BuildContext | undefined) {
    this.dockerfile = dockerfile;
    this.stage = stage;
    this.project = project;
    this.folder = resolvePath('/', workingFolderAt(stage, offset) ?? unknownFolder);
  }

  leftBehind(): LeftBehind | Refusal {
    const { items, links, writesBelow, worksIn, unpacked, stores, packages, programs, called } = this;
    const paths = [...items, ...writesBelow];
    if (paths.some((path) => isWithin(unknownPrefix, path))) {
      return new Refusal('A variable decides on the folder that is installed to.');
    }
    if (paths.some((path) => isWithin(unknownFolder, path))) {
      return new Refusal('In which folder the instructions work is not known: set a WORKDIR above them.');
    }
    return { items, links, writesBelow, worksIn, unpacked, stores, packages, programs, called };
  }

  async take(instruction: Instruction): Promise<Refusal | undefined> {
    if (instruction instanceof RunInstruction) return this.takeRun(instruction);
    if (instruction instanceof CopyInstruction) return this.takeCopy(instruction);
    if (instruction.keyword === 'WORKDIR') {
      const path = this.stage.scope.expand(instruction.arguments, instruction.span.start).value;
      if (path === undefined) return new Refusal('A variable that only the build knows decides on the WORKDIR.');
      this.folder = resolvePath(this.folder, path);
    }
    return undefined;
  }

  private async takeCopy(copy: CopyInstruction): Promise<Refusal | undefined> {
    const owner = copy.flag('chown')?.value?.text;
    if (owner !== undefined && !/^(?:root|0)(?::(?:root|0))?$/.test(owner)) {
      return new Refusal('A COPY gives its files to a user: leave it below.');
    }
    const isUnpacked = ({ text }: { text: string }) => isRemote(text) || (copy.keyword === 'ADD' && isArchive(text));
    if (!copy.from && !copy.sources.some(isUnpacked)) {
      const copied = await copiedItems(copy, this.folder, this.project);
      if (copied instanceof Refusal) return copied;
      this.items.push(...copied.map(({ path }) => path));
      return undefined;
    }
    const { expandedDestination: destination } = copy;
    if (destination === undefined) return new Refusal('A variable that only the build knows decides where files go.');
    const target = resolvePath(this.folder, destination);
    if (!belongsToSystem(target)) this.items.push(target);
    else return new Refusal(`Files of unknown names are put into ${target}, among those of the system.`);
    return undefined;
  }

  private async takeRun(run: RunInstruction): Promise<Refusal | undefined> {
    const { form, commands } = run;
    if ((form.kind === 'shell' && !form.script) || commands.length === 0) {
      return new Refusal('What a RUN does is not understood.');
    }
    if (form.kind === 'shell' && /\(\s*cd\s/.test(form.text.text)) {
      return new Refusal('A RUN changes the folder in a subshell.');
    }
    const mounted = run.mounts.map(({ target }) => resolvePath(this.folder, target ?? '/\0none'));
    const { dockerfile, stage, project } = this;
    let { folder } = this;
    for (const command of commands) {
      if (command.name === 'cd') {
        const target = command.operands[0];
        if (target === undefined && command.arguments.length > 0) {
          return new Refusal('A variable decides in which folder a command runs.');
        }
        folder = resolvePath(folder, target ?? '/root');
        continue;
      }
      this.called.add(command.name);
      const action = packageAction(command);
      if (action?.manager.kind === 'system') this.packages.push(action);
      else if (action?.manager.cache?.isStore) this.stores.push(action.manager);
      this.prefix = prefixConfigured(command, folder) ?? this.prefix;
      const traces = tracesOf(command, this.placeIn(folder));
      if (traces instanceof Refusal) return traces;
      const bundle = await bundleOf(command, folder, { dockerfile, stage, offset: run.span.start, context: project });
      const known = bundle === undefined ? traces : { makes: [resolvePath(folder, bundle)], worksIn: [folder] };
      const refusal = this.note(known, mounted, command.place.conditional || command.place.substituted);
      if (refusal) return refusal;
    }
    return undefined;
  }

  private placeIn(folder: string): CommandPlace {
    const image = this.stage.rootImage?.reference;
    const path = this.stage.scope.find('PATH', Number.POSITIVE_INFINITY)?.value;
    const searchPath = path ? this.stage.scope.expand(path.piece, path.span.start).text.split(':') : [];
    const made = [...this.items, ...this.writesBelow];
    return { folder, image: image && officialName(image), searchPath, made };
  }

  private note(traces: Traces, mounted: readonly string[], isConditional: boolean): Refusal | undefined {
    // What lies in a mount is gone when the instruction is done.
    const stays = (path: string) => !mounted.some((target) => isWithin(target, path));
    const placed = (path: string) => (path === configuredPrefix ? this.prefix : path);
    const makes = (traces.makes ?? []).map(placed).filter(stays);
    const [first] = makes;
    if (isConditional && first !== undefined && !this.items.some((item) => isWithin(item, first))) {
      return new Refusal(`Whether ${first} is made depends on a condition.`);
    }
    const gone = (traces.removes ?? []).find((path) => !this.isOwn(path));
    if (gone !== undefined) return new Refusal(`${gone} is removed, which would stay where it is.`);
    for (const path of traces.removes ?? []) this.remove(path);
    this.items.push(...makes);
    this.links.push(...(traces.links ?? []).filter(stays));
    this.writesBelow.push(...(traces.writesBelow ?? []).filter(stays));
    this.worksIn.push(...(traces.worksIn ?? []));
    this.unpacked.push(...(traces.unpacks ?? []));
    this.programs.push(...(traces.installs ?? []));
    return undefined;
  }

  /** Whether what is removed was put there by these instructions, or is nothing that anybody relies on. */
  private isOwn(path: string): boolean {
    if (
      /^\/(?:tmp|var\/(?:tmp|cache|log|lib\/(?:apt|dpkg))|root\/\.|usr\/share\/(?:doc|man|info|locale))(?:\/|$)/.test(
        path,
      )
    )
      return true;
    const plain = path.replace(/\/?[^/]*[*?[].*$/, '');
    return [...this.items, ...this.writesBelow, ...this.worksIn].some((own) => isWithin(own, plain));
  }

  private remove(path: string): void {
    // Of names with a pattern in them the shell decides which are there.
    const pattern = /[*?]/.test(path) ? globMatcher(path, { dot: true }) : undefined;
    const stays = (one: string) => !(pattern ? pattern(one) : isWithin(path, one));
    this.items = this.items.filter(stays);
    this.links = this.links.filter(stays);
    this.writesBelow = this.writesBelow.filter(stays);
  }
}
