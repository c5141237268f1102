import type { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import { verbatim } from '../../text/mapped.ts';
import type { ImageFile, ScriptFiles } from './image-files.ts';

/** A program that a configuration of supervisord starts. */
export interface SupervisedProgram {
  readonly name: string;
  readonly command: ShellCommand;
  readonly file: ImageFile;
}

/** Where supervisord looks for its configuration, in this order (its manual, "Configuration File"). */
const usualPlaces = ['/etc/supervisord.conf', '/etc/supervisor/supervisord.conf'];

/** What the configuration includes that Debian, Alpine and Fedora bring with the package. */
const usuallyIncluded = ['/etc/supervisor/conf.d/*.conf', '/etc/supervisor.d/*.ini', '/etc/supervisord.d/*.ini'];

/** The programs that supervisord starts, as far as its configuration is among the files of the image. */
export async function supervisedPrograms(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly SupervisedProgram[]> {
  const given = command.optionValue('-c', '--configuration');
  const main = given === undefined ? await firstOf(usualPlaces, files) : await files.at(given);
  const text = main?.source.text ?? '';
  const patterns = main
    ? includedBy(text, main.path)
    : given === undefined || usualPlaces.includes(given)
      ? usuallyIncluded
      : [];
  const included = (await Promise.all(patterns.map((pattern) => files.matching(pattern)))).flat();
  const all = new Map([...(main ? [main] : []), ...included].map((file) => [file.path, file]));
  return [...all.values()].flatMap(programsIn);
}

async function firstOf(places: readonly string[], files: ScriptFiles): Promise<ImageFile | undefined> {
  for (const place of places) {
    const found = await files.at(place);
    if (found) return found;
  }
  return undefined;
}

function includedBy(text: string, path: string): readonly string[] {
  const section = /^\[include\][^\n]*\n((?:(?!\[)[^\n]*\n?)*)/m.exec(text)?.[1] ?? '';
  const [, listed = ''] = /^files\s*=\s*(.*)$/m.exec(section) ?? [];
  const folder = path.slice(0, path.lastIndexOf('/'));
  return listed
    .trim()
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => (one.startsWith('/') ? one : `${folder}/${one}`));
}

function programsIn(file: ImageFile): readonly SupervisedProgram[] {
  const { text } = file.source;
  const base = file.source.unit(0).start;
  const programs: SupervisedProgram[] = [];
  let name: string | undefined;
  for (const line of text.matchAll(/^.*$/gm)) {
    const section = /^\[([^\]]*)\]/.exec(line[0])?.[1];
    if (section !== undefined) name = /^program:(.+)$/.exec(section)?.[1]?.trim();
    const [whole, command] = /^command\s*=\s*(.*?)(?:\s+;.*)?\s*$/.exec(line[0]) ?? [];
    if (name === undefined || whole === undefined || !command) continue;
    const start = base + line.index + whole.indexOf(command, whole.indexOf('=') + 1);
    const [first] = new ShellScript(verbatim(command, start)).commands;
    if (first) programs.push({ name, command: first, file });
    name = undefined;
  }
  return programs;
}
