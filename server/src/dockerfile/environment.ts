import { Notes } from '../core/notes.ts';
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
  const earlier = assignmentsIn(run)
    .get(name)
    ?.findLast(({ start }) => start < command.span.start);
  if (earlier) return earlier.value ?? null;
  return run.stage.scope.find(name, run.span.start)?.resolved;
}

/** A value that a script gives a variable for the commands that follow. */
interface Assigned {
  readonly value: string | undefined;
  /** Where the command begins that gives it. */
  readonly start: number;
}

/** What scripts assign, by name, so that not every command has to look through all that stand before it. */
const assigned = new Notes<RunInstruction, ReadonlyMap<string, readonly Assigned[]>>();

function assignmentsIn(run: RunInstruction): ReadonlyMap<string, readonly Assigned[]> {
  const known = assigned.get(run);
  if (known) return known;
  const byName = new Map<string, Assigned[]>();
  for (const { name: program, arguments: words, assignments, span } of run.commands) {
    const isDeclaration = program === 'export' || program === 'declare';
    for (const { name, value } of (isDeclaration ? words : program === '' ? assignments : []).flatMap(readAssignment)) {
      const others = byName.get(name);
      if (others) others.push({ value, start: span.start });
      else byName.set(name, [{ value, start: span.start }]);
    }
  }
  assigned.set(run, byName);
  return byName;
}

/** Whether an environment variable is set to something true for a command; what only the build knows counts as true. */
export function isSwitchedOn(run: RunInstruction, command: ShellCommand, name: string): boolean {
  const value = variableFor(run, command, name);
  if (value === undefined) return false;
  return value === null || !['', '0', 'off', 'no', 'false', 'n', 'f'].includes(value.toLowerCase());
}

/**
 * Whether something that ran before a command may have configured a program for good: a command or here-document that
 * spells the setting, or a COPY or ADD to where the program reads its settings from. What was found is remembered by
 * the setting, so it has to be the same object each time.
 */
export function mayBeConfigured(
  run: RunInstruction,
  command: ShellCommand,
  setting: RegExp,
  files: readonly string[] = [],
): boolean {
  if (spelledFrom(run, setting) <= command.span.start) return true;
  // What triggers run comes before the trigger at hand, in the image that is built upon this one.
  const withTriggers = run.onbuild !== undefined;
  return run.stage.lineage.some((stage) => {
    const end = stage === run.stage ? run.span.end : Number.POSITIVE_INFINITY;
    return configuredFrom(stage, setting, files, withTriggers) < end;
  });
}

/** From where on RUN instructions spell settings. */
const spelled = new Notes<RunInstruction, Map<RegExp, number>>();

/** The beginning of the first command of a RUN instruction that spells a setting; infinity where none does. */
function spelledFrom(run: RunInstruction, setting: RegExp): number {
  const ofRun = spelled.get(run) ?? new Map<RegExp, number>();
  spelled.set(run, ofRun);
  const known = ofRun.get(setting);
  if (known !== undefined) return known;
  const spelling = run.commands.filter((command) => spells(command, setting));
  const first = spelling.reduce((start, { span }) => Math.min(start, span.start), Number.POSITIVE_INFINITY);
  ofRun.set(setting, first);
  return first;
}

/** From where on stages have settings, so that not every RUN has to look through all that stands before it. */
const configured = new Notes<Stage, Map<RegExp, Map<string, number>>>();

/** The end of the first instruction of a stage that may configure a program; infinity where none does. */
function configuredFrom(stage: Stage, setting: RegExp, files: readonly string[], withTriggers: boolean): number {
  const ofStage = configured.get(stage) ?? new Map<RegExp, Map<string, number>>();
  configured.set(stage, ofStage);
  const ofSetting = ofStage.get(setting) ?? new Map<string, number>();
  ofStage.set(setting, ofSetting);
  const key = `${files.join(' ')} ${withTriggers}`;
  const known = ofSetting.get(key);
  if (known !== undefined) return known;
  const first = stage.instructions.find((written) => {
    const instruction = withTriggers && written instanceof OnbuildInstruction ? written.trigger : written;
    if (instruction instanceof RunInstruction) return spelledFrom(instruction, setting) < Number.POSITIVE_INFINITY;
    return instruction instanceof CopyInstruction && bringsOneOf(files, instruction);
  });
  const end = first?.span.end ?? Number.POSITIVE_INFINITY;
  ofSetting.set(key, end);
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
