import { Notes } from '../../core/notes.ts';
import type { Dockerfile } from '../dockerfile.ts';
import { unknownValue } from '../expand.ts';
import { CopyInstruction, isRemote } from '../instructions/copy.ts';
import type { Instruction } from '../instructions/instruction.ts';
import { RunInstruction } from '../instructions/run.ts';
import type { Stage } from '../stage.ts';
import { referencedVariables } from '../variables.ts';
import type { BuildStep, StepInput } from './build-step.ts';
import { ContextPaths } from './context-paths.ts';

/** The steps that build a stage, as BuildKit sees them: those of other stages that it needs first, in the order of the text. */
export class BuildGraph {
  readonly dockerfile: Dockerfile;
  /** The stage that is built. */
  readonly target: Stage;
  /** Every step before those that need it. */
  readonly steps: readonly BuildStep[];
  private readonly last = new Map<Stage, BuildStep>();

  private constructor(dockerfile: Dockerfile, target: Stage) {
    this.dockerfile = dockerfile;
    this.target = target;
    const { needed } = target;
    const steps: BuildStep[] = [];
    for (const stage of dockerfile.stages) if (needed.has(stage)) steps.push(...this.stepsOf(stage));
    this.steps = steps;
  }

  private static readonly known = new Notes<Stage, BuildGraph>();

  /** The graph that builds a stage of a Dockerfile; the same one for the same stage. */
  static of(dockerfile: Dockerfile, target: Stage): BuildGraph {
    const graph = BuildGraph.known.get(target) ?? new BuildGraph(dockerfile, target);
    BuildGraph.known.set(target, graph);
    return graph;
  }

  /** The last step of a stage, or of what it is built upon; undefined when there is none, as in a stage from `scratch`. */
  lastOf(stage: Stage): BuildStep | undefined {
    for (const one of stage.lineage) {
      const step = this.last.get(one);
      if (step) return step;
    }
    return undefined;
  }

  private stepsOf(stage: Stage): readonly BuildStep[] {
    const steps: BuildStep[] = [];
    const add = (instruction: Instruction, inputs: readonly StepInput[], isLinked = false) => {
      const onto = this.lastOf(stage);
      const state: readonly StepInput[] = onto && !isLinked ? [{ kind: 'state', step: onto }] : [];
      const step = { instruction, stage, inputs: [...state, ...inputs], onto, isLinked };
      steps.push(step);
      this.last.set(stage, step);
    };
    const { image, isFromScratch } = stage;
    if (stage.from && image && !isFromScratch) {
      add(stage.from, [{ kind: 'image', reference: image.expansion.text }, this.variablesIn(stage.from)]);
    }
    for (const instruction of stage.instructions) {
      if (instruction instanceof RunInstruction) add(instruction, this.inputsOfRun(instruction));
      else if (instruction instanceof CopyInstruction) {
        add(instruction, this.inputsOfCopy(instruction), instruction.isOn('link'));
      } else if (instruction.keyword === 'WORKDIR') add(instruction, [this.variablesIn(instruction)]);
    }
    return steps;
  }

  /**
   * All variables are part of what RUN is carried out with, whether it uses them or not: ARGs from the line on where they
   * are declared (Dockerfile reference, "Impact on build caching").
   */
  private inputsOfRun(run: RunInstruction): readonly StepInput[] {
    const mounts = run.mounts.flatMap(({ type, from, flag }): readonly StepInput[] => {
      if (type !== 'bind' && type !== 'cache') return [];
      const source = flag.options.find(({ key }) => /^(?:source|src)$/i.test(key))?.value;
      if (from) return [this.from(from.name, run.stage)];
      // What a cache mount holds is never part of what is compared.
      return type === 'bind' ? [{ kind: 'files', paths: ContextPaths.of([source ?? '.']) }] : [];
    });
    return [...mounts, { kind: 'variables', names: () => run.stage.scope.namesAt(run.span.start) }];
  }

  private inputsOfCopy(copy: CopyInstruction): readonly StepInput[] {
    const { from, stage, expandedSources: sources } = copy;
    const inputs: StepInput[] = [this.variablesIn(copy)];
    if (from) return [this.from(stage.expand(from).text, stage), ...inputs];
    const isRemoteSource = (source: string) => copy.keyword === 'ADD' && isRemote(source);
    // What only the build knows may be anything.
    const local = sources.filter((source) => !isRemoteSource(source)).map((one) => one.replaceAll(unknownValue, '*'));
    if (local.length > 0) {
      inputs.push({ kind: 'files', paths: ContextPaths.ofCopy(copy, local) });
    }
    for (const address of sources.filter(isRemoteSource)) inputs.push({ kind: 'remote', address });
    return inputs;
  }

  /** What `from` leads to: a stage before, or an image, or a context that has a name. */
  private from(name: string, at: Stage): StepInput {
    const stage = this.dockerfile.stageReferredTo(name, at);
    return stage ? { kind: 'stage', stage } : { kind: 'image', reference: name };
  }

  private variablesIn(instruction: Instruction): StepInput {
    return {
      kind: 'variables',
      names: () => referencedVariables(instruction, this.dockerfile.text).map(({ name }) => name),
    };
  }
}
