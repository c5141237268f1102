import { isWindowsImage, runsAsRoot } from '../image/base-images.ts';
import { type ImageReference, readImageReference } from '../image/reference.ts';
import type { Expansion } from './expand.ts';
import type { ValueInstruction } from './instructions/command.ts';
import type { InstructionTypes, Keyword } from './instructions/create.ts';
import type { FromInstruction } from './instructions/from.ts';
import { groupByKeyword, type Instruction } from './instructions/instruction.ts';
import { OnbuildInstruction } from './instructions/onbuild.ts';
import { RunInstruction } from './instructions/run.ts';
import { Scope } from './scope.ts';
import type { Word } from './words.ts';

/** A use of another stage: `FROM stage`, `COPY --from=stage` or `RUN --mount=from=stage`. */
export interface StageUse {
  readonly stage: Stage;
  readonly by: Instruction;
  /** The word that says which stage is meant: its name, its number, or a variable. */
  readonly word: Word;
}

/** The image a stage is built upon. */
export interface BaseImage {
  /** The reference with its variables put in. */
  readonly expansion: Expansion;
  /** Its parts; undefined when the reference turns out empty. Parts may hold `unknownValue`. */
  readonly reference: ImageReference | undefined;
}

/** Who runs commands at some point of a stage. */
export class StageUser {
  /** `user` or `user:group`, by name or number; undefined when a variable or the base image decides. */
  readonly text: string | undefined;
  /** The USER instruction that says so; undefined when none does. */
  readonly instruction: ValueInstruction | undefined;

  constructor(text: string | undefined, instruction: ValueInstruction | undefined) {
    this.text = text;
    this.instruction = instruction;
  }

  /** Whether it is known to be root. */
  get isRoot(): boolean {
    const user = this.text?.split(':')[0];
    return user === 'root' || user === '0';
  }
}

/** A build stage: a FROM and all up to the next one. */
export class Stage {
  /** Zero-based, as `COPY --from=0` counts; -1 for what stands before the first FROM. */
  readonly index: number;
  /** Undefined for what stands before the first FROM. */
  readonly from: FromInstruction | undefined;
  /** In the order of the text, FROM included, the triggers of ONBUILD not. */
  readonly instructions: Instruction[] = [];
  /** The stage this one is built upon; undefined when its base is an image. */
  readonly parent: Stage | undefined;
  /** The image this stage is built upon; undefined when its base is a stage, or when there is no FROM. */
  readonly image: BaseImage | undefined;
  readonly scope: Scope;
  /** The instructions of other stages that use this one. Filled while the Dockerfile is put together. */
  readonly usedBy: Instruction[] = [];
  /** The stages built upon this one. Filled while the Dockerfile is put together. */
  readonly children: Stage[] = [];
  /** The stages this one uses. Filled while the Dockerfile is put together. */
  readonly uses: StageUse[] = [];

  /** The image at the bottom of the lineage. */
  readonly rootImage: BaseImage | undefined;
  /** Whether it is a stage of a Windows image, where users, shells and paths are another matter. */
  readonly isWindows: boolean;
  /** Whether it starts from nothing. */
  readonly isFromScratch: boolean;

  private readonly itself: readonly Stage[] = [this];
  private inherited: StageUser | undefined;
  private byKeyword: ReadonlyMap<string, readonly Instruction[]> = new Map();
  /** How many instructions there were when they were sorted by keyword. */
  private sortedCount = 0;

  constructor(index: number, from: FromInstruction | undefined, globals: Scope, earlier: StageIndex) {
    this.index = index;
    this.from = from;
    const written = from?.image;
    const expansion = written && globals.expand(written.piece, written.span.start);
    this.parent = expansion?.value === undefined ? undefined : earlier.named(expansion.value);
    const reference = expansion && expansion.text !== '' ? readImageReference(expansion.text) : undefined;
    this.image = expansion && !this.parent ? { expansion, reference } : undefined;
    this.rootImage = this.parent ? this.parent.rootImage : this.image;
    this.isWindows = this.parent ? this.parent.isWindows : isWindowsStage(from, reference);
    this.isFromScratch = this.rootImage?.expansion.value === 'scratch';
    // Without a FROM before it, what declares variables declares them for all that follows, itself included.
    this.scope = from ? new Scope(this.parent?.scope, globals, from.escapeMark, true) : globals;
  }

  /** The name given with AS, in lower case as builders compare it. */
  get name(): string | undefined {
    return this.from?.stageName?.text.toLowerCase();
  }

  /** How to speak of the stage in a message. */
  get label(): string {
    const written = this.from?.stageName?.text;
    return written === undefined ? `stage ${this.index}` : `stage "${written}"`;
  }

  /** This stage and those it is built upon, this one first. */
  get lineage(): readonly Stage[] {
    // Remembered by all stages of a long line, these would take more memory than the file deserves.
    if (!this.parent) return this.itself;
    const stages: Stage[] = [];
    for (let stage: Stage | undefined = this; stage; stage = stage.parent) stages.push(stage);
    return stages;
  }

