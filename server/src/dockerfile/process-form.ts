import type { ShellScript } from '../shell/script.ts';
import { CommandInstruction, HealthcheckInstruction, type ProcessForm } from './instructions/command.ts';
import type { Instruction } from './instructions/instruction.ts';
import { RunInstruction } from './instructions/run.ts';

/** The command line that an instruction runs or keeps: of RUN, CMD, ENTRYPOINT and HEALTHCHECK; of no other. */
export function processFormOf(instruction: Instruction): ProcessForm | undefined {
  if (instruction instanceof RunInstruction || instruction instanceof CommandInstruction) return instruction.form;
  return instruction instanceof HealthcheckInstruction ? instruction.command?.form : undefined;
}

/** The shell scripts in an instruction: its own, and those that it hands to further shells, `sh -c "..."`. */
export function scriptsOf(instruction: Instruction): readonly ShellScript[] {
  const { script } = processFormOf(instruction) ?? {};
  if (!script) return [];
  return [script, ...script.commands.flatMap((command) => command.script ?? [])];
}
