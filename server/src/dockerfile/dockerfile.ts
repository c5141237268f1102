import { type ImageReference, readImageReference } from '../image/reference.ts';
import type { Span } from '../text/span.ts';
import { CommandIndex, type RunCommand } from './command-index.ts';
import { createInstruction, type InstructionTypes, type Keyword } from './instructions/create.ts';
import type { FromInstruction } from './instructions/from.ts';
import { groupByKeyword, type Instruction, type Shell } from './instructions/instruction.ts';
import { KeyValueInstruction } from './instructions/key-value.ts';
import { OnbuildInstruction } from './instructions/onbuild.ts';
import { type FileLines, readLines } from './lines.ts';
import { type Problem, problemsOf } from './problems/index.ts';
import { referencesOf } from './references.ts';
import { type BuildArguments, Scope } from './scope.ts';
import { Stage, StageIndex, type StageUse } from './stage.ts';
import type { Word } from './words.ts';

/** A Dockerfile, understood: its instructions, its stages, and how they hang together. All offsets are the file's. */
export class Dockerfile {
  readonly text: string;
  /** The last segment of the file's path, such as `Dockerfile.dev`, which may say what the file is for. */
  readonly fileName: string;
  readonly lines: FileLines;
  /** In the order of the text; the triggers of ONBUILD follow their ONBUILD. */
  readonly allInstructions: readonly Instruction[];
  /** The stages, each beginning with its FROM. */
  readonly stages: readonly Stage[];
  /** What stands before the first FROM: global ARGs, and whatever should not be there. */
  readonly preamble: Stage;
  /** The arguments that FROM may use. */
  readonly globals: Scope;
  private readonly byKeyword: ReadonlyMap<string, readonly Instruction[]>;
  private readonly index = new StageIndex();
  private commands: CommandIndex | undefined;
  private foundProblems: readonly Problem[] | undefined;
  private shipped: ReadonlySet<Stage> | undefined;
  private withArguments: Map<string, Dockerfile> | undefined;

  /** `given` are the arguments of a build: with them, it is as that build sees it. */
  constructor(text: string, fileName = 'Dockerfile', given?: BuildArguments) {
    this.text = text;
    this.fileName = fileName;
    this.lines = readLines(text);
    this.globals = new Scope(undefined, undefined, this.lines.escapeMark, false, given);
    this.preamble = new Stage(-1, undefined, this.globals, this.index);
    this.allInstructions = this.putTogether();
    this.byKeyword = groupByKeyword(this.allInstructions);
    this.stages = this.index.stages;
    this.linkStages();
  }

  /** All instructions with a keyword, ONBUILD triggers included, in the order of the text. */
  instructions<K extends Keyword>(keyword: K): readonly InstructionTypes[K][] {
    return (this.byKeyword.get(keyword) ?? []) as unknown as InstructionTypes[K][];
  }

  /** The instruction that holds an offset, here-documents included; of an ONBUILD its trigger, where that holds it. */
  instructionAt(offset: number): Instruction | undefined {
    return this.allInstructions.findLast(({ span }) => span.start <= offset && offset <= span.end);
  }

  /** The commands of RUN instructions that run one of these programs, in the order of the text. */
  commandsNamed(...programs: readonly string[]): readonly RunCommand[] {
    this.commands ??= new CommandIndex(this.instructions('RUN'));
    return this.commands.named(programs);
  }

  /** The same as a build sees it that is given arguments, at the same places; itself where it asks for none of them. */
  builtWith(given: BuildArguments): Dockerfile {
    const asked = new Set(this.instructions('ARG').flatMap(({ pairs }) => pairs.map(({ key }) => key.text)));
    const used = [...given].filter(([name]) => asked.has(name));
    if (used.length === 0) return this;
    const key = JSON.stringify(used.map(([name, value]) => [name, value ?? null]));
    this.withArguments ??= new Map();
    const dockerfile = this.withArguments.get(key) ?? new Dockerfile(this.text, this.fileName, new Map(used));
    this.withArguments.set(key, dockerfile);
    return dockerfile;
  }

  /**
   * Whether the `syntax` directive names another frontend than Docker's own, or a copy of that in another registry:
   * such a one may have instructions that nobody else knows.
   */
  get hasOtherFrontend(): boolean {
    const directive = this.lines.directives.find(({ name }) => name === 'syntax');
    const [image] = directive?.value.split(/\s+/) ?? [];
    return (
      image !== undefined && !/(?:^|\/)docker\/dockerfile(?:-upstream)?$/.test(readImageReference(image).repository)
    );
  }

  /** Everything a builder would refuse, in the order of the text. */
  get problems(): readonly Problem[] {
    this.foundProblems ??= problemsOf(this);
    return this.foundProblems;
  }

