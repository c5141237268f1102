import { Refusal } from '../core/fix.ts';
import type { ShellCommand, ShellWord } from '../shell/command.ts';
import { insert, remove, type TextEdit } from '../text/edit.ts';
import { lineBreakOf } from '../text/lines.ts';
import type { Dockerfile } from './dockerfile.ts';
import type { RunInstruction } from './instructions/run.ts';

/** Why a command's text cannot be edited; undefined when it can. */
export function refusalToEdit(command: ShellCommand): Refusal | undefined {
  if (command.isEditable) return undefined;
  return command.span.isExact === false
    ? new Refusal('The script is written with escapes, so that it is not known where its words stand.')
    : new Refusal('The command is in the exec form.');
}

/** Adds an argument to a command of a RUN instruction, behind another word: in the exec form, a string to the array. */
export function insertArgument(
  run: RunInstruction,
  command: ShellCommand,
  behind: ShellWord,
  argument: string,
): TextEdit | Refusal {
  if (run.form.kind === 'exec' && run.form.command === command) {
    const item = run.json?.items.find(({ span }) => span.start < behind.span.start && behind.span.end < span.end);
    return item ? insert(item.span.end, `, ${JSON.stringify(argument)}`) : new Refusal('The word is no string.');
  }
  return refusalToEdit(command) ?? insert(behind.span.end, ` ${argument}`);
}

/** Removes an argument of a command, with the blanks before it. */
export function removeArgument({ text }: Dockerfile, command: ShellCommand, { span }: ShellWord): TextEdit | Refusal {
  const blanks = /[ \t]*$/.exec(text.slice(0, span.start))?.[0].length ?? 0;
  return refusalToEdit(command) ?? remove({ start: span.start - blanks, end: span.end });
}

/** Runs another command before one, and the one only when the other went well. */
export function insertCommandBefore(command: ShellCommand, other: string): TextEdit | Refusal {
  const { conditional, pipe } = command.place;
  if (conditional || pipe) return new Refusal('The command runs only under a condition.');
  return refusalToEdit(command) ?? insert(command.span.start, `${other} && `);
}

/**
 * A command line that is run with the rights of a command of a RUN instruction: behind the same `sudo`. Refused where
 * the command has no more rights than the user of the stage, and that is not root.
 */
export function withRightsOf(
  run: RunInstruction,
  { userChoice, wrappers }: ShellCommand,
  line: string,
): string | Refusal {
  if (wrappers.includes('chroot')) return new Refusal('The command runs in another file system.');
  if (userChoice.length > 0) return `${userChoice.map(({ text }) => text).join(' ')} ${line}`;
  const user = run.stage.userAt(run.span.start);
  const mayNot = user.text !== undefined && !user.isRoot;
  return mayNot ? new Refusal(`The RUN runs as "${user.text}", who may not do that.`) : line;
}

/**
 * Adds a command to the end of what a RUN instruction runs, joined as the commands before it are: with `&&` or, in
 * scripts that set `-e`, with `;`, on a line of its own where they stand on lines of their own.
 */
export function appendCommand({ text }: Dockerfile, run: RunInstruction, command: string): TextEdit | Refusal {
  const { script, form } = run;
  const last = script?.steps.at(-1);
  if (!script || !last || form.kind !== 'shell') return new Refusal('The commands are not in the shell form.');
  if (last.background) return new Refusal('The last command runs in the background.');
  if (endsEarly(run)) return new Refusal('The script ends before its last line, with "exit" or "exec".');
  const eol = lineBreakOf(text);
  if (run.heredocs.length > 0) {
    const [heredoc] = run.heredocs;
    const isWholeScript = run.heredocs.length === 1 && heredoc && last.span.start >= heredoc.content.start;
    if (!isWholeScript) return new Refusal('The commands read from here-documents.');
    const indent = /^[ \t]*/.exec(text.slice(lineStart(text, last.span.start)))?.[0] ?? '';
    return insert(heredoc.content.end, indent + command + eol);
  }
  const usesSemicolon = script.commands[0]?.name === 'set' && script.steps[1]?.joiner === ';';
  const joiner = usesSemicolon ? ';' : '&&';
  const spansLines = text.slice(last.span.start, last.span.end).includes('\n');
  const ownLine = lineStart(text, last.span.start) > run.span.start;
  if (!ownLine && spansLines && !usesSemicolon) {
    const indentOfLast = /^[ \t]*/.exec(text.slice(lineStart(text, last.span.end)))?.[0] ?? '';
    return insert(last.span.end, ` ${run.escapeMark}${eol}${indentOfLast}&& ${command}`);
  }
  if (!ownLine) return insert(last.span.end, `${usesSemicolon ? ';' : ' &&'} ${command}`);
  const line = text.slice(lineStart(text, last.span.start), last.span.start);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  const leads = line.trim() !== '' && !usesSemicolon;
  const mark = run.escapeMark;
  // `&&` goes where the commands before have theirs: at the beginning of a line or at its end.
  return insert(
    last.span.end,
    leads
      ? ` ${mark}${eol}${indent}${joiner} ${command}`
      : `${usesSemicolon ? ';' : ' &&'} ${mark}${eol}${indent}${command}`,
  );
}

/** Whether a command that is added to the end would not be reached: the shell is left, or another program takes its place. */
function endsEarly({ script }: RunInstruction): boolean {
  const steps = script?.steps ?? [];
  return steps.some(({ commands, joiner }, index) =>
    commands.some(({ name, wrappers, place }) => {
      const leaves = name === 'exit' || name === 'return' || wrappers.includes('exec');
      const isLast = index === steps.length - 1 && joiner !== '||';
      return leaves && !place.substituted && (isLast || !place.conditional);
    }),
  );
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}
