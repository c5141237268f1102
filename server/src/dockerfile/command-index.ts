import type { ShellCommand } from '../shell/command.ts';
import type { RunInstruction } from './instructions/run.ts';

/** A command, and the RUN instruction it stands in. */
export interface RunCommand {
  readonly run: RunInstruction;
  readonly command: ShellCommand;
}

/** A command with its place among all commands of the file. */
interface Entry extends RunCommand {
  readonly order: number;
}

const nothing: readonly RunCommand[] = [];

/** The commands of all RUN instructions by the program they run, so that whoever looks for one need not see them all. */
export class CommandIndex {
  private readonly byName = new Map<string, Entry[]>();

  constructor(runs: readonly RunInstruction[]) {
    let order = 0;
    for (const run of runs) {
      for (const command of run.commands) {
        const entry = { run, command, order: order++ };
        const others = this.byName.get(command.name);
        if (others) others.push(entry);
        else this.byName.set(command.name, [entry]);
      }
    }
  }

  /** The commands that run one of these programs, in the order of the text. */
  named(programs: readonly string[]): readonly RunCommand[] {
    const [only, ...more] = programs.flatMap((program) => {
      const entries = this.byName.get(program);
      return entries ? [entries] : [];
    });
    if (!only) return nothing;
    return more.length === 0 ? only : [...only, ...more.flat()].sort((one, other) => one.order - other.order);
  }
}
