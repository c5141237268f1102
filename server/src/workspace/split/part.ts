import { Refusal } from '../../core/fix.ts';
import { type ShellCommand, type ShellWord, shells } from '../../shell/command.ts';
import type { Process } from '../processes/process.ts';

/** One of the processes of a container, as it is started on its own. */
export interface Part {
  /** What it can be called in the names of containers and stages: `worker`. */
  readonly name: string;
  /** Its command line, as somebody reads it. */
  readonly text: string;
  readonly command: ShellCommand;
  /** The programs that it runs, by name: in its scripts as well. */
  readonly programs: readonly string[];
  /** The program and its arguments; where variables are put in, a shell that does so and makes place for the program. */
  readonly words: readonly string[];
  /** What is set for it alone. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder it starts in, where that is another than the image's. */
  readonly folder: string | undefined;
  /** Whom it runs as, where that is another than the image's user. */
  readonly user: string | undefined;
  /** The signal that asks it to stop, where that is said. */
  readonly stopSignal: string | undefined;
}

/** What becomes of a container that starts several processes. */
export interface Division {
  /** The process that stays where it is. */
  readonly main: Part;
  /** Whether it is clear that it is this one that takes requests. */
  readonly isClear: boolean;
  /** Those that get places of their own, in the order in which they are started. */
  readonly others: readonly Part[];
  /** Whether the ENTRYPOINT is kept, which hands over to what it is given, or runs it as its child. */
  readonly keepsEntrypoint: boolean;
  /** What has no more to do: `start.sh`; undefined where that was part of the command line. */
  readonly replaced: string | undefined;
}

/** What a part is besides its command line, where something says so. */
export type PartSettings = Partial<Pick<Part, 'name' | 'environment' | 'folder' | 'user' | 'stopSignal'>>;

/** Wrappers that have nothing to do for a process that a container starts. */
const idleWrappers = new Set(['exec', 'nohup', 'setsid']);

/** What takes the place of a process that is started beside others; refused where its command line says too much. */
export function partOf(process: Process, settings: PartSettings = {}): Part | Refusal {
  const { command, text, how } = process;
  if (!command) return new Refusal(`What "${text}" starts is not known.`);
  const inside = obstacleIn(process);
  if (inside) return inside;
  if (command.hasRedirections && !isHarmless(command))
    return new Refusal(
      `Input or output of "${command.name}" is redirected, and another process may read what it writes.`,
    );
  const set = environmentOf(command);
  if (set instanceof Refusal) return set;
  const words = how === 'service' ? undefined : execWords(command);
  if (words instanceof Refusal) return words;
  const started = staysInForeground(process, words ?? []);
  if (started instanceof Refusal) return started;
  const { folder, user, stopSignal, environment } = settings;
  return {
    name: labelOf(settings.name ?? nameFor(command, started)),
    text,
    command,
    programs: [...programsOf(process), baseOf(started[0] ?? '')],
    words: started,
    environment: { ...environment, ...set },
    ...{ folder, user, stopSignal },
  };
}

function programsOf({ command, script, children }: Process): readonly string[] {
  const inScript = script?.runs.map((run) => run.command.name) ?? [];
  const started = children.filter(({ how }) => how !== 'scheduled').flatMap(programsOf);
  return [...new Set([command?.name ?? '', ...inScript, ...started])];
}

/** Why it is not one process, or not known that it is. */
function obstacleIn(process: Process): Refusal | undefined {
  const { note, script, text } = process;
  // What cron runs stays with it.
  const children = process.children.filter(({ how }) => how !== 'scheduled');
  if (note !== undefined && note !== 'comes with the base image') return new Refusal(`"${text}": ${note}.`);
  if (children.length > 1) return new Refusal(`"${text}" starts several processes itself.`);
  if (script && children.length === 0) return new Refusal(`What "${text}" starts is not known.`);
  const behind = children.find(({ how }) => how === 'background' || how === 'daemon' || how === 'service');
  if (behind) return new Refusal(`"${text}" starts "${behind.text}" in the background.`);
  return children.map(obstacleIn).find((one) => one !== undefined);
}

/** Whether all that is redirected is output that goes to the container's own, or nowhere. */
function isHarmless({ writesTo, input }: ShellCommand): boolean {
  const places = /^(?:\/dev\/(?:null|stdout|stderr)|\/proc\/1\/fd\/[12]|[12]|&[12])$/;
  return input === undefined && writesTo.length > 0 && writesTo.every(({ text }) => places.test(text));
}

function environmentOf({ assignments }: ShellCommand): Readonly<Record<string, string>> | Refusal {
  const set: Record<string, string> = {};
  for (const { text, value } of assignments) {
    const equals = text.indexOf('=');
    if (value === undefined || equals === -1) return new Refusal(`What "${text}" sets is only known when it is run.`);
    set[text.slice(0, equals)] = value.slice(equals + 1);
  }
  return set;
}

