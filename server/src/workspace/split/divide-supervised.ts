import { Refusal } from '../../core/fix.ts';
import type { ShellCommand } from '../../shell/command.ts';
import { runsLong } from '../../shell/long-running.ts';
import type { ScriptFiles } from '../processes/image-files.ts';
import type { Process } from '../processes/process.ts';
import { type SupervisorSection, type SupervisorSetting, supervisorSections } from '../processes/supervisor.ts';
import { type Division, type Part, type PartSettings, partOf } from './part.ts';
import { mainOf } from './roles.ts';

/**
 * Settings of a program that are about how supervisord looks after it, or where it keeps what it prints
 * (supervisord.org/configuration.html, `[program:x]`): a container's runtime does that its own way.
 */
const idle =
  /^(?:process_name|autostart|autorestart|startsecs|startretries|exitcodes|priority|stopwaitsecs|stopasgroup|killasgroup|redirect_stderr|stdout_.*|stderr_.*|serverurl|command|numprocs|numprocs_start|user|directory|environment|stopsignal)$/;

/** The same for supervisord itself: all but what its programs inherit. */
const inherited = /^(?:environment|umask|directory|user)$/;

/** Divides what supervisord starts. Undefined when that is a single program; refused when not all of it is known. */
export async function divideSupervised(
  { command, children }: Process,
  files: ScriptFiles,
): Promise<Omit<Division, 'keepsEntrypoint' | 'replaced'> | Refusal | undefined> {
  if (command?.name !== 'supervisord')
    return new Refusal(`What "${command?.name}" settles for the processes that it starts is not known.`);
  const sections = await supervisorSections(command, files);
  const general = obstacleIn(sections, command);
  if (general) return general;
  const programs = sections.filter(({ kind }) => kind === 'program');
  if (programs.length < 2 && children.length < 2) return undefined;
  if (programs.length !== children.length) return new Refusal('Not all that supervisord starts is known.');
  const parts: Part[] = [];
  for (const [index, section] of programs.entries()) {
    const settings = settingsOf(section);
    const process = children[index];
    if (settings instanceof Refusal) return settings;
    // What supervisord does not start again may be done once it has ended, unless it is known to run on.
    const isServer = process?.command && runsLong(process.command) === 'server';
    if (isOff(section.settings.get('autorestart')?.value) && !isServer)
      return new Refusal(`supervisord does not restart "${section.name}".`);
    const part = process && partOf(process, settings);
    if (!part) return new Refusal('Not all that supervisord starts is known.');
    if (part instanceof Refusal) return part;
    parts.push(part);
  }
  const found = mainOf(parts);
  return found && { ...found, others: parts.filter((part) => part !== found.main) };
}

function obstacleIn(sections: readonly SupervisorSection[], command: ShellCommand): Refusal | undefined {
  const text = command.text;
  if (sections.length === 0) return new Refusal(`What "${text}" starts is not known.`);
  const unknown = sections.find(({ kind }) => /^(?:eventlistener|fcgi-program|group)$/.test(kind));
  if (unknown) return new Refusal(`supervisord is told of more than programs: [${unknown.kind}:${unknown.name}].`);
  const general = sections.find(({ kind }) => kind === 'supervisord')?.settings;
  const setting = [...(general ?? [])].find(
    ([key, { value }]) => inherited.test(key) && !(key === 'user' && value === 'root'),
  );
  return setting && new Refusal(`All programs of supervisord get its "${setting[0]}".`);
}

/** What a section says of how its program is started. */
function settingsOf({ name, settings }: SupervisorSection): PartSettings | Refusal {
  const value = (key: string) => settings.get(key)?.value;
  const why = (reason: string) => new Refusal(`supervisord ${reason} "${name}".`);
  const strange = [...settings.keys()].find((key) => !idle.test(key));
  if (strange !== undefined) return why(`has a setting "${strange}" for`);
  if (isOff(value('autostart'))) return why('is told not to start');
  if ((value('numprocs') ?? '1') !== '1') return why('starts several processes of');
  const told = ['command', 'directory', 'environment', 'user'].flatMap((key) => settings.get(key) ?? []);
  if (told.some(isOpen)) return why('fills in variables for');
  const command = settings.get('command');
  // There is no shell in between: what one would make something else of is handed over as it stands.
  if (/[$`;&|<>*?~]/.test(withoutQuoted(command?.value ?? ''))) return why('hands over signs of the shell to');
  const environment = readEnvironment(value('environment') ?? '');
  if (!environment) return why('has an environment that is not understood for');
  const [folder, user, stopSignal] = [value('directory'), value('user'), value('stopsignal')];
  if (folder !== undefined && !folder.startsWith('/')) return why('has a relative folder for');
  return { name, environment, folder, user, stopSignal: stopSignal && `SIG${stopSignal.replace(/^SIG/, '')}` };
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && /^(?:false|no|off|0|none)$/i.test(value);
}

function isOpen({ value, isContinued }: SupervisorSetting): boolean {
  return isContinued || value.includes('%');
}

function withoutQuoted(text: string): string {
  return text.replace(/"[^"]*"|'[^']*'/g, '');
}

/** `KEY="value",OTHER=value`; undefined for what is not of that form. */
function readEnvironment(text: string): Readonly<Record<string, string>> | undefined {
  const set: Record<string, string> = {};
  let rest = text.trim();
  while (rest !== '') {
    const [whole, key = '', double, single, bare] =
      /^([A-Za-z_]\w*)\s*=\s*(?:"([^"\\]*)"|'([^'\\]*)'|([^\s,"'\\]*))\s*(?:,\s*|$)/.exec(rest) ?? [];
    if (whole === undefined) return undefined;
    set[key] = double ?? single ?? bare ?? '';
    rest = rest.slice(whole.length);
  }
  return set;
}
