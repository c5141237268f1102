import type { ShellCommand } from '../../shell/command.ts';
import { ShellScript } from '../../shell/script.ts';
import { somewhereIn, verbatim } from '../../text/mapped.ts';
import type { ImageFile, ScriptFiles } from './image-files.ts';
import type { StartedProgram } from './started-program.ts';

/** Where supervisord looks for its configuration, in this order (its manual, "Configuration File"). */
const usualPlaces = ['/etc/supervisord.conf', '/etc/supervisor/supervisord.conf'];

/** What the configuration includes that Debian, Alpine and Fedora bring with the package. */
const usuallyIncluded = ['/etc/supervisor/conf.d/*.conf', '/etc/supervisor.d/*.ini', '/etc/supervisord.d/*.ini'];

/** A section of the configuration: `[program:web]` is one of the kind `program` with the name `web`. */
export interface SupervisorSection {
  readonly kind: string;
  /** Empty where the section has none. */
  readonly name: string;
  readonly file: ImageFile;
  /** By name, in lower case. */
  readonly settings: ReadonlyMap<string, SupervisorSetting>;
}

export interface SupervisorSetting {
  /** Without a comment behind it; its lines joined by blanks. */
  readonly value: string;
  /** Where it begins, counted as the file's text is. */
  readonly start: number;
  /** Whether it goes on in further lines. */
  readonly isContinued: boolean;
}

/** The programs that supervisord starts, as far as its configuration is among the files of the image. */
export async function supervisedPrograms(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly StartedProgram[]> {
  return (await supervisorSections(command, files)).flatMap(programIn);
}

/** The configuration of supervisord, as far as it is among the files of the image, what it includes behind the rest. */
export async function supervisorSections(
  command: ShellCommand,
  files: ScriptFiles,
): Promise<readonly SupervisorSection[]> {
  const given = command.optionValue('-c', '--configuration');
  const main = given === undefined ? await firstOf(usualPlaces, files) : await files.at(given);
  const own = main ? sectionsOf(main) : [];
  const patterns = main
    ? includedBy(own, main.path)
    : given === undefined || usualPlaces.includes(given)
      ? usuallyIncluded
      : [];
  const included = (await Promise.all(patterns.map((pattern) => files.matching(pattern)))).flat();
  const others = new Map(included.filter(({ path }) => path !== main?.path).map((file) => [file.path, file]));
  return [...own, ...[...others.values()].flatMap(sectionsOf)];
}

async function firstOf(places: readonly string[], files: ScriptFiles): Promise<ImageFile | undefined> {
  for (const place of places) {
    const found = await files.at(place);
    if (found) return found;
  }
  return undefined;
}

function includedBy(sections: readonly SupervisorSection[], path: string): readonly string[] {
  const listed = sections.find(({ kind }) => kind === 'include')?.settings.get('files')?.value ?? '';
  const folder = path.slice(0, path.lastIndexOf('/'));
  return listed
    .trim()
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => (one.startsWith('/') ? one : `${folder}/${one}`));
}

/** The sections of a file, read as Python's `configparser` does with comments behind values (supervisor 4, options.py). */
function sectionsOf(file: ImageFile): readonly SupervisorSection[] {
  const base = file.source.unit(0).start;
  const sections: SupervisorSection[] = [];
  let settings: Map<string, SupervisorSetting> | undefined;
  let last: string | undefined;
  for (const line of file.source.text.matchAll(/^.*$/gm)) {
    const [text] = line;
    const section = /^\[([^\]:]*)(?::([^\]]*))?\]/.exec(text);
    if (section) {
      settings = new Map();
      last = undefined;
      sections.push({ kind: section[1]?.trim() ?? '', name: section[2]?.trim() ?? '', file, settings });
      continue;
    }
    if (!settings || /^\s*(?:[;#]|$)/.test(text)) continue;
    const before = last === undefined ? undefined : settings.get(last);
    if (last !== undefined && before && /^\s/.test(text)) {
      const more = withoutComment(text.trim());
      const isFirst = before.value === '';
      const start = isFirst ? base + line.index + text.length - text.trimStart().length : before.start;
      settings.set(last, { value: `${before.value} ${more}`.trim(), start, isContinued: !isFirst });
      continue;
    }
    const [whole, key, value = ''] = /^([^=:\s][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(text) ?? [];
    if (whole === undefined || key === undefined) continue;
    last = key.toLowerCase();
    const start = base + line.index + text.indexOf(value, key.length + 1);
    settings.set(last, { value: withoutComment(value), start, isContinued: false });
  }
  return sections;
}

function withoutComment(value: string): string {
  return value.replace(/(?:^|\s+)[;#].*$/, '');
}

function programIn({ kind, name, file, settings }: SupervisorSection): readonly StartedProgram[] {
  const command = kind === 'program' ? settings.get('command') : undefined;
  if (!command || name === '') return [];
  const { value, start, isContinued } = command;
  const text = isContinued ? somewhereIn(value, { start, end: start }) : verbatim(value, start);
  const [first] = new ShellScript(text).commands;
  return first ? [{ command: first, file, how: 'supervised' }] : [];
}
