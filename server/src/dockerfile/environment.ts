import { readAssignment, type ShellCommand } from '../shell/command.ts';
import { CopyInstruction } from './instructions/copy.ts';
import { OnbuildInstruction } from './instructions/onbuild.ts';
import { RunInstruction } from './instructions/run.ts';
import type { Stage } from './stage.ts';

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
  if (run.commands.some((one) => one.span.start <= command.span.start && spells(one, setting))) return true;
  // What triggers run comes before the trigger at hand, in the image that is built upon this one.
  const withTriggers = run.onbuild !== undefined;
  return run.stage.lineage.some((stage) => {
    const end = stage === run.stage ? run.span.end : Number.POSITIVE_INFINITY;
    return configuredFrom(stage, setting, files, withTriggers) < end;
  });
}

/** From where on stages have settings, so that not every RUN has to look through all that stands before it. */
const configured = new WeakMap<Stage, Map<string, number>>();

/** The end of the first instruction of a stage that may configure a program; infinity where none does. */
function configuredFrom(stage: Stage, setting: RegExp, files: readonly string[], withTriggers: boolean): number {
  const ofStage = configured.get(stage) ?? new Map<string, number>();
  configured.set(stage, ofStage);
  const key = `${setting} ${files.join(' ')} ${withTriggers}`;
  const known = ofStage.get(key);
  if (known !== undefined) return known;
  const first = stage.instructions.find((written) => {
    const instruction = withTriggers && written instanceof OnbuildInstruction ? written.trigger : written;
    if (instruction instanceof RunInstruction) return instruction.commands.some((one) => spells(one, setting));
    return instruction instanceof CopyInstruction && bringsOneOf(files, instruction);
  });
  const end = first?.span.end ?? Number.POSITIVE_INFINITY;
  ofStage.set(key, end);
  return end;
}

function spells({ allWords, input }: ShellCommand, setting: RegExp): boolean {
  return allWords.some(({ text }) => setting.test(text)) || (input !== undefined && setting.test(input.text));
}

/** Whether a COPY or ADD brings one of these files: to its place, into its folder, or over the whole file system. */
function bringsOneOf(files: readonly string[], { destination, heredocs, sources }: CopyInstruction): boolean {
  const target = destination?.text;
  if (target === undefined || !target.startsWith('/')) return false;
  if (target === '/') return heredocs.length === 0 && sources.length > 0 && files.length > 0;
  const folder = target.endsWith('/') ? target : `${target}/`;
  return files.some((file) => file.startsWith(folder) || target.startsWith(file) || folder.startsWith(file));
}