  /** The stage that is built when nobody asks for another. A fragment without FROM counts as one. */
  get finalStage(): Stage {
    return this.stages.at(-1) ?? this.preamble;
  }

  /** The stages that somebody may ask for: those that no other stage uses. */
  get targets(): readonly Stage[] {
    if (this.stages.length === 0) return [this.preamble];
    return this.stages.filter(({ usedBy }) => usedBy.length === 0);
  }

  /** Whether a stage's files are in the image that ships: the final stage, and what it is built upon. */
  isShipped(stage: Stage): boolean {
    this.shipped ??= new Set(this.finalStage.lineage);
    return this.shipped.has(stage);
  }

  /** The stage of that name, or else of that number, wherever it stands. */
  stageNamed(reference: string): Stage | undefined {
    return this.index.find(reference);
  }

  /** The stage a `--from` means at a stage: an earlier one, by name or number. */
  stageReferredTo(reference: string, at: Stage): Stage | undefined {
    const stage = this.index.find(reference);
    return stage && stage.index < at.index ? stage : undefined;
  }

  /** Where other stages use a stage, in the order of the text. */
  usesOf(stage: Stage): readonly StageUse[] {
    return this.stages.flatMap(({ uses }) => uses.filter((use) => use.stage === stage));
  }

  /** The images that files are taken from: by `COPY --from` and by mounts, where these name no stage. */
  get copiedImages(): readonly { readonly reference: ImageReference; readonly span: Span }[] {
    return this.allInstructions.flatMap((instruction) =>
      referencesOf(instruction).flatMap((word) => {
        const { text, value } = instruction.stage.expand(word);
        const isStage = value === undefined || this.index.find(value) !== undefined || /^\d+$/.test(value);
        return isStage ? [] : [{ reference: readImageReference(text), span: word.span }];
      }),
    );
  }

  private putTogether(): Instruction[] {
    const all: Instruction[] = [];
    let stage = this.preamble;
    let shell = defaultShell;
    const shells = new Map<Stage, Shell>();
    for (const lines of this.lines.instructions) {
      const instruction = createInstruction({
        piece: { text: lines.text, start: lines.span.start },
        heredocs: lines.heredocs,
        comments: lines.comments,
        blankLines: lines.blankLines,
        escapeMark: this.lines.escapeMark,
        fileText: this.text,
      });
      if (instruction.keyword === 'FROM') {
        shells.set(stage, shell);
        stage = new Stage(this.index.stages.length, instruction as FromInstruction, this.globals, this.index);
        this.index.add(stage);
        shell = (stage.parent && shells.get(stage.parent)) ?? shellOfImage(stage);
      }
      stage.instructions.push(instruction);
      instruction.place(stage, shell);
      all.push(instruction);
      if (instruction instanceof OnbuildInstruction && instruction.trigger) {
        instruction.trigger.place(stage, shell, instruction);
        all.push(instruction.trigger);
      }
      if (instruction instanceof KeyValueInstruction && instruction.keyword !== 'LABEL') {
        // Before the first FROM only ARG has a meaning, and what it declares is global.
        (stage === this.preamble && this.index.stages.length === 0 ? this.globals : stage.scope).declare(instruction);
      }
      if (instruction.keyword === 'SHELL') shell = shellOf((instruction as InstructionTypes['SHELL']).shellWords);
    }
    return all;
  }

  private linkStages(): void {
    for (const stage of this.stages) {
      stage.parent?.children.push(stage);
      if (stage.parent && stage.from?.image) link(stage, stage.parent, stage.from, stage.from.image);
      for (const instruction of stage.instructions) {
        for (const word of referencesOf(instruction)) {
          const { value } = stage.expand(word);
          const used = value === undefined ? undefined : this.stageReferredTo(value, stage);
          if (used) link(stage, used, instruction, word);
        }
      }
    }
  }
}

function link(user: Stage, used: Stage, by: Instruction, word: Word): void {
  user.uses.push({ stage: used, by, word });
  used.usedBy.push(by);
}

const defaultShell: Shell = { words: ['/bin/sh', '-c'], isBourne: true };

function shellOfImage({ isWindows }: Stage): Shell {
  return isWindows ? { words: ['cmd', '/S', '/C'], isBourne: false } : defaultShell;
}

function shellOf(words: readonly string[]): Shell {
  const program = words[0]?.replace(/^.*[\\/]/, '').replace(/\.exe$/i, '') ?? '';
  return { words, isBourne: !/^(?:cmd|powershell|pwsh|python\d*|perl|ruby|node|fish)$/i.test(program) };
}
