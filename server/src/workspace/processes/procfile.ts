import type { ShellCommand } from '../../shell/command.ts';
import { slice } from '../../text/mapped.ts';
import type { ScriptFiles } from './image-files.ts';
import { commandOfLine, type StartedProgram } from './started-program.ts';

/** Programs that start what a Procfile lists (their documentation). */
const runners = /^(?:foreman|honcho|goreman|overmind|hivemind)$/;

/** The programs of a Procfile; undefined for a command that reads none, or one that is not among the image's files. */
export async function programsOfProcfile(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly StartedProgram[] | undefined> {
  if (!runners.test(command.name)) return undefined;
  const file = await files.at(command.optionValue('-f', '--procfile') ?? 'Procfile');
  if (!file) return undefined;
  const [, ...asked] = command
    .operandWords(['-f', '--procfile', '-e', '--env', '-d', '--root', '-p', '--port', '-m', '--formation'])
    .map(({ value }) => value);
  return [...file.source.text.matchAll(/^([\w-]+):[ \t]*(\S.*?)\s*$/gm)].flatMap(
    ({ 0: whole, 1: name, 2: line = '', index }): readonly StartedProgram[] => {
      if (asked.length > 0 && !asked.includes(name)) return [];
      const start = index + whole.indexOf(line, (name?.length ?? 0) + 1);
      const started = commandOfLine(slice(file.source, start, start + line.length));
      return started ? [{ command: started, file, how: 'supervised' }] : [];
    },
  );
}

/** Options of concurrently with a value that is the next word (its README). */
const takingValue = [
  ...['-n', '--names', '-c', '--prefix-colors', '-p', '--prefix', '-l', '--prefix-length', '-s', '--success'],
  ...['-m', '--max-processes', '--restart-tries', '--restart-after', '-t', '--timestamp-format', '--name-separator'],
  ...['--kill-signal', '--ks', '--handle-input', '--hide', '--default-input-target'],
];

/** The commands that concurrently is given, each a word of its own; undefined for another command. */
export function programsOfConcurrently(command: ShellCommand): readonly StartedProgram[] | undefined {
  if (command.name !== 'concurrently') return undefined;
  return command.operandWords(takingValue).flatMap(({ source, value }): readonly StartedProgram[] => {
    // `npm:build` and `npm:watch-*` stand for scripts.
    const started = value === undefined || /^\w+:/.test(value) ? undefined : commandOfLine(source);
    return started ? [{ command: started, file: undefined, how: 'supervised' }] : [];
  });
}
