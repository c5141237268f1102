import { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import { type MappedText, somewhereIn, sourceSpan } from '../../text/mapped.ts';
import type { ImageFile } from './image-files.ts';
import type { StartedHow } from './process.ts';

/** A program that another one starts because its configuration or its command line says so. */
export interface StartedProgram {
  readonly command: ShellCommand;
  /** Where that is said; undefined for what stands on the command line of the program that starts it. */
  readonly file: ImageFile | undefined;
  readonly how: StartedHow;
  /** What else is to be said of it. */
  readonly note?: string;
}

/** The command that a line is for a shell: itself where it is but one, and else a shell that is handed the line. */
export function commandOfLine(line: MappedText): ShellCommand | undefined {
  const script = new ShellScript(line);
  const [only, ...others] = script.commands;
  if (!only) return undefined;
  if (others.length === 0) return only;
  const place = sourceSpan(line, 0, line.text.length);
  return ShellCommand.fromArguments([somewhereIn('/bin/sh', place), somewhereIn('-c', place), line]);
}

/** The program that a file of the image is, started by its path. */
export function programAt(file: ImageFile, how: StartedHow): readonly StartedProgram[] {
  const { start } = file.source.unit(0);
  const command = ShellCommand.fromArguments([somewhereIn(file.path, { start, end: start })]);
  return command ? [{ command, file, how }] : [];
}
