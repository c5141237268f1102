import type { ShellCommand } from '../../shell/command.ts';
import type { Build } from './conversion.ts';
import { isWithin, resolvePath } from './paths.ts';
import { programPath } from './startup.ts';
import type { Survey } from './survey.ts';

/** The files and folders that commands were told to write to with an option such as `-o`: absolute paths. */
export function writtenWith(
  option: string,
  { commands }: Survey,
  writes: (command: ShellCommand) => boolean,
): string[] {
  return commands.flatMap(({ command, folder }) => {
    const value = writes(command) ? command.optionValue(option) : undefined;
    return value === undefined ? [] : [resolvePath(folder, value)];
  });
}

/** Whether a command of the build put a file there, or in a folder that it made around it. */
export function isMade(path: string, { items }: Survey): boolean {
  return items.some((item) => item.source === undefined && isWithin(item.path, path));
}

/**
 * The path of the program that a start command runs, when it is one of the build's outputs or was made by one of its
 * commands. A program that is called by its name alone is looked for where shells look.
 */
export function programMade(command: ShellCommand, build: Build, outputs: readonly string[]): string | undefined {
  const path = programPath(command, build.folder);
  const candidates = path === undefined ? searchPathOf(build).map((folder) => `${folder}/${command.name}`) : [path];
  return candidates.find(
    (candidate) => outputs.some((output) => isWithin(output, candidate)) || isMade(candidate, build.survey),
  );
}

/** The folders of PATH: those that the file adds, and those of every image. */
export function searchPathOf({ stage }: Build): readonly string[] {
  const own = stage.scope.find('PATH', Number.POSITIVE_INFINITY)?.value;
  const added = own ? stage.scope.expand(own.piece, own.span.start).text.split(':') : [];
  const standard = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
  return [...added.filter((folder) => folder.startsWith('/')), ...standard];
}
