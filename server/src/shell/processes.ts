import type { Span } from '../text/span.ts';
import type { ShellCommand } from './command.ts';
import type { List, ShellScript, Step } from './script.ts';

/**
 * Why a container does not run a single process.
 *
 * - `supervisor`: a program whose job is to run others is started
 * - `several`: more than one long-running process is started
 * - `waited-for`: one process is started in the background, and the shell waits for it
 * - `kept-alive`: a daemon goes into the background, and something else keeps the container running
 */
export type ProcessPattern = 'supervisor' | 'several' | 'waited-for' | 'kept-alive';

/** One process that is started. */
export interface StartedProcess {
  readonly program: string;
  readonly span: Span;
}

/** How a container comes to run more than one process. */
export interface SeveralProcesses {
  readonly pattern: ProcessPattern;
  /** In the order of the text; at least one. For `kept-alive` the last is what keeps the container running. */
  readonly processes: readonly StartedProcess[];
}

/** What a command line starts, when it is more than the one process a container should run. */
export function severalProcesses(command: ShellCommand): SeveralProcesses | undefined {
  const supervisor = isSupervisor(command) ? command : undefined;
  if (supervisor) return { pattern: 'supervisor', processes: [named(supervisor)] };
  return command.script && severalInScript(command.script);
}

/** What a script starts, when it is more than the one process a container should run. */
export function severalInScript(script: ShellScript): SeveralProcesses | undefined {
  const supervisor = script.commands.find(isSupervisor);
  if (supervisor) return { pattern: 'supervisor', processes: [named(supervisor)] };

  const behind = processesBehind(script);
  const front = foregroundOf(script);
  const [only, ...others] = behind;
  if (!only) return undefined;
  if (others.length > 0 || front?.sort === 'application') {
    return {
      pattern: 'several',
      processes: front?.sort === 'application' ? [...behind, started(front.command)] : behind,
    };
  }
  if (front?.sort === 'keep-alive') return { pattern: 'kept-alive', processes: [only, started(front.command)] };
  // A shell that traps signals and passes them on may wait for its one child.
  if (script.commands.some(({ name }) => name === 'trap')) return undefined;
  return front?.sort === 'wait' ? { pattern: 'waited-for', processes: [only] } : undefined;
}

/**
 * The processes that run behind the script's back: those put in the background, services, and daemons. Those in the
 * background that the script waits for before it goes on have ended by then.
 */
function processesBehind(script: ShellScript): StartedProcess[] {
  const daemons: StartedProcess[] = [];
  let jobs: StartedProcess[] = [];
  const goesOnAt = script.steps.findLast(goesOn)?.span.start ?? 0;
  for (const list of script.lists) {
    if (list.background) {
      const main = mainCommand(list);
      if (main) jobs.push(started(main));
      continue;
    }
    for (const command of list.steps.flatMap((step) => step.commands)) {
      const { place, name, span } = command;
      if (place.substituted) continue;
      const service = serviceStarted(command);
      if (service !== undefined) daemons.push({ program: service, span });
      else if (isDaemon(command)) daemons.push(started(command));
      else if (place.background && !isTrivial(command)) jobs.push(started(command));
      else if (name === 'wait' && !place.conditional && !command.has('-n') && span.start < goesOnAt) jobs = [];
    }
  }
  return [...daemons, ...jobs].sort((a, b) => a.span.start - b.span.start);
}

/** Whether a step runs something in the foreground that takes its time. */
function goesOn({ background, commands }: Step): boolean {
  return !background && commands.some((command) => command.name === 'wait' || !isTrivial(command));
}

/** The command a list in the background is about: the last that is more than a preparation. */
function mainCommand(list: List): ShellCommand | undefined {
  return list.steps
    .flatMap((step) => step.commands)
    .findLast((command) => !command.place.substituted && !isTrivial(command));
}

type Foreground = { readonly sort: 'application' | 'wait' | 'keep-alive'; readonly command: ShellCommand };

/** What the script runs last in the foreground: that is what the container lives and dies with. */
function foregroundOf(script: ShellScript): Foreground | undefined {
  const step = script.steps.findLast(({ background, commands }) => !background && commands.length > 0);
  const command = step?.commands.find(({ place }) => place.pipe !== 'later' && !place.substituted);
  if (!command) return undefined;
  if (command.name === 'wait') return { sort: 'wait', command };
  if (keepsAlive(command)) return { sort: 'keep-alive', command };
  const isBehind = isDaemon(command) || serviceStarted(command) !== undefined || command.place.background;
  return isBehind || isTrivial(command) ? undefined : { sort: 'application', command };
}

function started(command: ShellCommand): StartedProcess {
  return { program: command.name === '' ? (command.words[0]?.text ?? 'a program') : command.name, span: command.span };
}

