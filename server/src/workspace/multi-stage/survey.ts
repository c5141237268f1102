import { Refusal } from '../../core/fix.ts';
import { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import { RunInstruction } from '../../dockerfile/instructions/run.ts';
import type { Stage } from '../../dockerfile/stage.ts';
import { accountOf, isRootName, makesAccount, userPart } from '../../shell/accounts.ts';
import { compiles } from '../../shell/build-tools.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { packageAction } from '../../shell/package-managers/index.ts';
import type { BuildContext } from '../build-context.ts';
import { outermost } from './contents.ts';
import { copiedItems, type Item } from './copied.ts';
import { fileEffect } from './file-commands.ts';
import { belongsToSystem, isScratch, isWithin, resolvePath } from './paths.ts';

/** A command of the build, and the folder it runs in. */
export interface PlacedCommand {
  readonly command: ShellCommand;
  readonly folder: string;
}

/** What the instructions up to some point make of the base image, as far as it matters to a program that runs later. */
export interface Survey {
  /** The working directory at the end. */
  readonly folder: string;
  readonly items: readonly Item[];
  /** Where the build's own tools ran and so left what they made: compiled files, packages of a project. */
  readonly workFolders: readonly string[];
  /** Every command that was run, in order. */
  readonly commands: readonly PlacedCommand[];
  /** Who owns the files that do not belong to root; undefined when all do. */
  readonly owner: string | undefined;
  /** Whether the working directory itself belongs to that user, who may then make files in it. */
  readonly ownsFolder: boolean;
  /** What belongs to that user; undefined where the user ran commands, or a pattern says it: then it may be anything. */
  readonly owned: readonly string[] | undefined;
  /** Users and groups made by the way, which another stage does not have. */
  readonly accounts: readonly string[];
}

/** What a language's tools leave behind: within the working directory and their own caches, or a reason to refuse. */
export type ReadsCommand = (command: ShellCommand) => boolean | Refusal;

/** What a survey asks of a language. */
interface Tools {
  readonly reads: ReadsCommand;
  readonly isTool?: (copy: CopyInstruction) => boolean;
}

/**
 * Follows the instructions of a stage and notes what they leave behind. Refuses at the first whose traces are not
 * known: whatever it left would be missing at run time. `repeated` are the RUNs that the other stage repeats.
 */
export function survey(
  instructions: readonly Instruction[],
  startFolder: string,
  language: Tools,
  repeated: ReadonlySet<Instruction>,
  project: BuildContext | undefined,
): Promise<Survey | Refusal> {
  return new Surveyor(startFolder, language, repeated, project).follow(instructions);
}

class Surveyor {
  private folder: string;
  private readonly language: Tools;
  private readonly repeated: ReadonlySet<Instruction>;
  private readonly project: BuildContext | undefined;
  private items: Item[] = [];
  private readonly commands: PlacedCommand[] = [];
  private readonly owners = new Set<string>();
  private readonly ownedFolders: string[] = [];
  private owned: string[] = [];
  private isOwnedKnown = true;
  private user = 'root';
  private readonly accounts: string[] = [];

  constructor(folder: string, language: Tools, repeated: ReadonlySet<Instruction>, project: BuildContext | undefined) {
    this.folder = folder;
    this.language = language;
    this.repeated = repeated;
    this.project = project;
  }

  async follow(instructions: readonly Instruction[]): Promise<Survey | Refusal> {
    for (const instruction of instructions) {
      const refusal = await this.take(instruction);
      if (refusal) return refusal;
    }
    const [owner, ...others] = this.owners;
    if (others.length > 0) {
      return new Refusal(`The files belong to several users (${[...this.owners].join(', ')}): copy them by hand.`);
    }
    const { folder, items, commands, accounts } = this;
    const ownsFolder = owner !== undefined && this.ownedFolders.some((owned) => isWithin(owned, folder));
    const workFolders = [...new Set(commands.filter(worksInFolder).map((one) => one.folder))];
    const isKnown = this.isOwnedKnown && !this.owned.some((path) => /[*?[]/.test(path));
    const owned = isKnown ? outermost(this.owned) : undefined;
    return { folder, items, workFolders, commands, owner, ownsFolder, owned, accounts };
  }

  private async take(instruction: Instruction): Promise<Refusal | undefined> {
    if (instruction instanceof RunInstruction) return this.takeRun(instruction);
    if (instruction instanceof CopyInstruction) return this.takeCopy(instruction);
    if (instruction.keyword === 'WORKDIR') {
      const path = expanded(instruction.stage, instruction.arguments, instruction);
      if (path === undefined) return new Refusal('A variable that only the build knows decides on the WORKDIR.');
      this.folder = resolvePath(this.folder, path);
      // BuildKit makes a working directory for the user of that moment.
      if (!isRootName(this.user)) this.ownedFolders.push(this.folder);
    } else if (instruction.keyword === 'USER') {
      const user = expanded(instruction.stage, instruction.arguments, instruction);
      if (user === undefined) return new Refusal('A variable that only the build knows decides on the USER.');
      this.user = user;
      if (!isRootName(user)) this.isOwnedKnown = false;
      this.own(user);
    }
    return undefined;
  }

  private async takeCopy(copy: CopyInstruction): Promise<Refusal | undefined> {
    if (copy.from && this.language.isTool?.(copy)) return undefined;
    const copied = await copiedItems(copy, this.folder, this.project);
    if (copied instanceof Refusal) return copied;
    const owner = copy.flag('chown')?.value;
    if (owner) {
      const name = copy.stage.expand(owner).value ?? owner.text;
      this.own(name);
      if (!isRootName(name)) this.owned.push(...copied.map(({ path }) => path));
    }
    for (const item of copied) this.add(item);
    return undefined;
  }

  private takeRun(run: RunInstruction): Refusal | undefined {
    if (run.form.kind === 'shell' && !run.form.script) return new Refusal('The shell of a RUN is not understood.');
    // Where a subshell ends is not in the list of commands, so what comes after it might be placed wrongly.
    if (run.form.kind === 'shell' && /\(\s*cd\s/.test(run.form.text.text)) {
      return new Refusal('A RUN changes the folder in a subshell.');
    }
    let folder = this.folder;
    for (const command of run.commands) {
      if (command.name === 'cd') {
        const target = command.operands[0];
        if (target === undefined && command.arguments.length > 0) {
          return new Refusal('A variable decides in which folder a command runs.');
        }
        folder = resolvePath(folder, target ?? '/root');
      }
      this.commands.push({ command, folder });
      const refusal = this.takeCommand(command, folder, this.repeated.has(run));
      if (refusal) return refusal;
    }
    return undefined;
  }

  private takeCommand(command: ShellCommand, folder: string, isRepeated: boolean): Refusal | undefined {
    if (packageAction(command)?.manager.kind === 'system') return undefined;
    if (makesAccount(command)) {
      const account = isRepeated ? undefined : accountOf(command);
      if (account !== undefined) this.accounts.push(account);
      return undefined;
    }
    const known = this.language.reads(command);
    if (known instanceof Refusal) return known;
    const effect = fileEffect(command, folder);
    if (!effect && !known) {
      const what = command.name === '' ? command.words[0]?.text : command.name;
      return new Refusal(`A RUN calls "${what}": what that leaves behind for the program is not known.`);
    }
    for (const path of effect?.removes ?? []) this.remove(path);
    if (effect?.owns) {
      this.own(effect.owns.owner);
      this.ownedFolders.push(...effect.owns.paths);
      if (!isRootName(effect.owns.owner)) this.owned.push(...effect.owns.paths);
    }
    if (isRepeated || !effect) return undefined;
    const lasting = effect.makes.filter((path) => !isScratch(path));
    if (command.place.conditional && lasting[0] !== undefined) {
      return new Refusal(`Whether ${lasting[0]} is made depends on a condition.`);
    }
    for (const path of lasting) this.add({ path, source: undefined });
    return undefined;
  }

  private add(item: Item): void {
    if (!isScratch(item.path) && !belongsToSystem(item.path)) this.items.push(item);
  }

  private remove(path: string): void {
    this.items = this.items.filter((item) => !isWithin(path, item.path));
    this.owned = this.owned.filter((owned) => !isWithin(path, owned));
  }

  private own(owner: string): void {
    const isKnown = [...this.owners].some((other) => userPart(other) === userPart(owner));
    if (!isRootName(owner) && !isKnown) this.owners.add(owner);
  }
}

/** Whether a command builds, or installs packages into the folder it runs in. */
function worksInFolder({ command }: PlacedCommand): boolean {
  if (compiles(command)) return true;
  const action = packageAction(command);
  const installs = action?.kind === 'install' || action?.kind === 'dependencies';
  return action?.manager.kind === 'language' && installs && !command.has('-g', '--global');
}

function expanded(stage: Stage, piece: Instruction['arguments'], at: Instruction): string | undefined {
  return stage.scope.expand(piece, at.span.start).value;
}