/** Variables that a container's environment may have, in the forms that need nothing of the script they stand in. */
const plainVariable = /\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*(?::?-[^{}$`"'\\]*)?\})/g;

/** The command line in exec form. */
function execWords(command: ShellCommand): readonly string[] | Refusal {
  const words = withoutIdle(command);
  const unknown = words.find((word) => word.value === undefined);
  if (words.length === 0 || words[0]?.text.startsWith('-'))
    return new Refusal(`What "${command.text}" starts is not known.`);
  const pattern = words.find((word) => isPattern(word));
  if (pattern) return new Refusal(`The shell makes something else of "${pattern.text}", depending on what is there.`);
  if (!unknown) return words.map(({ value = '' }) => value);
  const open = words.find(({ text }) => /[$`\n]/.test(text.replace(plainVariable, '').replace(/'[^']*'/g, '')));
  if (open) return new Refusal(`"${open.text}" depends on the script it stands in.`);
  return ['sh', '-c', `exec ${words.map(({ text }) => text).join(' ')}`];
}

function withoutIdle({ allWords }: ShellCommand): readonly ShellWord[] {
  const first = allWords.findIndex(({ text }) => !idleWrappers.has(text));
  return first === -1 ? [] : allWords.slice(first);
}

/** Whether the shell looks for files that fit a word, or reads it otherwise than it stands there. */
function isPattern({ text, value }: ShellWord): boolean {
  return value === text && /[*?]|\[.*\]|^~|\{.*,.*\}/.test(text);
}

/** How services, as Debian names them, run in the foreground (the manual pages cron(8), apachectl(8) and nginx(8)). */
const services: Readonly<Record<string, readonly string[]>> = {
  apache2: ['apachectl', '-D', 'FOREGROUND'],
  cron: ['cron', '-f'],
  nginx: ['nginx', '-g', 'daemon off;'],
};

/** What keeps daemons in the foreground (their manual pages): what is put behind their arguments, and what goes. */
const daemons: Readonly<Record<string, { readonly adding?: readonly string[]; readonly without?: RegExp }>> = {
  cron: { adding: ['-f'] },
  crond: { adding: ['-f'] },
  memcached: { without: /^-d$/ },
  mongod: { without: /^--fork$/ },
  'php-fpm': { adding: ['-F'], without: /^(?:-D|--daemonize)$/ },
};

function staysInForeground({ how, command, run }: Process, words: readonly string[]): readonly string[] | Refusal {
  const { name = '' } = command ?? {};
  const unknown = new Refusal(`How "${name}" stays in the foreground is not known.`);
  if (how === 'service') {
    const service = command?.operands.find((one) => Object.hasOwn(services, one));
    const isInit = command?.words[0]?.value?.startsWith('/etc/init.d/') === true;
    const init = isInit && Object.hasOwn(services, name) ? name : undefined;
    return (
      services[service ?? init ?? ''] ??
      new Refusal(`How the service runs in the foreground that "${command?.text}" starts is not known.`)
    );
  }
  // What a script ends with keeps the container up, so its settings do.
  if (how !== 'daemon' || run?.isLast) return words;
  if (words[0] === 'sh' && words[1] === '-c') return unknown;
  if (name === 'nginx') return words.includes('-g') ? unknown : [...words, '-g', 'daemon off;'];
  const known = /^php-fpm[\d.]*$/.test(name)
    ? daemons['php-fpm']
    : Object.hasOwn(daemons, name)
      ? daemons[name]
      : undefined;
  if (!known) return unknown;
  return [...words.filter((word) => !known.without?.test(word)), ...(known.adding ?? [])];
}

/** Programs that run what their first operand names. */
const runtimes = /^(?:node|nodejs|deno|bun|tsx|ts-node|python[\d.]*|ruby|perl|php|java)$/;

/** What a command line is about: the module, script or task that it runs, or else the program. */
function nameFor(command: ShellCommand, [started = '']: readonly string[]): string {
  const { name, operands } = command;
  if (command.words.length === 0 || operands.includes('start') || operands.includes('restart')) {
    const own = /^(?:service|rc-service|invoke-rc\.d|systemctl)$/.test(name) ? started : name;
    if (!/^(?:npm|yarn|pnpm)$/.test(own)) return baseOf(own);
  }
  if (/^(?:npm|yarn|pnpm)$/.test(name)) return operands[0] === 'run' ? (operands[1] ?? name) : (operands[0] ?? name);
  if (shells.has(name) && !command.script) return baseOf(operands[0] ?? name);
  const [inner] = command.script?.commands ?? [];
  if (inner) return nameFor(inner, []);
  const application =
    /^(?:gunicorn|uvicorn|hypercorn)$/.test(name) && operands.find((one) => /^[A-Za-z_][\w.]*:[A-Za-z_]\w*$/.test(one));
  if (application) return applicationOf(application) ?? name;
  if (!runtimes.test(name)) return baseOf(name);
  const module = command.optionValue('-m', '-jar');
  const script = module ?? operands[0] ?? name;
  const file = baseOf(script);
  if (file === 'artisan' || file === 'manage') return operands[1] ?? file;
  return file;
}

/** What an application is called by its module, where that says anything: `metrics` of `metrics:app`. */
function applicationOf(text: string): string | undefined {
  const names = text.replace(/:.*/, '').split('.');
  return names.findLast((name) => !/^(?:app|main|wsgi|asgi|server)$/.test(name));
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:[cm]?[jt]s|py|rb|pl|php|sh|bash|jar)$/, '');
}

/** The longest name that leaves room for a suffix in a label of 63 characters. */
const longestName = 40;

function labelOf(name: string): string {
  const label = name
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-')
    .slice(0, longestName)
    .replace(/^-+|-+$/g, '');
  return /^[a-z]/.test(label) ? label : `process-${label}`.replace(/-$/, '');
}