/** A process at the word that names its program. */
function named(command: ShellCommand): StartedProcess {
  return { program: command.name, span: command.words[0]?.span ?? command.span };
}

/** Programs whose job is to run several others, each by its documentation. */
const supervisors: ReadonlySet<string> = new Set([
  'supervisord',
  's6-svscan',
  's6-supervise',
  'runsvdir',
  'runsvdir-start',
  'runit',
  'runit-init',
  'my_init',
  'circusd',
  'monit',
  'pm2',
  'pm2-runtime',
  'pm2-docker',
  'overmind',
  'hivemind',
  'goreman',
  'systemd',
  'concurrently',
  'run-p',
  'mprocs',
  'dinit',
]);

/** Whether a command starts a program whose job is to run several others. */
export function isSupervisor(command: ShellCommand): boolean {
  const { name, operands } = command;
  if (supervisors.has(name)) return true;
  // s6-overlay and System V init are known by their place alone.
  if (command.words[0]?.value === '/init' || command.words[0]?.value === '/sbin/init') return true;
  if (name === 'foreman' || name === 'honcho') return operands[0] === 'start';
  return name === 'npm-run-all' && command.has('-p', '--parallel');
}

/** The service that a command starts through an init script. */
export function serviceStarted({ name, words, operands }: ShellCommand): string | undefined {
  const starts = (action: string | undefined) => action === 'start' || action === 'restart';
  if ((name === 'service' || name === 'rc-service' || name === 'invoke-rc.d') && starts(operands[1]))
    return operands[0];
  if (name === 'systemctl' && starts(operands[0])) return operands[1];
  const script = /^\/etc\/(?:init|rc)\.d\/(.+)$/.exec(words[0]?.value ?? '')?.[1];
  return script !== undefined && starts(operands[0]) ? script : undefined;
}

/** Programs that put themselves into the background, and what tells them not to (their manual pages). */
const daemons: Readonly<Record<string, (command: ShellCommand) => boolean>> = {
  cron: (command) => !command.has('-f'),
  crond: (command) => !command.has('-f', '-n', '-d'),
  anacron: (command) => !command.has('-d'),
  sshd: (command) => !command.has('-D', '-d', '-t', '-T'),
  rsyslogd: (command) => !command.has('-n', '-N'),
  syslogd: (command) => !command.has('-n', '-F'),
  'syslog-ng': (command) => !command.has('-F', '--foreground'),
  nginx: (command) => !/daemon\s+off/.test(command.text) && !command.has('-s', '-t', '-T', '-v', '-V'),
  'php-fpm': (command) => command.has('-D', '--daemonize'),
  'redis-server': (command) => command.optionValue('--daemonize') === 'yes',
  memcached: (command) => command.has('-d'),
  mongod: (command) => command.has('--fork'),
  apachectl: (command) => command.operands[0] === 'start' || command.optionValue('-k') === 'start',
  apache2ctl: (command) => command.operands[0] === 'start' || command.optionValue('-k') === 'start',
  httpd: (command) => command.optionValue('-k') === 'start' && !command.has('-DFOREGROUND'),
  'dbus-daemon': (command) => command.has('--fork'),
  postfix: (command) => command.operands[0] === 'start',
};

/** Whether a command starts a program that puts itself into the background. */
export function isDaemon(command: ShellCommand): boolean {
  const { name } = command;
  // A daemon that replaces the shell, or that is asked to stay, is the container's own process.
  if (command.place.background || command.wrappers.includes('exec')) return false;
  // Distributions configure their packages of it to go into the background; the official image does not.
  if (/^php-fpm[\d.]+$/.test(name)) return !command.has('-F', '--nodaemonize');
  return Object.hasOwn(daemons, name) && (daemons[name]?.(command) ?? false);
}

/** Commands that do nothing but keep a container from ending. */
export function keepsAlive(command: ShellCommand): boolean {
  if (command.name === 'tail') return command.has('-f', '-F', '--follow');
  if (command.name === 'sleep') return true;
  return command.name === 'cat' && command.arguments.length === 0;
}

/** Whether a command ends at once, or is no program of its own. */
export function isTrivial(command: ShellCommand): boolean {
  return command.words.length === 0 || trivial.has(command.name);
}

const trivial: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'sleep',
  'trap',
  'true',
  'false',
  ':',
  'cd',
  'export',
  'set',
  'unset',
  'mkdir',
  'touch',
  'rm',
  'cp',
  'mv',
  'ln',
  'chmod',
  'chown',
  'kill',
  'wait',
  'test',
  '[',
  'exit',
  'return',
  'source',
  '.',
  'umask',
  'ulimit',
  'shift',
  'read',
  'local',
  'cat',
  'date',
]);
