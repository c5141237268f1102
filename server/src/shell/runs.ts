import type { ShellCommand } from './command.ts';
import type { ScriptPart } from './structure.ts';

/** A command of a script, and when it runs. */
export interface Run {
  readonly command: ShellCommand;
  /** Started with `&`, alone or with what holds it. */
  readonly isBackground: boolean;
  /** Whether something decides if it runs: a condition, a loop, or how what stands before it ends. */
  readonly isConditional: boolean;
  readonly isInLoop: boolean;
  /** Whether it is a member of a pipe or stands in a subshell: `exec` there would not replace the script's shell. */
  readonly isApart: boolean;
  /** Whether the script is over when it ends. */
  readonly isLast: boolean;
  /** Whether `"$@"` means what the script was given: at its own level, or in a function that is handed all of it. */
  readonly hasOwnArguments: boolean;
}

/** What a script that reads another one reads: `.` and `source`, whose commands run in the same shell. */
export type ReadBySource = (command: ShellCommand) => ScriptPart | undefined;

/** A script with more commands than this is not followed to its end. */
const mostRuns = 1000;

/** Nor is one with more parts than this, each counted as often as it is called. */
const mostVisits = 20_000;

/** How deep functions may call each other. */
const deepest = 20;

type Situation = Omit<Run, 'command'>;

/**
 * The commands of a script in the order in which they run, functions where they are called, scripts that are read where
 * they are read. `libraries` are scripts whose functions it may call. What follows an `exec` at the script's own level is
 * never reached, and left out.
 */
export function runsOf(
  script: ScriptPart,
  read: ReadBySource = () => undefined,
  libraries: readonly ScriptPart[] = [],
) {
  const functions = new Map<string, ScriptPart>();
  for (const part of [...libraries, script]) gatherFunctions(part, functions);
  const runs: Run[] = [];
  const calling: string[] = [];
  const reading = new Set<ScriptPart>([script]);
  let isOver = false;
  let visits = 0;
  let hasNewArguments = false;

  const call = (name: string, body: ScriptPart, command: ShellCommand, at: Situation): void => {
    const isHanded = command.arguments.length === 1 && isAllArguments(command.arguments[0]?.text ?? '');
    calling.push(name);
    visit(body, { ...at, hasOwnArguments: at.hasOwnArguments && isHanded });
    calling.pop();
  };
  const visitCommand = (command: ShellCommand, at: Situation): void => {
    const body = command.wrappers.length === 0 ? functions.get(command.name) : undefined;
    if (body) {
      if (calling.length < deepest && !calling.includes(command.name)) call(command.name, body, command, at);
      return;
    }
    const isRead = command.name === '.' || command.name === 'source';
    const text = isRead ? read(command) : undefined;
    if (text && !reading.has(text)) {
      reading.add(text);
      visit(text, at);
      reading.delete(text);
      return;
    }
    const setsArguments = command.name === 'shift' || (command.name === 'set' && command.has('--'));
    if (setsArguments && !at.isConditional && at.hasOwnArguments) hasNewArguments = true;
    runs.push({ command, ...at, hasOwnArguments: at.hasOwnArguments && !hasNewArguments });
    const ends = command.wrappers.includes('exec') || command.name === 'exit';
    if (ends && !at.isConditional && !at.isBackground && !at.isApart) isOver = true;
  };
  const visit = (part: ScriptPart, at: Situation): void => {
    visits++;
    if (isOver || runs.length >= mostRuns || visits > mostVisits) return;
    switch (part.kind) {
      case 'command':
        visitCommand(part.command, at);
        return;
      case 'sequence': {
        const last = part.parts.findLastIndex((one) => !isEnding(one));
        for (const [index, one] of part.parts.entries()) visit(one, { ...at, isLast: at.isLast && index >= last });
        return;
      }
      case 'and-or': {
        const { parts, operators } = part;
        for (const [index, one] of parts.entries()) {
          const joiner = operators[index - 1];
          const isConditional = at.isConditional || joiner === '||' || (joiner === '&&' && isTest(parts[index - 1]));
          const followed = parts.slice(index + 1).some((next) => !isEnding(next));
          visit(one, { ...at, isConditional, isLast: at.isLast && !followed });
        }
        return;
      }
      case 'choice':
        for (const one of part.asked) visit(one, { ...at, isLast: false });
        for (const one of part.ways) visit(one, { ...at, isConditional: true });
        return;
      case 'loop':
        visit(part.body, { ...at, isConditional: true, isInLoop: true, isLast: false });
        return;
      case 'background':
        visit(part.body, { ...at, isBackground: true });
        return;
      case 'pipe':
        for (const one of part.parts) visit(one, { ...at, isApart: true });
        return;
      case 'subshell':
        visit(part.body, { ...at, isApart: true });
        return;
      case 'function':
        return;
    }
  };
  const first = { isBackground: false, isConditional: false, isInLoop: false, isApart: false };
  visit(script, { ...first, isLast: true, hasOwnArguments: true });
  return runs as readonly Run[];
}

/** Whether a word stands for all arguments of a script or a function. */
export function isAllArguments(text: string): boolean {
  return /^"?\$(?:[@*]|\{[@*]\})"?$/.test(text);
}

/** Whether all that a part does is to end the script, or to say what somebody may call. */
function isEnding(part: ScriptPart): boolean {
  if (part.kind === 'function') return true;
  return part.kind === 'command' && /^(?:exit|return|:|true)$/.test(part.command.name);
}

function isTest(part: ScriptPart | undefined): boolean {
  // What the parser has no command for is `[[ ... ]]` or `(( ... ))`.
  if (part?.kind === 'sequence') return part.parts.length === 0;
  return part?.kind === 'command' && /^(?:\[|test)$/.test(part.command.name);
}

function gatherFunctions(part: ScriptPart, into: Map<string, ScriptPart>): void {
  switch (part.kind) {
    case 'function':
      into.set(part.name, part.body);
      gatherFunctions(part.body, into);
      return;
    case 'sequence':
    case 'and-or':
    case 'pipe':
      for (const one of part.parts) gatherFunctions(one, into);
      return;
    case 'choice':
      for (const one of [...part.asked, ...part.ways]) gatherFunctions(one, into);
      return;
    case 'loop':
    case 'background':
    case 'subshell':
      gatherFunctions(part.body, into);
      return;
    case 'command':
      return;
  }
}
