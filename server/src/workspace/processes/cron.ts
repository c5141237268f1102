import type { ShellCommand } from '../../shell/command.ts';
import { serviceStarted } from '../../shell/processes.ts';
import { slice } from '../../text/mapped.ts';
import type { ImageFile, ScriptFiles } from './image-files.ts';
import { commandOfLine, type StartedProgram } from './started-program.ts';

/** A crontab, and whether its lines name a user before the command. */
interface Crontab {
  readonly file: ImageFile;
  readonly namesUser: boolean;
}

/** Where the crontabs of users are: Debian's cron, its like in Red Hat's family, and Alpine's BusyBox (their manuals). */
const ofUsers = ['/var/spool/cron/crontabs/*', '/var/spool/cron/*', '/etc/crontabs/*'];

/** Where the crontabs of the system are, in which lines name a user; BusyBox has none (crontab(5), cron(8) of Debian). */
const ofSystem = ['/etc/crontab', '/etc/cron.d/*'];

/** Whether a command starts a program that runs others at certain times. */
export function isCron(command: ShellCommand): boolean {
  const { name, operands } = command;
  if (name === 'busybox') return operands[0] === 'crond';
  if (/^(?:cron|crond|supercronic)$/.test(name)) return true;
  return /^crond?$/.test(serviceStarted(command) ?? '');
}

/** What cron runs, as far as crontabs are among the files of the image. */
export async function scheduledPrograms(command: ShellCommand, files: ScriptFiles): Promise<readonly StartedProgram[]> {
  const tabs = await crontabsFor(command, files);
  const seen = new Set<string>();
  return tabs.flatMap(({ file, namesUser }) => {
    // The same file may be copied to one place and installed at another.
    const key = `${file.file?.uri ?? ''} ${file.source.unit(0).start}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return jobsIn(file, namesUser);
  });
}

async function crontabsFor(command: ShellCommand, files: ScriptFiles): Promise<readonly Crontab[]> {
  if (command.name === 'supercronic') {
    const path = command.operandWords(['-prometheus-listen-address', '-sentry-dsn']).at(-1)?.value;
    const file = path === undefined ? undefined : await files.at(path);
    return file ? [{ file, namesUser: false }] : [];
  }
  const given = command.name === 'cron' ? undefined : command.optionValue('-c');
  const system = given === undefined ? await allMatching(ofSystem, files) : [];
  const users = await allMatching(given === undefined ? ofUsers : [`${given.replace(/\/$/, '')}/*`], files);
  // Whoever installs a file with `crontab` wants it read as a user's, wherever else it lies.
  const installed = files.commandsRun('crontab').flatMap((one) => one.operandWords(['-u']).at(-1)?.value ?? []);
  const own = (await Promise.all(installed.map((path) => files.at(path)))).filter((file) => file !== undefined);
  return [
    ...own.map((file) => ({ file, namesUser: false })),
    ...system.map((file) => ({ file, namesUser: true })),
    ...users.map((file) => ({ file, namesUser: false })),
  ];
}

async function allMatching(patterns: readonly string[], files: ScriptFiles): Promise<readonly ImageFile[]> {
  return (await Promise.all(patterns.map((pattern) => files.matching(pattern)))).flat();
}

/** When a job is run: a word with @, or five fields (crontab(5)). */
const schedule = /^\s*(@\w+|(?:[\d*,/A-Za-z?LW#-]+\s+){4}[\d*,/A-Za-z?LW#-]+)\s+/;

function jobsIn(file: ImageFile, namesUser: boolean): readonly StartedProgram[] {
  const { source } = file;
  return [...source.text.matchAll(/^.*$/gm)].flatMap(({ 0: line, index }): readonly StartedProgram[] => {
    if (/^\s*(?:#|[A-Za-z_]\w*\s*=)/.test(line)) return [];
    const [before, times] = schedule.exec(line) ?? [];
    if (before === undefined || times === undefined) return [];
    const user = namesUser ? (/^[\w.-]+\s+/.exec(line.slice(before.length))?.[0] ?? '') : '';
    const start = before.length + user.length;
    // What follows a percent sign is input of the command.
    const [rest = ''] = /^(?:\\.|[^%\\\r])*/.exec(line.slice(start)) ?? [];
    const command = commandOfLine(slice(source, index + start, index + start + rest.trimEnd().length));
    return command ? [{ command, file, how: 'scheduled', note: times.trim() }] : [];
  });
}
