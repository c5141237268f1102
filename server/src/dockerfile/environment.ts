import { readAssignment, type ShellCommand } from '../shell/command.ts';
import { CopyInstruction } from './instructions/copy.ts';
import { OnbuildInstruction } from './instructions/onbuild.ts';
import { RunInstruction } from './instructions/run.ts';

/**
 * What an environment variable is worth to a command of a RUN instruction; undefined when nobody has set it, null when
 * only the build knows.
 */
export function variableFor(run: RunInstruction, command: ShellCommand, name: string): string | null | undefined {
  const own = command.environment.findLast((one) => one.name === name);
  if (own) return own.value ?? null;
  for (const earlier of [...run.commands].reverse()) {
    if (earlier.span.start >= command.span.start) continue;
    const words = /^(?:export|declare)$/.test(earlier.name)
      ? earlier.arguments
      : earlier.name === ''
        ? earlier.assignments
        : [];
    const assignments = words.flatMap(readAssignment);
    const found = assignments.findLast((one) => one.name === name);
    if (found) return found.value ?? null;
  }
  return run.stage.scope.find(name, run.span.start)?.resolved;
}

/** Whether an environment variable is set to something true for a command; what only the build knows counts as true. */
export function isSwitchedOn(run: RunInstruction, command: ShellCommand, name: string): boolean {
  const value = variableFor(run, command, name);
  if (value === undefined) return false;
  return value === null || !['', '0', 'off', 'no', 'false', 'n', 'f'].includes(value.toLowerCase());
}

/**
 * Whether something that ran before a command may have configured a program for good: a command or here-document that
 * spells the setting, or a COPY or ADD to where the program reads its settings from.
 */
export function mayBeConfigured(
  run: RunInstruction,
  command: ShellCommand,
  setting: RegExp,
  files: readonly string[] = [],
): boolean {
  const isSpelled = (one: ShellCommand) =>
    one.allWords.some(({ text }) => setting.test(text)) || (one.input !== undefined && setting.test(one.input.text));
  if (run.commands.some((one) => one.span.start <= command.span.start && isSpelled(one))) return true;
  for (const stage of run.stage.lineage) {
    for (const written of stage.instructions) {
      if (stage === run.stage && written.span.end >= run.span.end) break;
      // What triggers run comes before the trigger at hand, in the image that is built upon this one.
      const instruction = run.onbuild && written instanceof OnbuildInstruction ? written.trigger : written;
      if (instruction instanceof RunInstruction && instruction.commands.some(isSpelled)) return true;
      if (instruction instanceof CopyInstruction && bringsOneOf(files, instruction)) return true;
    }
  }
  return false;
}

/** Whether a COPY or ADD brings one of these files: to its place, into its folder, or over the whole file system. */
function bringsOneOf(files: readonly string[], { destination, heredocs, sources }: CopyInstruction): boolean {
  const target = destination?.text;
  if (target === undefined || !target.startsWith('/')) return false;
  if (target === '/') return heredocs.length === 0 && sources.length > 0 && files.length > 0;
  const folder = target.endsWith('/') ? target : `${target}/`;
  return files.some((file) => file.startsWith(folder) || target.startsWith(file) || folder.startsWith(file));
}