  /** The stages it needs to be built, itself first: those it is built upon, those it copies from, and what these need. */
  get needed(): ReadonlySet<Stage> {
    const needed = new Set<Stage>([this]);
    for (const stage of needed) for (const use of stage.uses) needed.add(use.stage);
    return needed;
  }

  /** The stage's own instructions with this keyword. */
  own<K extends Keyword>(keyword: K): readonly InstructionTypes[K][] {
    // Asked before all instructions are there, while the Dockerfile is put together, it must not remember too few.
    if (this.sortedCount !== this.instructions.length) {
      this.sortedCount = this.instructions.length;
      this.byKeyword = groupByKeyword(this.instructions);
    }
    return (this.byKeyword.get(keyword) ?? []) as unknown as InstructionTypes[K][];
  }

  /** Its RUN instructions in the order of the text, those that ONBUILD keeps for other images included. */
  get runs(): readonly RunInstruction[] {
    return this.instructions
      .map((one) => (one instanceof OnbuildInstruction ? one.trigger : one))
      .filter((one) => one instanceof RunInstruction);
  }

  /**
   * The last instruction with this keyword that holds for the stage, its own or inherited. An ENTRYPOINT resets the CMD
   * of the stages below (BuildKit v0.32, dockerfile2llb, `dispatchEntrypoint`).
   */
  last<K extends Keyword>(keyword: K): InstructionTypes[K] | undefined {
    for (const stage of this.lineage) {
      const found = stage.own(keyword).at(-1);
      if (found) return found;
      if (keyword === 'CMD' && stage.own('ENTRYPOINT').length > 0) return undefined;
    }
    return undefined;
  }

  /** The user that an instruction at an offset runs as. */
  userAt(offset: number): StageUser {
    return this.ownUserAt(offset) ?? this.inheritedUser;
  }

  /** The user that the stage's own instructions choose; undefined when none does. */
  private ownUserAt(offset: number): StageUser | undefined {
    const user = this.own('USER').findLast(({ span }) => span.end <= offset);
    return user?.value && new StageUser(this.expand(user.value).value, user);
  }

  /** The user of what it is built upon. All stages on the way remember it, so that a long line is walked once. */
  private get inheritedUser(): StageUser {
    const passed: Stage[] = [];
    let user: StageUser | undefined;
    for (let stage: Stage | undefined = this; stage && !user; stage = stage.parent) {
      passed.push(stage);
      user = stage.inherited ?? stage.parent?.ownUserAt(Number.POSITIVE_INFINITY);
    }
    user ??= this.userOfImage;
    for (const stage of passed) stage.inherited = user;
    return user;
  }

  private get userOfImage(): StageUser {
    const image = this.rootImage?.reference;
    const isRoot = !this.isWindows && (this.isFromScratch || image === undefined || runsAsRoot(image));
    return new StageUser(isRoot ? 'root' : undefined, undefined);
  }

  /** The user that the stage's image runs as. */
  get user(): StageUser {
    return this.userAt(Number.POSITIVE_INFINITY);
  }

  /**
   * The working directory of an instruction at an offset, as WORKDIR instructions say; undefined when there is none, or
   * when a variable or the base image decides.
   */
  workingFolderAt(offset: number): string | undefined {
    let folder = '';
    for (const stage of this.lineage) {
      const before = stage === this ? offset : Number.POSITIVE_INFINITY;
      for (const { value } of stage
        .own('WORKDIR')
        .filter(({ span }) => span.end <= before)
        .toReversed()) {
        const path = value && stage.expand(value).value;
        if (path === undefined) return undefined;
        folder = folder === '' ? path : `${path.replace(/\/$/, '')}/${folder}`;
        if (path.startsWith('/')) return folder;
      }
    }
    return undefined;
  }

  /** A word of one of the stage's instructions with its variables put in. */
  expand(word: Pick<Word, 'piece' | 'span'>): Expansion {
    return this.scope.expand(word.piece, word.span.start);
  }
}

function isWindowsStage(from: FromInstruction | undefined, image: ImageReference | undefined): boolean {
  const platform = from?.platform?.value?.text ?? '';
  return platform.startsWith('windows/') || (image !== undefined && isWindowsImage(image));
}

/** The stages of a file, by name and number. */
export class StageIndex {
  readonly stages: Stage[] = [];
  private readonly byName = new Map<string, Stage>();

  add(stage: Stage): void {
    this.stages.push(stage);
    if (stage.name !== undefined) this.byName.set(stage.name, stage);
  }

  /** The stage of that name, case aside; of several, the last. */
  named(name: string): Stage | undefined {
    return this.byName.get(name.toLowerCase());
  }

  /** The stage that `COPY --from` and `--mount=from=` mean: a name, or else a number. */
  find(reference: string): Stage | undefined {
    return this.named(reference) ?? (/^\d+$/.test(reference) ? this.stages[Number(reference)] : undefined);
  }
}
