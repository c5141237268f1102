import type { ShellScript } from '../shell/script.ts';
import { CommandInstruction, HealthcheckInstruction, type ProcessForm } from './instructions/command.ts';
import type { Instruction } from './instructions/instruction.ts';
import { RunInstruction } from './instructions/run.ts';

/** What runs or keeps a command line: RUN, CMD and ENTRYPOINT themselves, and the CMD in a HEALTHCHECK. */
export function commandLineOf(instruction: Instruction): RunInstruction | CommandInstruction | undefined {
  if (instruction instanceof RunInstruction || instruction instanceof CommandInstruction) return instruction;
  return instruction instanceof HealthcheckInstruction ? instruction.command : undefined;
}

/** The command line that an instruction runs or keeps: of RUN, CMD, ENTRYPOINT and HEALTHCHECK; of no other. */
export function processFormOf(instruction: Instruction): ProcessForm | undefined {
  return commandLineOf(instruction)?.form;
}

/** The shell scripts in an instruction: its own, and those that it hands to further shells, `sh -c "..."`. */
export function scriptsOf(instruction: Instruction): readonly ShellScript[] {
  const { script } = processFormOf(instruction) ?? {};
  if (!script) return [];
  return [script, ...script.commands.flatMap((command) => command.script ?? [])];
}
