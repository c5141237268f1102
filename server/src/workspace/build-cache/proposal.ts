import type { Built, FixContext } from '../../core/fix.ts';
import type { CopyInstruction } from '../../dockerfile/instructions/copy.ts';
import type { Instruction } from '../../dockerfile/instructions/instruction.ts';
import type { RunInstruction } from '../../dockerfile/instructions/run.ts';

/** A change of a Dockerfile after which a builder may have less to do. Whether it has, the history says. */
export interface Proposal {
  /** What it does, in the imperative: `Copy the dependency files first`. */
  readonly title: string;
  /** Where it is offered. */
  readonly at: readonly Instruction[];
  /** The step that is to be carried out less often; of a COPY that becomes several, one of them. */
  readonly step: RunInstruction | CopyInstruction;
  /** Of several proposals for one instruction that exclude one another, only the best is told. */
  readonly choice?: Instruction;
  /** The variables that are taken to have another value in each build. */
  readonly changing?: ReadonlySet<string>;
  build(context: FixContext): Built | Promise<Built>;
}
