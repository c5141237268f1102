import { ShellCommand } from '../shell/command.ts';
import type { CommandInstruction, ProcessForm } from './instructions/command.ts';
import type { Stage } from './stage.ts';

/**
 * What a container of a stage's image starts: ENTRYPOINT with CMD for its arguments, or CMD alone. A script in a shell
 * form counts as the commands in it. Empty when the file says neither, or in a shell that is not understood.
 */
export function startCommands(stage: Stage): readonly ShellCommand[] {
  const entrypoint = stage.last('ENTRYPOINT');
  const command = stage.last('CMD');
  const start = entrypoint ?? command;
  if (!start) return [];
  const { form } = start;
  if (form.kind === 'shell' || form.script) return form.script?.commands ?? [];
  if (!entrypoint || !command || command === start) return form.command ? [form.command] : [];
  const whole = ShellCommand.fromArguments([start, command].flatMap(argumentsOf));
  return whole ? [whole] : [];
}

/** The arguments that an instruction adds to the command line; a shell form adds the shell and the script. */
function argumentsOf(instruction: CommandInstruction) {
  const form: ProcessForm = instruction.form;
  return form.kind === 'exec' ? (instruction.json?.items.map(({ content }) => content) ?? []) : [];
}
